#include <gtest/gtest.h>

#include "adapters/mysql/errors.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/target.h"

namespace covet::mysql {
namespace {

TEST(MysqlErrors, SaysWhatACallerWouldDo) {
  const auto code = [](int number) { return statement_error({number, "HY000", "m"}, "q").code(); };
  EXPECT_EQ(code(1062), Errc::unique_violation);
  EXPECT_EQ(code(1451), Errc::foreign_key_violation);
  EXPECT_EQ(code(1048), Errc::not_null_violation);
  EXPECT_EQ(code(4025), Errc::check_violation);
  EXPECT_EQ(code(3819), Errc::check_violation);
  EXPECT_EQ(code(1213), Errc::deadlock);
  EXPECT_EQ(code(1205), Errc::lock_timeout);
  EXPECT_EQ(code(1142), Errc::permission);
  EXPECT_EQ(code(2013), Errc::connection);
  EXPECT_EQ(code(1317), Errc::cancelled);
  EXPECT_EQ(code(1969), Errc::timeout);
  EXPECT_EQ(code(3024), Errc::timeout);
  EXPECT_EQ(code(1146), Errc::undefined_object);
  EXPECT_EQ(code(1050), Errc::duplicate_object);
  EXPECT_EQ(code(1792), Errc::read_only);
  EXPECT_EQ(code(1242), Errc::statement);
}

TEST(MysqlErrors, CarriesStateNumberAndStatement) {
  const Error error = statement_error({1062, "23000", "Duplicate entry"}, "INSERT …");
  ASSERT_TRUE(error.sql().has_value());
  EXPECT_EQ(error.sql()->state, "23000 (1062)");
  EXPECT_EQ(error.sql()->sql, "INSERT …");
}

TEST(MysqlErrors, FindsThePlaceOfASyntaxError) {
  const std::string sql = "CREATE TABLE t (\n  a int,\n  b in,\n  c int\n)";
  EXPECT_EQ(syntax_offset("… near 'in,\n  c int\n)' at line 3", sql), sql.find("in,\n  c"));
  EXPECT_EQ(syntax_offset("… near '' at line 5", sql), sql.size());
  EXPECT_EQ(syntax_offset("no place", sql), std::nullopt);
  const std::string twice = "x y\nx y z and a long rest";
  EXPECT_EQ(syntax_offset("… near 'x y...' at line 2", twice), 4U);
}

TEST(MysqlErrors, AFailedLoginTellsItsWayOut) {
  const Error error = connect_error({1045, "28000", "Access denied"}, "db:3306", "blog");
  EXPECT_EQ(error.code(), Errc::login_refused);
  EXPECT_EQ(error.message(), "can't connect to db:3306: Access denied");
  EXPECT_NE(error.hint().find("password"), std::string::npos);
}

TEST(MysqlFlavor, TellsTheTwoApart) {
  ServerInfo mariadb;
  mariadb.version = "5.5.5-10.6.12-MariaDB-log";
  read_version(mariadb, "");
  EXPECT_EQ(mariadb.vendor, "MariaDB");
  EXPECT_EQ(mariadb.version_number, 100612);
  EXPECT_FALSE(flavor_of(mariadb).uuid_type());

  ServerInfo mysql;
  mysql.version = "8.0.36-0ubuntu0.22.04.1";
  read_version(mysql, "(Ubuntu)");
  EXPECT_EQ(mysql.vendor, "MySQL");
  EXPECT_EQ(mysql.version_number, 80036);
  EXPECT_FALSE(flavor_of(mysql).display_widths());
  EXPECT_TRUE(flavor_of(mysql).expression_keys());

  EXPECT_TRUE(flavor_of(ServerInfo{}).mariadb());
}

Target target(const std::string& url) {
  return target_of(parse_url(url), {});
}

TEST(MysqlTarget, UnderstandsAddressesAndParameters) {
  EXPECT_EQ(target("mysql://u:p@[::1]:3307/b").address, "tcp://[::1]:3307");
  EXPECT_EQ(target("mariadb://u@db/b").address, "tcp://db:3306");
  EXPECT_EQ(target("mysql://u@localhost/b?socket=/run/x.sock").address, "unix:///run/x.sock");
  const Target tuned = target("mysql://u@db/b?connect_timeout=3&lock_timeout=500ms");
  EXPECT_EQ(tuned.options.connect_timeout, std::chrono::seconds(3));
  EXPECT_EQ(tuned.options.lock_timeout, std::chrono::milliseconds(500));
}

TEST(MysqlTarget, NeverTakesLessEncryptionThanWasAskedFor) {
  EXPECT_EQ(target("mysql://u@db/b").tls, Tls::prefer);
  EXPECT_EQ(target("mysql://u@db/b?ssl-mode=REQUIRED").tls, Tls::require);
  EXPECT_EQ(target("mysql://u@db/b?sslmode=verify-ca&ssl_ca=/ca.pem").tls, Tls::verify);
  EXPECT_EQ(target("mysql://u@db/b?ssl_ca=/ca.pem").tls, Tls::verify);
  EXPECT_THROW(target("mysql://u@db/b?sslmode=verify-full"), Error);
  EXPECT_THROW(target("mysql://u@localhost/b?sslmode=require&socket=/run/x.sock"), Error);
  EXPECT_THROW(target("mysql://u@db/b?sslmode=perhaps"), Error);
}

TEST(MysqlTarget, RefusesWhatItDoesNotKnow) {
  try {
    target("mysql://u@db/b?connect_timout=3");
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::config);
    EXPECT_EQ(error.hint(), "did you mean `connect_timeout`?");
  }
  EXPECT_THROW(target("mysql://u@db"), Error);
}

}  // namespace
}  // namespace covet::mysql
