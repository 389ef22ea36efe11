#include <array>

#include "adapters/mysql/client.h"
#include "adapters/mysql/ddl.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/driver.h"
#include "adapters/mysql/guard.h"
#include "adapters/mysql/inspect.h"
#include "adapters/mysql/lock.h"
#include "adapters/mysql/maintenance.h"
#include "adapters/mysql/mysql.h"
#include "adapters/mysql/sessions.h"

namespace covet::mysql {

const schema::Backend& backend() {
  static constexpr std::array<std::string_view, 2> schemes{"mysql", "mariadb"};
  static const schema::Backend instance{
      .engine = "mysql",
      .url_schemes = schemes,
      .example_url = "mysql://user:password@localhost:3306/blog",
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
      .make_ddl = make_ddl,
  };
  return instance;
}

}  // namespace covet::mysql
