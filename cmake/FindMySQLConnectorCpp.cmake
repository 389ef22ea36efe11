# MySQL Connector/C++ 1.1 (mysql_driver.h, libmysqlcppconn), which ships no CMake or pkg-config file.
# Gives MySQLConnectorCpp::MySQLConnectorCpp. Its headers need those of Boost.

find_path(MySQLConnectorCpp_INCLUDE_DIR mysql_driver.h PATH_SUFFIXES jdbc mysql-cppconn/jdbc)
find_library(MySQLConnectorCpp_LIBRARY mysqlcppconn)
find_path(MySQLConnectorCpp_BOOST_INCLUDE_DIR boost/variant.hpp)
mark_as_advanced(
  MySQLConnectorCpp_INCLUDE_DIR MySQLConnectorCpp_LIBRARY MySQLConnectorCpp_BOOST_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MySQLConnectorCpp
  REQUIRED_VARS
    MySQLConnectorCpp_LIBRARY MySQLConnectorCpp_INCLUDE_DIR MySQLConnectorCpp_BOOST_INCLUDE_DIR)

if(MySQLConnectorCpp_FOUND AND NOT TARGET MySQLConnectorCpp::MySQLConnectorCpp)
  add_library(MySQLConnectorCpp::MySQLConnectorCpp UNKNOWN IMPORTED)
  set_target_properties(MySQLConnectorCpp::MySQLConnectorCpp PROPERTIES
    IMPORTED_LOCATION "${MySQLConnectorCpp_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES
      "${MySQLConnectorCpp_INCLUDE_DIR};${MySQLConnectorCpp_BOOST_INCLUDE_DIR}")
endif()
