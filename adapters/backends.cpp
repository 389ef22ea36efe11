#include "adapters/backends.h"

#include <algorithm>
#include <array>
#include <cstddef>

#ifdef COVET_WITH_POSTGRESQL
#include "adapters/postgresql/postgresql.h"
#endif
#ifdef COVET_WITH_MYSQL
#include "adapters/mysql/mysql.h"
#endif
#ifdef COVET_WITH_SQLITE
#include "adapters/sqlite/sqlite.h"
#endif

namespace covet::adapters {

std::span<const schema::Backend* const> backends() {
  static const auto list = std::to_array<const schema::Backend*>({
#ifdef COVET_WITH_POSTGRESQL
      &postgresql::backend(),
#endif
#ifdef COVET_WITH_MYSQL
      &mysql::backend(),
#endif
#ifdef COVET_WITH_SQLITE
      &sqlite::backend(),
#endif
      nullptr,  // so that a build without any engine has an array too
  });
  return std::span(list).first(list.size() - 1);
}

const schema::Backend* find_by_scheme(std::string_view scheme) {
  for (const schema::Backend* backend : backends()) {
    if (std::ranges::find(backend->url_schemes, scheme) != backend->url_schemes.end()) {
      return backend;
    }
  }
  return nullptr;
}

const schema::Backend* find_by_engine(std::string_view engine) {
  for (const schema::Backend* backend : backends()) {
    if (backend->engine == engine) return backend;
  }
  return nullptr;
}

}  // namespace covet::adapters
