#include "cli/version.h"

#include <vector>

#include <CLI/Version.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/strings.h"
#include "core/base/version.h"

namespace covet::cli {
namespace {

std::vector<std::string> engines() {
  std::vector<std::string> names;
#ifdef COVET_WITH_POSTGRESQL
  names.emplace_back("postgresql");
#endif
#ifdef COVET_WITH_MYSQL
  names.emplace_back("mysql");
#endif
#ifdef COVET_WITH_SQLITE
  names.emplace_back("sqlite");
#endif
  return names;
}

}  // namespace

std::string version_line() {
  const std::string build = revision.empty() ? "" : fmt::format(" ({})", revision);
  return fmt::format("covet {}{}", version, build);
}

std::string version_text() {
  return fmt::format(
      "{}\n"
      "engines    {}\n"
      "libraries  CLI11 {}, fmt {}.{}.{}, nlohmann_json {}.{}.{}\n"
      "compiler   {}\n",
      version_line(), join(engines(), ", "), CLI11_VERSION, FMT_VERSION / 10000,
      FMT_VERSION / 100 % 100, FMT_VERSION % 100, NLOHMANN_JSON_VERSION_MAJOR,
      NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH,
#ifdef __clang__
      "clang " __clang_version__
#else
      "g++ " __VERSION__
#endif
  );
}

}  // namespace covet::cli
