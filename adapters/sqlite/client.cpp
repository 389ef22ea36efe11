#include "adapters/sqlite/client.h"

#include <array>
#include <string_view>

#include <fmt/core.h>
#include <sqlite3.h>

namespace covet::sqlite {
namespace {

constexpr std::array<std::string_view, 1> programs{"sqlite3"};

std::string library() {
  return fmt::format("SQLite {}", sqlite3_libversion());
}

}  // namespace

schema::Client client() {
  return {.library = library, .programs = programs};
}

}  // namespace covet::sqlite
