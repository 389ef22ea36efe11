#include <gtest/gtest.h>

#include "adapters/postgresql/conninfo.h"
#include "adapters/postgresql/copy_text.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/domain_text.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/guard.h"
#include "adapters/postgresql/sequence_sql.h"
#include "adapters/postgresql/server_message.h"
#include "adapters/postgresql/transaction_words.h"
#include "adapters/postgresql/two_phase.h"
#include "adapters/postgresql/values.h"
#include "core/base/error.h"

namespace covet::postgresql {
namespace {

TEST(PostgresqlText, QuotesOnlyWhereTheCatalogDoes) {
  EXPECT_EQ(spell_name("posts_status"), "posts_status");
  EXPECT_EQ(spell_name("Mood"), "\"Mood\"");
  EXPECT_EQ(spell_name("user"), "\"user\"");
  EXPECT_EQ(spell_name("1st"), "\"1st\"");
  EXPECT_EQ(spell_name(schema::TableName{"audit", "order"}), "audit.\"order\"");
  EXPECT_EQ(quote("a\"b"), "\"a\"\"b\"");
  EXPECT_THROW(quote(std::string(64, 'x')), Error);
  EXPECT_THROW(quote(std::string_view("a\0b", 3)), Error);
}

TEST(PostgresqlText, KeepsTheCastOfAnArrayApartFromCastsOfItsElements) {
  const std::string printed =
      "CHECK (((k)::text = ANY ((ARRAY['a'::character varying, 'b,c'::character "
      "varying])::text[])))";
  EXPECT_EQ(keep_array_casts(printed),
            "CHECK (((k)::text = ANY ((ARRAY['a'::character varying, 'b,c'::character "
            "varying])::character varying[]::text[])))");
  EXPECT_EQ(keep_array_casts("(k = ANY (ARRAY['a'::character varying]::text[]))"),
            "(k = ANY (ARRAY['a'::character varying]::character varying[]::text[]))");
  for (const char* stays :
       {"k = ANY (ARRAY[('a'::character varying)::text])", "(ARRAY[1, 2])::bigint[]",
        "(ARRAY['a'::text])::text[]", "ARRAY['a'::text]::citext, b[1]",
        "'(ARRAY[''a''::text])::text[]'", "ARRAY['a'::text]"}) {
    EXPECT_EQ(keep_array_casts(stays), stays);
  }
}

TEST(PostgresqlText, QuotesTheFieldsThatWereStrings) {
  EXPECT_EQ(keep_extract_fields("(EXTRACT(YEAR FROM now()) - EXTRACT(year FROM born))"),
            "(EXTRACT('YEAR' FROM now()) - EXTRACT(year FROM born))");
  EXPECT_EQ(keep_extract_fields("'EXTRACT(YEAR FROM now())'::text"),
            "'EXTRACT(YEAR FROM now())'::text");
}

TEST(PostgresqlText, NamesAColumnWhoseCastWouldNameIt) {
  EXPECT_EQ(
      keep_query("SELECT 'a'::text AS k UNION ALL SELECT ('b'::text COLLATE \"C\"),\n 1,\n t.n"),
      "SELECT 'a'::text AS k UNION ALL SELECT ('b'::text COLLATE \"C\") AS \"?column?\",\n"
      " 1,\n t.n");
  EXPECT_EQ(keep_query("SELECT x AS k UNION SELECT DISTINCT ON (a, b) (1)::numeric\n FROM t"),
            "SELECT x AS k UNION SELECT DISTINCT ON (a, b) (1)::numeric AS \"?column?\"\n FROM t");
  EXPECT_EQ(keep_query("SELECT (x IN ( SELECT NULL::integer)) AS k, 'y'::text AS l"),
            "SELECT (x IN ( SELECT NULL::integer AS \"?column?\")) AS k, 'y'::text AS l");
  for (const char* stays :
       {"SELECT f('a'::text) AS f,\n mode() WITHIN GROUP (ORDER BY 'a'::text) AS \"mode\"\n FROM t",
        "SELECT 1 FROM t WHERE (a = 'x'::text) ORDER BY 'a'::text", "SELECT t.a,\n t.* FROM t",
        "INSERT INTO t (a) VALUES ('x'::text)", "CREATE FUNCTION f() AS $$ SELECT 'a'::text $$"}) {
    EXPECT_EQ(keep_query(stays), stays);
  }
}

TEST(PostgresqlText, TellsARoutinesOwnEndFromThatOfATransaction) {
  EXPECT_TRUE(effects_of("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; "
                         "SELECT CASE WHEN true THEN 2 END; END")
                  .empty());
  EXPECT_TRUE(
      effects_of("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 "
                 "END; SELECT 2 end; SELECT 3 case; END")
          .empty());
  EXPECT_EQ(effects_of("CREATE TABLE t (a int); COMMIT"), std::vector{Effect::commits});
  EXPECT_EQ(effects_of("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END; END; BEGIN"),
            (std::vector{Effect::commits, Effect::begins}));
}

TEST(PostgresqlText, TakesOffOuterParenthesesOnly) {
  EXPECT_EQ(bare("((a > 0))"), "a > 0");
  EXPECT_EQ(bare("(a > 0) AND (b > 0)"), "(a > 0) AND (b > 0)");
  EXPECT_EQ(bare("((a > 0) AND (b <> ')'::text))"), "(a > 0) AND (b <> ')'::text)");
}

TEST(PostgresqlText, FindsWhereTheServerPoints) {
  const std::string sql = "SELECT 1;\n\tSELECT ünder FROM nowhere";
  const ServerMessage message = parse_server_message(
      "ERROR:  relation \"nowhere\" does not exist\n"
      "LINE 2:  SELECT ünder FROM nowhere\n"
      "                           ^\n"
      "DETAIL:  so it is\nHINT:  make it\n",
      sql);
  EXPECT_EQ(message.text, "relation \"nowhere\" does not exist");
  EXPECT_EQ(message.detail, "so it is");
  EXPECT_EQ(message.hint, "make it");
  EXPECT_EQ(message.offset, sql.find("nowhere"));
}

TEST(PostgresqlText, FindsItInALineThatWasCut) {
  const std::string sql = "SELECT " + std::string(100, 'a') + ", missing, " + std::string(100, 'b');
  const ServerMessage message = parse_server_message(
      "ERROR:  column \"missing\" does not exist\nLINE 1: ..." + sql.substr(80, 60) + "...\n" +
          std::string(11 + sql.find("missing") - 80, ' ') + "^\n",
      sql);
  EXPECT_EQ(message.offset, sql.find("missing"));
}

TEST(PostgresqlText, NamesWhatNeedsNoTransaction) {
  const auto why = [](std::string_view sql) { return guard().needs_no_transaction(sql); };
  EXPECT_EQ(why("/* now */ create unique index CONCURRENTLY i on t (c)"),
            "CREATE INDEX CONCURRENTLY");
  EXPECT_EQ(why("DROP INDEX CONCURRENTLY i"), "DROP INDEX CONCURRENTLY");
  EXPECT_EQ(why("VACUUM t"), "VACUUM");
  EXPECT_EQ(why("CREATE DATABASE d"), "CREATE DATABASE");
  EXPECT_EQ(why("CREATE INDEX \"concurrently\" ON t (c)"), std::nullopt);
  EXPECT_EQ(why("REFRESH MATERIALIZED VIEW CONCURRENTLY v"), std::nullopt);
  EXPECT_EQ(why(""), std::nullopt);
}

TEST(PostgresqlText, ReadsSequences) {
  const SequenceText text = parse_sequence(
      "CREATE SEQUENCE \"s\" AS smallint START WITH 7 INCREMENT BY -2 MINVALUE -100 NO MAXVALUE"
      " CACHE 3 CYCLE OWNED BY \"t\".\"c\"");
  EXPECT_EQ(text.type, "smallint");
  EXPECT_EQ(text.options,
            (SequenceOptions{
                {"start", 7}, {"increment", -2}, {"min", -100}, {"cache", 3}, {"cycle", 1}}));
  EXPECT_EQ(text.owner, "\"t\".\"c\"");
  EXPECT_EQ(sequence_changes({}, {{"increment", 5}}, "integer", ""), " INCREMENT BY 5");
  EXPECT_EQ(sequence_changes({{"max", 9}}, {}, "integer", "SET "), " SET MAXVALUE 2147483647");
  EXPECT_EQ(serial_sequence(std::string(60, 't'), "column"), std::string(52, 't') + "_column_seq");
}

TEST(PostgresqlText, ReadsDomains) {
  const DomainText text = parse_domain(
      "CREATE DOMAIN \"d\" AS character varying(5) COLLATE \"C\" DEFAULT 'a'::text NOT NULL"
      " CONSTRAINT \"x\" CHECK (VALUE <> 'CHECK') CONSTRAINT y CHECK (length(VALUE) > 1)");
  EXPECT_EQ(text.base, "character varying(5) COLLATE \"C\"");
  EXPECT_EQ(text.default_sql, "'a'::text");
  EXPECT_TRUE(text.not_null);
  EXPECT_EQ(text.constraints.at("x"), "CHECK (VALUE <> 'CHECK')");
  EXPECT_EQ(text.constraints.at("y"), "CHECK (length(VALUE) > 1)");
}

TEST(PostgresqlText, ReadsValuesByTheirType) {
  EXPECT_EQ(from_text("t", 16), Value(true));
  EXPECT_EQ(from_text("-7", 20), Value(std::int64_t{-7}));
  EXPECT_EQ(from_text("0.10", 1700), Value(Decimal{"0.10"}));
  EXPECT_EQ(from_text("\\x00ff", 17), Value(Bytes{std::byte{0}, std::byte{255}}));
  EXPECT_EQ(from_text("infinity", 1184), Value(std::string("infinity")));
  EXPECT_EQ(from_text("2026-11-20 09:30:00+02", 1184),
            Value(parse_timestamp("2026-11-20T07:30:00Z")));
  EXPECT_EQ(array_elements("{a,\"b,\\\"c\",NULL}"), (std::vector<std::string>{"a", "b,\"c", ""}));
  EXPECT_THROW(to_parameter(Value(std::string("a\0b", 3))), Error);
  EXPECT_EQ(to_parameter(Value(Null{})), std::nullopt);
}

TEST(PostgresqlText, EscapesWhatGoesToLibpq) {
  const Url url =
      parse_url("postgresql://u:a%27b%5Cc@db:5433/d?sslmode=require&search_path=app,Odd");
  const Conninfo info = make_conninfo(url, {});
  EXPECT_NE(info.text.find("password='a\\'b\\\\c'"), std::string::npos) << info.text;
  EXPECT_NE(info.text.find("sslmode='require'"), std::string::npos) << info.text;
  EXPECT_EQ(info.search_path, "\"app\", \"Odd\"");
  EXPECT_EQ(info.target, "db:5433");
  try {
    make_conninfo(parse_url("postgresql://db/d?sslmod=require"), {});
    FAIL() << "an unknown parameter was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::config);
    EXPECT_NE(error.hint().find("sslmode"), std::string::npos) << error.hint();
  }
}

TEST(PostgresqlText, SaysHowAServerIsMadeToPrepare) {
  ServerInfo server;
  EXPECT_NO_THROW(two_phase().require(server));
  server.details[std::string(max_prepared_key)] = "20";
  EXPECT_NO_THROW(two_phase().require(server));
  server.details[std::string(max_prepared_key)] = "0";
  try {
    two_phase().require(server);
    ADD_FAILURE() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
    EXPECT_NE(error.hint().find("max_prepared_transactions = 20"), std::string::npos);
  }
  EXPECT_EQ(two_phase().commit("it's"), "COMMIT PREPARED 'it''s'");
}

TEST(PostgresqlText, GivesCopyOnlyWhatReads) {
  EXPECT_EQ(query_for_copy({"SELECT 1; -- done"}), "SELECT 1 -- done");
  EXPECT_EQ(query_for_copy({"SELECT $1, $2, 'a $1'", {"it's", Null{}}}),
            "SELECT  'it''s' ,  NULL , 'a $1'");
  for (const char* other :
       {"", "-- nothing", "SELECT 1; SELECT 2", "SHOW all", "EXPLAIN SELECT 1", "SELECT 1 INTO x",
        "SELECT 1 FROM t FOR UPDATE", "SELECT 1 FROM t FOR KEY SHARE",
        "WITH w AS (DELETE FROM t RETURNING *) SELECT * FROM w", "INSERT INTO t VALUES (1)"}) {
    EXPECT_EQ(query_for_copy({other}), std::nullopt) << other;
  }
  EXPECT_EQ(query_for_copy({"SELECT $2", {"x"}}), std::nullopt);
  // Where a backslash stands for itself is the session's to say.
  EXPECT_EQ(query_for_copy({"SELECT $1", {"\\"}}), std::nullopt);
}

TEST(PostgresqlText, ReadsTheLinesOfCopy) {
  std::string scratch;
  CopyLine line("plain\t\t\\N\ta\\tb\\\\N\\b\t\\\\N");
  EXPECT_EQ(line.take(scratch), "plain");
  EXPECT_EQ(line.take(scratch), "");
  EXPECT_EQ(line.take(scratch), std::nullopt);
  EXPECT_EQ(line.take(scratch), "a\tb\\N\b");
  EXPECT_FALSE(line.done());
  EXPECT_EQ(line.take(scratch), "\\N");
  EXPECT_TRUE(line.done());
  EXPECT_THROW(line.take(scratch), Error);
}

}  // namespace
}  // namespace covet::postgresql
