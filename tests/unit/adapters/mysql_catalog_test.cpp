#include <gtest/gtest.h>

#include "adapters/mysql/catalog_tables.h"
#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/create_text.h"

// What MySQL 8 says in its catalog, by its manual: the suite's own server may be a MariaDB.
namespace covet::mysql {
namespace {

class Answer {
 public:
  explicit Answer(std::vector<std::string> names)
      : names_(std::make_shared<std::vector<std::string>>(std::move(names))) {}
  Answer& row(std::vector<Value> values) {
    rows_.emplace_back(names_, std::move(values));
    return *this;
  }
  const Rows& rows() const { return rows_; }

 private:
  std::shared_ptr<const std::vector<std::string>> names_;
  Rows rows_;
};

Value text(std::string value) {
  return value;
}

const std::vector<std::string> column_names{"tab",        "name",      "dflt", "nullable",
                                            "data_type",  "collation", "type", "extra",
                                            "expression", "comment",   "srid"};

std::vector<Value> column(const std::string& name, const std::string& type, Value dflt,
                          const std::string& extra, const std::string& expression = {}) {
  return {text("t"),  text(name),  std::move(dflt),  text("YES"), text(""), Null{},
          text(type), text(extra), text(expression), text(""),    Null{}};
}

TableReader mysql_reader() {
  TableReader reader({Vendor::mysql, 80036}, "utf8mb4_0900_ai_ci", "db");
  reader.read_tables(
      Answer({"name", "type", "engine", "collation", "options", "comment", "next"})
          .row({text("t"), text("BASE TABLE"), text("InnoDB"), text("utf8mb4_0900_ai_ci"),
                text("row_format=COMPRESSED"), text(""), Null{}})
          .rows(),
      {});
  return reader;
}

TEST(MysqlCatalog, ReadsMysqlsDefaults) {
  TableReader reader = mysql_reader();
  reader.read_columns(
      Answer(column_names)
          .row(column("a", "int", text("5"), ""))
          .row(column("b", "varchar(9)", text("it's"), ""))
          .row(column("c", "datetime(6)", text("CURRENT_TIMESTAMP(6)"),
                      "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)"))
          .row(column("d", "json", text("json_object(_utf8mb4\\'a\\',1)"), "DEFAULT_GENERATED"))
          .row(column("e", "int", Null{}, "STORED GENERATED", "(`a` + 1)"))
          .row(column("f", "int", Null{}, "auto_increment INVISIBLE"))
          .rows());
  const schema::Schema schema = reader.take();
  const auto& columns = schema.tables.at(0).columns;
  EXPECT_EQ(columns[0].default_sql, "5");
  EXPECT_EQ(columns[1].default_sql, "'it''s'");
  EXPECT_EQ(columns[2].default_sql, "CURRENT_TIMESTAMP(6)");
  EXPECT_EQ(columns[2].on_update_sql, "CURRENT_TIMESTAMP(6)");
  EXPECT_EQ(columns[3].default_sql, "(json_object(_utf8mb4'a',1))");
  ASSERT_TRUE(columns[4].generated.has_value());
  EXPECT_EQ(columns[4].generated->sql, "`a` + 1");
  EXPECT_TRUE(columns[4].generated->stored);
  EXPECT_EQ(columns[5].type, "int");
  EXPECT_TRUE(columns[5].options.contains("invisible"));
  EXPECT_TRUE(columns[5].identity.has_value());
  EXPECT_EQ(schema.tables[0].options.at("row_format"), "COMPRESSED");
}

TEST(MysqlCatalog, ReadsMysqlsKeysAndChecks) {
  TableReader reader = mysql_reader();
  Answer keys({"tab", "name", "non_unique", "col", "direction", "length", "method", "comment",
               "expression", "hidden"});
  const auto key = [&](const std::string& name, int other, Value col, Value expression,
                       const std::string& direction, std::int64_t hidden) {
    keys.row({text("t"), text(name), std::int64_t{other}, std::move(col), text(direction), Null{},
              text("BTREE"), text(""), std::move(expression), hidden});
  };
  key("PRIMARY", 0, text("a"), Null{}, "A", 0);
  key("low", 1, Null{}, text("lower(`b`)"), "A", 0);
  key("down", 1, text("b"), Null{}, "D", 1);
  key("one", 0, text("b"), Null{}, "A", 0);
  reader.read_keys(keys.rows());
  reader.read_checks(
      Answer({"tab", "name", "expression", "of_column", "enforced"})
          .row({text("t"), text("positive"), text("((`a` > 0) and (`b` <> _utf8mb4\\'x\\'))"),
                std::int64_t{0}, std::int64_t{0}})
          .rows());
  const schema::Schema schema = reader.take();
  const schema::Table& table = schema.tables.at(0);
  EXPECT_EQ(table.primary_key->columns, std::vector<std::string>{"a"});
  ASSERT_EQ(table.indexes.size(), 2U);
  EXPECT_EQ(table.indexes[0].keys[0].sql, "lower(`b`)");
  EXPECT_TRUE(table.indexes[1].keys[0].descending);
  EXPECT_EQ(table.uniques.at(0).name, "one");
  EXPECT_EQ(table.checks.at(0).sql, "(`a` > 0) and (`b` <> 'x')");
  EXPECT_FALSE(table.checks[0].enforced);
  EXPECT_TRUE(table.indexes[1].options.contains("invisible"));
}

TEST(MysqlCatalog, ReadsWhatOnlyShowCreateTableSays) {
  const CreateText text = read_create_text(
      "CREATE TABLE `t` (\n"
      "  `a` int NOT NULL COMMENT 'KEY `x` (`a`) USING BTREE',\n"
      "  PRIMARY KEY (`a`) USING BTREE,\n"
      "  KEY `plain` (`a`),\n"
      "  KEY `k``1` (`a`) USING HASH KEY_BLOCK_SIZE=4 COMMENT 'USING BTREE',\n"
      "  FULLTEXT KEY `ft` (`b`) /*!50100 WITH PARSER `ngram` */ ,\n"
      "  UNIQUE KEY `u` (`a`,`p` WITHOUT OVERLAPS),\n"
      "  PERIOD FOR `p` (`s`, `e`)\n"
      ") ENGINE=MRG_MyISAM DEFAULT CHARSET=utf8mb4 INSERT_METHOD=LAST UNION=(`m1`,`m2`) "
      "COMMENT='UNION=(x)'\n"
      "/*!50100 PARTITION BY RANGE (`a`)\n"
      "(PARTITION p0 VALUES LESS THAN (1) ENGINE = InnoDB) */");
  using Options = schema::Options;
  EXPECT_EQ(
      text.table,
      (Options{{"insert_method", "LAST"},
               {"partition_by", "RANGE (`a`)\n(PARTITION p0 VALUES LESS THAN (1) ENGINE = InnoDB)"},
               {"period", "`p` (`s`, `e`)"},
               {"union", "(`m1`,`m2`)"}}));
  EXPECT_EQ(text.keys.size(), 4U);
  EXPECT_EQ(text.keys.at("PRIMARY"), (Options{{"using", "btree"}}));
  EXPECT_EQ(text.keys.at("k`1"), (Options{{"key_block_size", "4"}, {"using", "hash"}}));
  EXPECT_EQ(text.keys.at("ft"), (Options{{"parser", "ngram"}}));
  EXPECT_EQ(text.keys.at("u"), (Options{{"without_overlaps", "p"}}));
}

TEST(MysqlCatalog, TakesOnlyParenthesesAroundTheWhole) {
  EXPECT_EQ(without_outer_parentheses("(a + 1)"), "a + 1");
  EXPECT_EQ(without_outer_parentheses("(a) + (b)"), "(a) + (b)");
  EXPECT_EQ(without_outer_parentheses("(a + ')')"), "a + ')'");
  EXPECT_EQ(without_outer_parentheses("f(a)"), "f(a)");
}

TEST(MysqlCatalog, ReadsOptionsAndExtras) {
  EXPECT_EQ(parse_create_options("max_rows=100 row_format=FIXED partitioned"),
            (std::map<std::string, std::string>{{"max_rows", "100"}, {"row_format", "FIXED"}}));
  const Extra extra = parse_extra("on update current_timestamp(), INVISIBLE");
  EXPECT_EQ(extra.on_update, "current_timestamp()");
  EXPECT_TRUE(extra.invisible);
  EXPECT_FALSE(extra.generated);
}

}  // namespace
}  // namespace covet::mysql
