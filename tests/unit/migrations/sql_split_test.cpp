#include "migrations/sql_split.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/error.h"
#include "tests/support/lexical_rules.h"

namespace covet::migrations {
namespace {

const std::vector<LexicalRules>& all_rules() {
  static const std::vector<LexicalRules> rules = {tests::postgresql_rules(), tests::mysql_rules(),
                                                  tests::sqlite_rules()};
  return rules;
}

// What lies between the statements is nothing but space, comments, terminators and DELIMITER lines:
// no byte of code is lost, none stands twice.
RC_GTEST_PROP(SqlSplit, LosesNoCode, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "SELECT 1", ";", " ", "\n", "'a;b'", "\"c;d\"", "`", "-- x;\n", "/* ; */", "$$", "$t$",
      "BEGIN", "END", "CREATE TRIGGER t", "CASE", "IF", "FOR EACH ROW", "PROCEDURE p()", "CREATE ",
      "(", ")", "\\", "ATOMIC", "FUNCTION", "DELIMITER //\n", "//", "COPY t FROM stdin;\n", "\\.\n",
      "LOOP", "REPEAT", "#", "'", "é", "\r\n"));
  std::string sql;
  for (const std::string& piece : pieces)
    sql += piece + *rc::gen::element<std::string>("", " ");
  for (const LexicalRules& rules : all_rules()) {
    try {
      std::string between;
      std::size_t end = 0;
      for (const StatementSpan& statement : split_sql(sql, rules)) {
        RC_ASSERT(statement.offset >= end);
        RC_ASSERT(sql.substr(statement.offset, statement.text.size()) == statement.text);
        RC_ASSERT(!statement.text.empty());
        between += sql.substr(end, statement.offset - end) + " ";
        end = statement.offset + statement.text.size();
      }
      if (sql.find("DELIMITER") != std::string::npos) continue;
      between += sql.substr(end);
      for (const Token& token : lex_code(between, rules))
        RC_ASSERT(token.text == ";");
    } catch (const Error& error) {
      RC_ASSERT(error.code() == Errc::parse);
      RC_ASSERT(!error.diagnostics().empty());
    }
  }
}

TEST(SqlSplit, TakesLinearTime) {
  const auto seconds_for = [](std::size_t size) {
    std::string sql;
    while (sql.size() < size) {
      sql += "INSERT INTO a VALUES (1, 'x;y'), (2, NULL); -- z\n";
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(split_sql(sql, tests::mysql_rules()).size(), sql.size() / 49);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double small = seconds_for(std::size_t{1} << 16U);
  EXPECT_LT(seconds_for(std::size_t{1} << 19U), small * 8 * 5 + 0.5);
}

TEST(SqlSplit, HundredsOfFaultsDoNotTakeForever) {
  std::string sql;
  for (int i = 0; i < 100'000; ++i)
    sql += "\\set a b\n";
  try {
    split_sql(sql, tests::postgresql_rules());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics().size(), 20U);
  }
}

}  // namespace
}  // namespace covet::migrations
