#include "adapters/mysql/client.h"

#include <array>
#include <string_view>

#include <cppconn/driver.h>
#include <fmt/core.h>
#include <mysql_driver.h>

namespace covet::mysql {
namespace {

constexpr std::array<std::string_view, 2> programs{"mariadb", "mysql"};

std::string library() {
  sql::mysql::MySQL_Driver* const driver = sql::mysql::get_mysql_driver_instance();
  return fmt::format("MySQL Connector/C++ {}.{}.{}", driver->getMajorVersion(),
                     driver->getMinorVersion(), driver->getPatchVersion());
}

}  // namespace

schema::Client client() {
  return {.library = library, .programs = programs, .password_file = ".my.cnf"};
}

}  // namespace covet::mysql
