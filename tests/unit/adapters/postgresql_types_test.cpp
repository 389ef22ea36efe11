#include <gtest/gtest.h>

#include "adapters/postgresql/type_text.h"
#include "adapters/postgresql/types.h"

namespace covet::postgresql {
namespace {

schema::LoweredField lowered(model::Field field, int major = 15) {
  const model::ModelSet models;
  const model::Model owner;
  if (field.name.empty()) field.name = "f";
  return lower(field, {.models = models, .owner = owner, .table = {"", "t"}}, major);
}

model::Field field_of(model::FieldType type) {
  model::Field field;
  field.type = type;
  return field;
}

TEST(PostgresqlTypes, SpellsAliasesAsTheCatalogDoes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"int", "integer"},
      {"VARCHAR(50)", "character varying(50)"},
      {"varchar (50) []", "character varying(50)[]"},
      {"char", "character(1)"},
      {"bpchar", "bpchar"},
      {"decimal(10, 2)", "numeric(10,2)"},
      {"numeric(10)", "numeric(10,0)"},
      {"timestamptz", "timestamp with time zone"},
      {"timestamptz(3)", "timestamp(3) with time zone"},
      {"timestamp(3) with time zone", "timestamp(3) with time zone"},
      {"timestamp", "timestamp without time zone"},
      {"timetz", "time with time zone"},
      {"float(24)", "real"},
      {"float", "double precision"},
      {"bit", "bit(1)"},
      {"int[3]", "integer[]"},
      {"geometry(Point,4326)", "geometry(Point,4326)"},
      {"\"Mood\"", "\"Mood\""},
      {"audit.mood", "audit.mood"},
      {"tsvector", "tsvector"},
  };
  for (const auto& [written, spelled] : cases) {
    EXPECT_EQ(spell_type(written), spelled);
    EXPECT_EQ(spell_type(spelled), spelled) << "spelled twice";
  }
}

