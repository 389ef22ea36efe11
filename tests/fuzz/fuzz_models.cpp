// A model file.
#include <array>
#include <string>

#include "core/model/model.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace covet;
  tests::tolerate_errors([&] {
    const std::array<model::SourceText, 1> files{
        model::SourceText{"x.toml", std::string(tests::as_text(data, size))}};
    model::parse_models(files);
  });
  return 0;
}
