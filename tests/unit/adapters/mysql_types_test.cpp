#include <map>

#include <gtest/gtest.h>

#include "adapters/mysql/mysql.h"
#include "adapters/mysql/type_text.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

using model::Field;
using model::FieldType;
using schema::Column;

constexpr Flavor mariadb{Vendor::mariadb, 101100};
constexpr Flavor mysql8{Vendor::mysql, 80036};

ServerInfo server(const Flavor& flavor) {
  ServerInfo info;
  info.engine = "mysql";
  info.vendor = flavor.mariadb() ? "MariaDB" : "MySQL";
  info.version_number = flavor.version;
  return info;
}

Column lowered(const Flavor& flavor, Field field) {
  const auto ddl = backend().make_ddl(server(flavor));
  if (field.name.empty()) field.name = "c";
  const model::ModelSet models;
  const model::Model owner;
  return ddl->lower(field, {models, owner, {"", "t"}}).column;
}

Field field(FieldType type) {
  Field made;
  made.type = type;
  return made;
}

TEST(MysqlTypes, SpellsWhatAPersonWroteAsTheCatalogDoes) {
  const std::map<std::string, std::pair<std::string, std::string>> spelled{
      {"INTEGER", {"int(11)", "int"}},
      {"int unsigned", {"int(10) unsigned", "int unsigned"}},
      {"bool", {"tinyint(1)", "tinyint(1)"}},
      {"int zerofill", {"int(10) unsigned zerofill", "int(10) unsigned zerofill"}},
      {"NUMERIC", {"decimal(10,0)", "decimal(10,0)"}},
      {"decimal(5)", {"decimal(5,0)", "decimal(5,0)"}},
      {"double precision", {"double", "double"}},
      {"float(53)", {"double", "double"}},
      {"year", {"year(4)", "year"}},
      {"bit", {"bit(1)", "bit(1)"}},
      {"enum('a', 'b')", {"enum('a','b')", "enum('a','b')"}},
      {"datetime(0)", {"datetime", "datetime"}},
      {"POINT", {"point", "point"}},
      {"point srid 4326", {"point srid 4326", "point srid 4326"}},
  };
  for (const auto& [written, both] : spelled) {
    EXPECT_EQ(canonical_type(written, mariadb), both.first) << written;
    EXPECT_EQ(canonical_type(written, mysql8), both.second) << written;
  }
}

TEST(MysqlTypes, LowersEachTypeOnBothFlavors) {
  const auto types = [](const Field& f) {
    return lowered(mariadb, f).type + " | " + lowered(mysql8, f).type;
  };
  EXPECT_EQ(types(field(FieldType::integer)), "int(11) | int");
  EXPECT_EQ(types(field(FieldType::big_integer)), "bigint(20) | bigint");
  EXPECT_EQ(types(field(FieldType::boolean)), "tinyint(1) | tinyint(1)");
  EXPECT_EQ(types(field(FieldType::uuid)), "uuid | char(36)");
  EXPECT_EQ(types(field(FieldType::date_time)), "datetime(6) | datetime(6)");
  EXPECT_EQ(types(field(FieldType::text)), "longtext | longtext");
  EXPECT_EQ(types(field(FieldType::json)), "json | json");
  EXPECT_EQ(types(field(FieldType::email)), "varchar(254) | varchar(254)");
  Field sized = field(FieldType::integer);
  sized.size = "tiny";
  sized.is_unsigned = true;
  EXPECT_EQ(types(sized), "tinyint(3) unsigned | tinyint unsigned");
  Field choice = field(FieldType::enum_);
  choice.choices = {{"it's"}, {"b\\c"}};
  EXPECT_EQ(types(choice), R"(enum('it''s','b\\c') | enum('it''s','b\\c'))");
}

TEST(MysqlTypes, SpellsDefaults) {
  const auto both = [](FieldType type, const Value& value) {
    Field f = field(type);
    f.max_digits = 5;
    f.decimal_places = 2;
    f.default_value = value;
    return lowered(mariadb, f).default_sql.value_or("-") + " | " +
           lowered(mysql8, f).default_sql.value_or("-");
  };
  EXPECT_EQ(both(FieldType::boolean, true), "1 | 1");
  EXPECT_EQ(both(FieldType::decimal, std::string("1.5")), "1.50 | 1.50");
  EXPECT_EQ(both(FieldType::decimal, std::int64_t{-3}), "-3.00 | -3.00");
  EXPECT_EQ(both(FieldType::float_, 1e20), "1e20 | 1e20");
  EXPECT_EQ(both(FieldType::char_, std::string("it's")), "'it''s' | 'it''s'");
  EXPECT_EQ(both(FieldType::text, std::string("x")), "'x' | (_utf8mb4'x')");
  EXPECT_EQ(both(FieldType::json, Json{"{}"}), "'{}' | (_utf8mb4'{}')");
  EXPECT_EQ(both(FieldType::date_time, parse_timestamp("2020-01-01T00:00:00Z")),
            "'2020-01-01 00:00:00.000000' | '2020-01-01 00:00:00.000000'");
  EXPECT_EQ(both(FieldType::time, std::string("10:00:00.5")),
            "'10:00:00.500000' | '10:00:00.500000'");
  Field now = field(FieldType::date_time);
  now.auto_now = true;
  EXPECT_EQ(lowered(mariadb, now).on_update_sql, "current_timestamp(6)");
  EXPECT_EQ(lowered(mysql8, now).default_sql, "CURRENT_TIMESTAMP(6)");
}

TEST(MysqlTypes, ADefaultThatCannotBeOneIsAModelError) {
  Field f = field(FieldType::date_time);
  f.default_value = Value(std::string("soon"));
  try {
    lowered(mariadb, f);
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::model);
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_EQ(error.diagnostics()[0].code, "CV123");
  }
}

class Raised : public testing::TestWithParam<std::string> {};

/// Each is spelled alike by both flavors.
TEST_P(Raised, LowersToTheSameColumn) {
  Column column{.name = "c", .type = GetParam()};
  for (const Flavor& flavor : {mariadb, mysql8}) {
    column.type = canonical_type(GetParam(), flavor);
    const auto ddl = backend().make_ddl(server(flavor));
    std::vector<std::string> consumed;
    const schema::Table table{.name = {"", "t"}, .columns = {column}};
    EXPECT_EQ(lowered(flavor,
                      [&] {
                        Field back = ddl->raise(column, table, {}, consumed);
                        back.name = "c";
                        return back;
                      }()),
              column);
  }
}

INSTANTIATE_TEST_SUITE_P(MysqlTypes, Raised,
                         testing::Values("tinyint(1)", "int", "int unsigned", "bigint",
                                         "smallint unsigned", "mediumint", "tinyint",
                                         "tinyint unsigned", "int(5) zerofill", "decimal(12,2)",
                                         "decimal(6,3) unsigned", "float", "double", "float(7,3)",
                                         "char(3)", "varchar(50)", "tinytext", "text", "mediumtext",
                                         "longtext", "binary(4)", "varbinary(10)", "tinyblob",
                                         "blob", "mediumblob", "longblob", "date", "datetime",
                                         "datetime(3)", "datetime(6)", "timestamp", "timestamp(6)",
                                         "time", "time(6)", "year", "bit(8)", "json",
                                         "enum('a','it''s')", "set('x','y')", "point"));

}  // namespace
}  // namespace covet::mysql
