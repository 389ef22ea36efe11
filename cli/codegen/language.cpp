#include "cli/codegen/language.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "cli/codegen/cpp_writer.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::cli::codegen {
namespace {

constexpr std::array table{
    Language{"cpp", "C++20 headers", "//", ".h", write_cpp},
};

}  // namespace

std::span<const Language> languages() {
  return table;
}

const Language& language_named(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Language::name);
  if (found == table.end()) {
    std::vector<std::string> names;
    for (const Language& each : table)
      names.emplace_back(each.name);
    throw Error(Errc::usage, fmt::format("there is no code for `{}`", name),
                "there is: " + join(names, ", "));
  }
  return *found;
}

}  // namespace covet::cli::codegen