TEST(PostgresqlTypes, SpellsDefaultsAsTheCatalogDoes) {
  struct Case {
    Value value;
    std::string_view type;
    std::string_view spelled;
  };
  const Case cases[] = {
      {true, "boolean", "true"},
      {std::int64_t{5}, "smallint", "5"},
      {std::int64_t{-5}, "smallint", "'-5'::integer"},
      {std::int64_t{99999999999}, "bigint", "'99999999999'::bigint"},
      {std::string("0.00"), "numeric(12,2)", "0.00"},
      {std::string("-1.50"), "numeric(12,2)", "'-1.50'::numeric"},
      {std::string("99999999999999999999"), "numeric(20,0)", "'99999999999999999999'::numeric"},
      {1e-7, "double precision", "0.0000001"},
      {1.5e10, "double precision", "'15000000000'::bigint"},
      {std::string("it's"), "character varying(50)", "'it''s'::character varying"},
      {std::string("a\\b"), "text", "'a\\b'::text"},
      {std::string("x"), "character(3)", "'x'::bpchar"},
      {std::string("draft"), "posts_status", "'draft'::posts_status"},
      {std::string("2026-11-20T09:30:00.120Z"), "timestamp with time zone",
       "'2026-11-20 09:30:00.12+00'::timestamp with time zone"},
      {std::string("2026-11-20T09:30:00Z"), "timestamp(3) without time zone",
       "'2026-11-20 09:30:00'::timestamp without time zone"},
      {std::string("2026-11-20"), "date", "'2026-11-20'::date"},
      {std::string("09:30"), "time without time zone", "'09:30:00'::time without time zone"},
      {Json{R"({"bb":1,"a":[1,2.50,"x"],"c":{}})"}, "jsonb",
       R"('{"a": [1, 2.5, "x"], "c": {}, "bb": 1}'::jsonb)"},
      {Json{R"(["a","b c","null",""])"}, "character varying(20)[]",
       R"('{a,"b c","null",""}'::character varying[])"},
      {Json{"[1,2]"}, "integer[]", "'{1,2}'::integer[]"},
      {std::string("ab"), "bytea", R"('\x6162'::bytea)"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(spell_default(one.value, one.type), one.spelled) << one.type;
  }
}

TEST(PostgresqlTypes, UnsignedTakesTheNextLargerType) {
  model::Field field = field_of(model::FieldType::integer);
  field.is_unsigned = true;
  EXPECT_EQ(lowered(field).column.type, "bigint");
  EXPECT_EQ(lowered(field).notes.size(), 1U);
  field.type = model::FieldType::big_integer;
  EXPECT_EQ(lowered(field).column.type, "numeric(20,0)");
}

TEST(PostgresqlTypes, GeneratesByTheServerWhereItCan) {
  model::Field field = field_of(model::FieldType::uuid);
  field.auto_generate = true;
  EXPECT_EQ(lowered(field, 13).column.default_sql, "gen_random_uuid()");
  EXPECT_EQ(lowered(field, 12).column.default_sql, std::nullopt);
  EXPECT_EQ(lowered(field, 12).notes.size(), 1U);

  model::Field moment = field_of(model::FieldType::date_time);
  moment.auto_now_add = true;
  EXPECT_EQ(lowered(moment).column.default_sql, "now()");
  moment.type = model::FieldType::date;
  EXPECT_EQ(lowered(moment).column.default_sql, "CURRENT_DATE");
}

TEST(PostgresqlTypes, VirtualColumnsAreStoredBefore18) {
  model::Field field = field_of(model::FieldType::text);
  field.generated = model::sql_for_all("lower(title)");
  EXPECT_TRUE(lowered(field, 17).column.generated->stored);
  EXPECT_FALSE(lowered(field, 18).column.generated->stored);
}

TEST(PostgresqlTypes, ChoicesMakeATypeOfTheirOwn) {
  model::Field field = field_of(model::FieldType::enum_);
  field.name = "status";
  field.choices = {{.value = "draft"}, {.value = "it's"}};
  const schema::LoweredField made = lowered(field);
  EXPECT_EQ(made.column.type, "t_status");
  ASSERT_EQ(made.enums.size(), 1U);
  EXPECT_EQ(made.enums[0].values, (std::vector<std::string>{"draft", "it's"}));
}

TEST(PostgresqlTypes, EnforcedLimitsBecomeOneCheck) {
  model::Field field = field_of(model::FieldType::integer);
  field.min_value = Decimal{"0"};
  field.max_value = Decimal{"10"};
  EXPECT_TRUE(lowered(field).checks.empty());
  field.enforce = true;
  ASSERT_EQ(lowered(field).checks.size(), 1U);
  EXPECT_EQ(lowered(field).checks[0].sql, "f >= 0 AND f <= 10");
  EXPECT_EQ(lowered(field).checks[0].name, "t_f_check");
}

TEST(PostgresqlTypes, RaisingIsTheInverse) {
  const schema::Schema empty;
  const schema::Table table{.name = {"", "t"}};
  const std::string_view types[] = {"character varying(50)",
                                    "character(3)",
                                    "text",
                                    "integer",
                                    "bigint",
                                    "smallint",
                                    "double precision",
                                    "real",
                                    "numeric(12,2)",
                                    "boolean",
                                    "timestamp with time zone",
                                    "timestamp(3) with time zone",
                                    "timestamp without time zone",
                                    "date",
                                    "time without time zone",
                                    "time with time zone",
                                    "jsonb",
                                    "uuid",
                                    "bytea",
                                    "character varying(20)[]",
                                    "integer[]",
                                    "tsvector",
                                    "numeric",
                                    "character varying",
                                    "json",
                                    "interval day to second(3)",
                                    "numeric(3,-2)"};
  for (const std::string_view type : types) {
    const schema::Column column{.name = "f", .type = std::string(type)};
    model::Field field = raise(column, table, empty);
    field.name = "f";
    EXPECT_EQ(lowered(field).column, column) << type;
  }
}

TEST(PostgresqlTypes, RaisesDefaultsAsValuesWhereTheySpellTheSame) {
  const schema::Schema empty;
  const schema::Table table{.name = {"", "t"}};
  const auto raised = [&](std::string type, std::string sql) {
    return raise({.name = "f", .type = std::move(type), .default_sql = std::move(sql)}, table,
                 empty);
  };
  EXPECT_EQ(raised("integer", "'-5'::integer").default_value,
            model::Default(Value(std::int64_t{-5})));
  EXPECT_EQ(raised("text", "'it''s'::text").default_value,
            model::Default(Value(std::string("it's"))));
  EXPECT_TRUE(raised("timestamp with time zone", "now()").auto_now_add);
  EXPECT_TRUE(raised("uuid", "gen_random_uuid()").auto_generate);
  EXPECT_TRUE(
      std::holds_alternative<model::SqlText>(raised("text", "upper('x'::text)").default_value));
  EXPECT_TRUE(
      std::holds_alternative<model::SqlText>(raised("date", "('now'::text)::date").default_value));
}

}  // namespace
}  // namespace covet::postgresql
