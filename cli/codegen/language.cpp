#include "cli/codegen/language.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "cli/codegen/cpp_writer.h"
#include "core/base/error.h"

namespace covet::cli::codegen {
namespace {

constexpr std::array table{
    Language{"cpp", "C++20 headers over covet's library", "//", ".h", write_cpp},
};

}  // namespace

std::span<const Language> languages() {
  return table;
}

const Language& language_named(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Language::name);
  if (found == table.end())
    throw Error(Errc::usage, fmt::format("there is no code for `{}`", name), "there is: cpp");
  return *found;
}

}  // namespace covet::cli::codegen
