#include "migrations/checksum.h"

#include <gtest/gtest.h>

#include "tests/support/lexical_rules.h"

namespace covet::migrations {
namespace {

std::string of(std::string_view sql) {
  return checksum(sql, tests::postgresql_rules());
}

TEST(Checksum, WhiteSpaceLineEndsAndCommentsDoNotCount) {
  const std::string plain = of("CREATE TABLE a (b int);");
  EXPECT_EQ(plain.substr(0, 7), "sha256:");
  EXPECT_EQ(plain.size(), 7U + 64);
  EXPECT_EQ(of("-- why\nCREATE  TABLE a /* x */ (\r\n  b int\n) ;\n"), plain);
  EXPECT_EQ(of("\xEF\xBB\xBF"
               "CREATE TABLE a (b int);"),
            plain);
}

TEST(Checksum, TokensCount) {
  const std::string plain = of("SELECT 'a b', \"C\"");
  EXPECT_NE(of("SELECT 'a  b', \"C\""), plain);
  EXPECT_NE(of("SELECT 'a b', \"c\""), plain);
  EXPECT_NE(of("SELECT 'a b' \"C\""), plain);
  EXPECT_NE(of("select 'a b', \"C\""), plain);
  EXPECT_NE(of("SELECTa"), of("SELECT a"));
  EXPECT_NE(of("a b"), of("ab"));
}

TEST(Checksum, LineEndsInLiteralsAreOne) {
  EXPECT_EQ(of("SELECT $$a\r\nb$$"), of("SELECT $$a\nb$$"));
  EXPECT_NE(of("SELECT $$a b$$"), of("SELECT $$a\nb$$"));
}

TEST(Checksum, ALineBreakBetweenLiteralsCounts) {
  EXPECT_NE(of("SELECT 'a' 'b'"), of("SELECT 'a'\n'b'"));
  EXPECT_EQ(of("SELECT 'a'\n\n  'b'"), of("SELECT 'a'\r\n'b'"));
}

TEST(Checksum, ExecutableCommentsCount) {
  const LexicalRules mysql = tests::mysql_rules();
  EXPECT_NE(checksum("/*!40101 SET a = 1 */", mysql), checksum("/*!40101 SET a = 2 */", mysql));
  EXPECT_EQ(checksum("/* a */ SET a = 1 # x", mysql), checksum("SET a = 1", mysql));
}

TEST(Checksum, DirectivesCountButApprovals) {
  const std::string plain = of("SELECT 1;");
  for (const char* directive : {"allow drop_table a because b", "ignore CV021 small", "parent 1",
                                "schema sha256:00", "hazard drop_table a", "step 2"}) {
    EXPECT_EQ(of("-- covet:" + std::string(directive) + "\nSELECT 1;"), plain) << directive;
  }
  EXPECT_NE(of("-- covet:batch users by id\nSELECT 1;"), plain);
  EXPECT_EQ(of("--   covet:batch  users   by id \nSELECT 1;"),
            of("-- covet:batch users by id\nSELECT 1;"));
}

}  // namespace
}  // namespace covet::migrations
