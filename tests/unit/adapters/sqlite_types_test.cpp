#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "tests/unit/adapters/sqlite_support.h"

namespace covet::tests {
namespace {

using model::Field;
using model::FieldType;
using schema::Column;

schema::LoweredField lower(Field field, bool sole_primary_key = false) {
  static const model::ModelSet models;
  model::Model owner;
  owner.handle = "t";
  if (field.name.empty()) field.name = "c";
  return sqlite_ddl()->lower(field, {models, owner, {"", "t"}, sole_primary_key});
}

Field field_of(FieldType type) {
  Field field;
  field.name = "c";
  field.type = type;
  if (type == FieldType::char_) field.max_length = 50;
  if (type == FieldType::decimal) field.max_digits = 12, field.decimal_places = 2;
  if (type == FieldType::enum_) field.choices = {{"a"}, {"it's"}};
  if (type == FieldType::native) field.native_sql = model::sql_for_all("GEOMETRY  (2)");
  return field;
}

/// "type default [check]"
std::string lowered_text(const Field& field) {
  const schema::LoweredField lowered = lower(field);
  std::string text = lowered.column.type;
  if (lowered.column.default_sql) text += " " + *lowered.column.default_sql;
  for (const schema::Check& check : lowered.checks)
    text += " [" + check.name + ": " + check.sql + "]";
  return text;
}

TEST(SqliteTypes, LowersEachType) {
  const std::vector<std::pair<FieldType, std::string>> table{
      {FieldType::char_, "varchar(50)"},
      {FieldType::text, "text"},
      {FieldType::integer, "integer"},
      {FieldType::big_integer, "bigint"},
      {FieldType::small_integer, "smallint"},
      {FieldType::float_, "real"},
      {FieldType::decimal, "decimal(12,2)"},
      {FieldType::boolean, "boolean [t_c_check: \"c\" IN (0, 1)]"},
      {FieldType::date_time, "datetime"},
      {FieldType::date, "date"},
      {FieldType::time, "time"},
      {FieldType::json, "json [t_c_check: \"c\" IS NULL OR json_valid(\"c\")]"},
      {FieldType::array, "json [t_c_check: \"c\" IS NULL OR json_valid(\"c\")]"},
      {FieldType::uuid, "char(36)"},
      {FieldType::email, "varchar(254)"},
      {FieldType::url, "varchar(2048)"},
      {FieldType::binary, "blob"},
      {FieldType::enum_, "text [t_c_check: \"c\" IN ('a', 'it''s')]"},
      {FieldType::native, "GEOMETRY  (2)"},
  };
  for (const auto& [type, text] : table)
    EXPECT_EQ(lowered_text(field_of(type)), text);
}

TEST(SqliteTypes, LowersDefaults) {
  const auto with = [](FieldType type, model::Default value) {
    Field field = field_of(type);
    field.default_value = std::move(value);
    return lower(field).column.default_sql.value_or("none");
  };
  EXPECT_EQ(with(FieldType::boolean, Value(true)), "1");
  EXPECT_EQ(with(FieldType::decimal, Value(std::string("0.00"))), "0.00");
  EXPECT_EQ(with(FieldType::text, Value(std::string("0.00"))), "'0.00'");
  EXPECT_EQ(with(FieldType::json, Value(Json{"{}"})), "'{}'");
  EXPECT_EQ(with(FieldType::date_time, Value(parse_timestamp("2026-11-20T09:30:00Z"))),
            "'2026-11-20 09:30:00'");
  EXPECT_EQ(with(FieldType::integer, Value(Null{})), "none");
  EXPECT_EQ(with(FieldType::integer, model::sql_for_all(" ( 1 + 2 ) ")), "( 1 + 2 )");
  Field now = field_of(FieldType::date);
  now.auto_now_add = true;
  EXPECT_EQ(lower(now).column.default_sql, "CURRENT_DATE");
}

TEST(SqliteTypes, CountsUpOnlyAnIntegerKey) {
  Field field = field_of(FieldType::big_integer);
  field.auto_increment = model::AutoIncrement{};
  field.primary_key = true;
  const Column column = lower(field, true).column;
  EXPECT_EQ(column.type, "integer");
  EXPECT_EQ(column.identity, schema::Identity{"auto"});
  EXPECT_FALSE(column.nullable);
  try {
    lower(field, false);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::model);
    EXPECT_EQ(error.diagnostics().size(), 1U);
  }
}

TEST(SqliteTypes, EnforcesInOneCheck) {
  Field field = field_of(FieldType::integer);
  field.is_unsigned = true;
  field.max_value = Decimal{"9"};
  EXPECT_EQ(lowered_text(field), "integer");
  field.enforce = true;
  EXPECT_EQ(lowered_text(field), "integer [t_c_check: \"c\" >= 0 AND \"c\" <= 9]");
}

/// The columns of a table, raised and lowered again, are the same; so are the checks that were
/// consumed.
void expect_inverse(const std::string& definition) {
  const auto connection = sqlite_in_memory();
  connection->execute("CREATE TABLE t (" + definition + ")");
  const schema::Schema schema = inspect(*connection);
  const schema::Table& table = schema.tables.at(0);
  for (const Column& column : table.columns) {
    std::vector<std::string> consumed;
    Field field = sqlite_ddl()->raise(column, table, schema, consumed);
    field.name = column.name;
    field.primary_key =
        table.primary_key.has_value() && column.name == table.primary_key->columns[0];
    const schema::LoweredField again = lower(field, field.primary_key);
    EXPECT_EQ(again.column, column) << definition << " " << column.name;
    std::vector<std::string> brought;
    for (const schema::Check& check : again.checks) {
      brought.push_back(check.name);
      EXPECT_NE(std::find(table.checks.begin(), table.checks.end(), check), table.checks.end());
    }
    EXPECT_EQ(brought, consumed) << definition << " " << column.name;
  }
}

TEST(SqliteTypes, RaisesWhatLowersToTheSame) {
  expect_inverse(
      "id integer NOT NULL PRIMARY KEY AUTOINCREMENT, a varchar(50) NOT NULL DEFAULT 'x', b text");
  expect_inverse(
      "a INTEGER DEFAULT 3, b NVARCHAR(160) COLLATE NOCASE, c NUMERIC(10,2) DEFAULT 4.99, d "
      "NUMERIC");
  expect_inverse(
      "a BLOB SUB_TYPE TEXT, b, c [int], d TIMESTAMP DEFAULT CURRENT_TIMESTAMP, e CHAR(1) DEFAULT "
      "'Y'");
  expect_inverse("c boolean DEFAULT 1 CONSTRAINT t_c_check CHECK (\"c\" IN (0, 1))");
  expect_inverse("c boolean DEFAULT 1, d BOOLEAN DEFAULT TRUE, e json DEFAULT '{}'");
  expect_inverse("c text DEFAULT 'a' CONSTRAINT t_c_check CHECK (\"c\" IN ('a', 'it''s'))");
  expect_inverse(
      "c text DEFAULT 5, d integer DEFAULT 'five', e integer DEFAULT (1 + 2), f real DEFAULT 1e3");
  expect_inverse("a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text AS (a || 'x')");
  expect_inverse(
      "a char(36), b char(10), c datetime DEFAULT '2026-11-20 09:30:00', d date DEFAULT 'soon'");
  expect_inverse(
      "a decimal(12,2) DEFAULT 0.00, b decimal(4,2) DEFAULT 123.4, c smallint DEFAULT 70000");
}

TEST(SqliteTypes, RaisesToPortableFields) {
  const auto connection = sqlite_in_memory();
  connection->execute("CREATE TABLE t (a NVARCHAR(160), b INTEGER, c TIMESTAMP, d strange)");
  const schema::Schema schema = inspect(*connection);
  std::vector<FieldType> types;
  std::vector<std::string> consumed;
  for (const Column& column : schema.tables.at(0).columns)
    types.push_back(sqlite_ddl()->raise(column, schema.tables.at(0), schema, consumed).type);
  EXPECT_EQ(types, (std::vector{FieldType::char_, FieldType::integer, FieldType::date_time,
                                FieldType::native}));
}

}  // namespace
}  // namespace covet::tests
