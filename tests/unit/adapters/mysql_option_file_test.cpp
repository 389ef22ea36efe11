#include <gtest/gtest.h>

#include "adapters/mysql/option_file.h"

namespace covet::mysql {
namespace {

std::string login(std::string_view text) {
  const Login found = parse_option_file(text);
  return found.user + "/" + found.password;
}

TEST(MysqlOptionFile, FindsTheClientsLogin) {
  EXPECT_EQ(login("[mysqld]\nuser=mysql\n[client]\nuser = anna\npassword = secret\n"),
            "anna/secret");
  EXPECT_EQ(login("[client]\n# password=old\npassword=\"p@ss # \\\"word\\\"\"\n"),
            "/p@ss # \"word\"");
  EXPECT_EQ(login("[Client]\r\nPASSWORD = bare # a comment\r\n"), "/bare");
  EXPECT_EQ(login("[client]\nuser=a\n[client-mariadb]\nuser=b\n[mysqldump]\nuser=c\n"), "b/");
  EXPECT_EQ(login("password=outside\n[client\nuser"), "/");
}

}  // namespace
}  // namespace covet::mysql
