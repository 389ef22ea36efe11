#include <array>

#include "adapters/postgresql/client.h"
#include "adapters/postgresql/ddl.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/driver.h"
#include "adapters/postgresql/guard.h"
#include "adapters/postgresql/inspect.h"
#include "adapters/postgresql/lock.h"
#include "adapters/postgresql/maintenance.h"
#include "adapters/postgresql/postgresql.h"
#include "adapters/postgresql/sessions.h"

namespace covet::postgresql {

const schema::Backend& backend() {
  static constexpr std::array<std::string_view, 2> schemes{"postgresql", "postgres"};
  static const schema::Backend instance{
      .engine = "postgresql",
      .url_schemes = schemes,
      .example_url = "postgresql://user:password@localhost:5432/database",
      .memory_url = "",
      .dialect = dialect(),
      .driver = driver(),
      .inspector = inspector(),
      .locker = locker(),
      .guard = guard(),
      .sessions = sessions(),
      .maintenance = maintenance(),
      .client = client(),
      .pool = {.min = 5, .max = 20},
      .make_ddl = &make_ddl,
  };
  return instance;
}

}  // namespace covet::postgresql
