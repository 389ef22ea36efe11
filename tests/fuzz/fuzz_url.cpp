// A database URL.
#include "core/config/url.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace covet;
  tests::tolerate_errors([&] { parse_url(tests::as_text(data, size)); });
  return 0;
}
