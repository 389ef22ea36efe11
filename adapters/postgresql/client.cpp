#include "adapters/postgresql/client.h"

#include <array>
#include <string_view>

#include <fmt/core.h>
#include <libpq-fe.h>
#include <pqxx/version>

namespace covet::postgresql {
namespace {

constexpr std::array<std::string_view, 1> programs{"psql"};

std::string library() {
  const int number = PQlibVersion();  // 150020
  return fmt::format("libpq {}.{}, libpqxx {}", number / 10000, number % 10000, PQXX_VERSION);
}

}  // namespace

schema::Client client() {
  return {.library = library,
          .programs = programs,
          .password_file = ".pgpass",
          .password_file_variable = "PGPASSFILE"};
}

}  // namespace covet::postgresql
