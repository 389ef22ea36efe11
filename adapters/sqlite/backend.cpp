#include <array>

#include "adapters/sqlite/client.h"
#include "adapters/sqlite/ddl.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/driver.h"
#include "adapters/sqlite/guard.h"
#include "adapters/sqlite/inspect.h"
#include "adapters/sqlite/lock.h"
#include "adapters/sqlite/maintenance.h"
#include "adapters/sqlite/sqlite.h"

namespace covet::sqlite {

const schema::Backend& backend() {
  static constexpr std::array<std::string_view, 2> schemes{"sqlite", "sqlite3"};
  static const schema::Backend instance{
      .engine = "sqlite",
      .url_schemes = schemes,
      .example_url = "sqlite:dev.db",
      .memory_url = "sqlite::memory:",
      .dialect = dialect(),
      .driver = driver(),
      .inspector = inspector(),
      .locker = locker(),
      .guard = guard(),
      .sessions = schema::no_sessions(),
      .maintenance = maintenance(),
      .client = client(),
      .pool = {.min = 0, .max = 10},
      .make_ddl = &make_ddl,
  };
  return instance;
}

}  // namespace covet::sqlite
