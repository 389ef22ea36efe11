#include <gtest/gtest.h>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/transaction_words.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

std::string literal(const Value& value) {
  return dialect().literal(value);
}

TEST(MysqlDialect, WritesEveryValueAsALiteral) {
  EXPECT_EQ(literal(Null{}), "NULL");
  EXPECT_EQ(literal(true), "1");
  EXPECT_EQ(literal(std::uint64_t{18446744073709551615ULL}), "18446744073709551615");
  EXPECT_EQ(literal(0.1), "0.1e0");
  EXPECT_EQ(literal(1e-300), "1e-300");
  EXPECT_EQ(literal(Decimal{"-12.50"}), "-12.50");
  EXPECT_EQ(literal(std::string("it's \\ a\nline")), "'it''s \\\\ a\\nline'");
  EXPECT_EQ(literal(Bytes{std::byte{0}, std::byte{255}}), "x'00ff'");
  EXPECT_EQ(literal(parse_timestamp("2026-11-20T09:30:00.5Z")), "'2026-11-20 09:30:00.5'");
  EXPECT_EQ(literal(parse_date("2024-02-29")), "'2024-02-29'");
  EXPECT_EQ(literal(Json{R"({"a":"b"})"}), R"('{"a":"b"}')");
}

TEST(MysqlDialect, RefusesNumbersThatAreNone) {
  EXPECT_THROW(literal(std::numeric_limits<double>::infinity()), Error);
}

TEST(MysqlDialect, QuotesNamesAndCountsTheirCharacters) {
  EXPECT_EQ(dialect().quote("a`b"), "`a``b`");
  EXPECT_NO_THROW(dialect().quote(std::string(64, 'x')));
  EXPECT_THROW(dialect().quote(std::string(65, 'x')), Error);
  EXPECT_THROW(dialect().quote(""), Error);
}

TEST(MysqlDialect, PutsValuesOnlyWhereAPlaceholderStands) {
  const std::vector<Value> values{std::string("?"), std::int64_t{2}};
  EXPECT_EQ(substitute("SELECT ?, '?', `?`, ? /* ? */ -- ?", values),
            "SELECT '?', '?', `?`, 2 /* ? */ -- ?");
  EXPECT_THROW(substitute("SELECT ?", values), Error);
  EXPECT_THROW(substitute("SELECT ?, ?, ?", values), Error);
}

TEST(MysqlDialect, PrintsDoublesAsTheServerDoes) {
  EXPECT_EQ(double_text(1e14), "100000000000000");
  EXPECT_EQ(double_text(1e15), "1e15");
  EXPECT_EQ(double_text(1e-15), "0.000000000000001");
  EXPECT_EQ(double_text(1e-16), "1e-16");
  EXPECT_EQ(double_text(0.1), "0.1");
  EXPECT_EQ(double_text(-2.0), "-2");
}

TEST(MysqlDialect, SaysHowATransactionBegins) {
  EXPECT_EQ(dialect().begin({Isolation::serializable, Access::read_only}),
            (std::vector<std::string>{"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                                      "START TRANSACTION READ ONLY"}));
}

TEST(MysqlTransactionWords, FollowsWhatBeginsEndsAndCommits) {
  using enum TransactionEffect;
  EXPECT_EQ(effect_on_transaction("/* x */ begin"), begins);
  EXPECT_EQ(effect_on_transaction("START TRANSACTION READ ONLY"), begins);
  EXPECT_EQ(effect_on_transaction("BEGIN NOT ATOMIC SELECT 1; END"), none);
  EXPECT_EQ(effect_on_transaction("COMMIT"), ends);
  EXPECT_EQ(effect_on_transaction("ROLLBACK WORK TO SAVEPOINT a"), none);
  EXPECT_EQ(effect_on_transaction("COMMIT AND CHAIN"), begins);
  EXPECT_EQ(effect_on_transaction("ROLLBACK AND NO CHAIN"), ends);
  EXPECT_EQ(effect_on_transaction("XA START 'a'"), begins);
  EXPECT_EQ(effect_on_transaction("xa begin 'a'"), begins);
  EXPECT_EQ(effect_on_transaction("XA END 'a'"), none);
  EXPECT_EQ(effect_on_transaction("XA PREPARE 'a'"), ends);
  EXPECT_EQ(effect_on_transaction("XA COMMIT 'a' ONE PHASE"), ends);
  EXPECT_EQ(effect_on_transaction("XA ROLLBACK 'a'"), ends);
  EXPECT_EQ(effect_on_transaction("XA RECOVER"), none);
  EXPECT_EQ(effect_on_transaction("CREATE OR REPLACE TABLE t (i int)"), commits_even_if_refused);
  EXPECT_EQ(effect_on_transaction("CREATE TEMPORARY TABLE t (i int)"), none);
  EXPECT_EQ(effect_on_transaction("INSERT INTO t VALUES ('CREATE')"), none);
}

}  // namespace
}  // namespace covet::mysql
