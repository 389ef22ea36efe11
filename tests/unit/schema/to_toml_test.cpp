#include "schema/to_toml.h"

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "schema/from_models.h"

namespace covet::schema {
namespace {

Schema read_back(const std::string& text, const Ddl& ddl) {
  const model::SourceText file{"m.toml", text};
  return from_models(model::parse_models({&file, 1}), ddl).schema;
}

constexpr std::string_view blog = R"toml(
[models.users]
comment = "People who sign in"
[models.users.fields]
id            = { type = "Integer", primary_key = true, auto_increment = true }
email         = { type = "Email", unique = true, nullable = false }
username      = { type = "Char", max_length = 50, min_length = 3, unique = true }
is_active     = { type = "Boolean", default = true, db_index = true }
metadata      = { type = "JSON", default = {} }
balance       = { type = "Decimal", max_digits = 12, decimal_places = 2, default = "0.00" }
labels        = { type = "Array", items = { type = "Char", max_length = 50 } }
bio           = "Text"
raw           = "Binary"
site          = "URL"
born          = "Date"
wakes         = "Time"
weight        = "Float"
rank          = { type = "SmallInteger", default = 3 }
created_at    = { type = "DateTime", auto_now_add = true }
updated_at    = { type = "DateTime", auto_now = true }
[models.posts.fields]
id     = { type = "Integer", primary_key = true, auto_increment = true }
author = { type = "ForeignKey", to = "users", on_delete = "CASCADE", nullable = false }
editor = { type = "ForeignKey", to = "users", to_field = "email", db_column = "edited_by", constraint = "who" }
cover  = { type = "OneToOne", to = "users" }
status = { type = "Enum", choices = ["draft", "published"], default = "draft" }
tags   = { type = "ManyToMany", to = "tags" }
title  = { type = "Char", max_length = 200, nullable = false, comment = "a \"title\"" }
uid    = "UUID"
[models.posts.indexes]
posts_feed_idx  = { fields = ["author", "-uid"] }
posts_title_idx = { fields = ["title"] }
[models.posts.uniques]
two = { fields = ["title", "status"] }
[models.tags.fields]
id   = { type = "Integer", primary_key = true, auto_increment = true }
name = { type = "Char", max_length = 50, unique = true, nullable = false }
[models."Order Items"]
table = "Order Items"
primary_key = ["first key", "post"]
[models."Order Items".fields]
"first key" = "Integer"
post = { type = "ForeignKey", to = "posts" }
[models."Order Items".foreign_keys]
both = { fields = ["first key"], to = "posts", on_update = "CASCADE" }
)toml";

TEST(ToToml, reads_back_as_the_same_schema_on_every_engine) {
  for (const Backend* backend : adapters::backends()) {
    const auto ddl = backend->make_ddl({});
    const Schema schema = read_back(std::string(blog), *ddl);
    const std::string text = to_toml_text(schema, *ddl);
    SCOPED_TRACE(std::string(backend->engine) + "\n" + text);
    EXPECT_EQ(text.find("could not say"), std::string::npos);
    const Schema again = read_back(text, *ddl);
    EXPECT_EQ(canonical_text(again), canonical_text(schema));
    EXPECT_TRUE(again == schema);
    EXPECT_EQ(to_toml_text(again, *ddl), text);
  }
}

class ToTomlOfSqlite : public testing::Test {
 protected:
  void SetUp() override {
    const Backend* const backend = adapters::find_by_engine("sqlite");
    if (backend == nullptr) GTEST_SKIP() << "built without SQLite";
    ddl_ = backend->make_ddl({});
  }
  std::unique_ptr<Ddl> ddl_;
};

TEST_F(ToTomlOfSqlite, looks_like_what_a_person_would_write) {
  const std::string text = R"toml(
[models.posts.fields]
id     = { type = "Integer", primary_key = true, auto_increment = true }
parent = { type = "ForeignKey", to = "posts", on_delete = "CASCADE" }
cover  = { type = "OneToOne", to = "posts" }
status = { type = "Enum", choices = ["draft", "published"], default = "draft" }
title  = { type = "Char", max_length = 200, unique = true, nullable = false, db_index = true }
body   = "Text"

[models.posts.indexes]
posts_feed_idx = { fields = ["parent", "-title"], where = "body IS NOT NULL" }

[models.posts.checks]
title_not_empty = "length(title) > 0"
)toml";
  EXPECT_EQ(to_toml_text(read_back(text, *ddl_), *ddl_), std::string(model_file_header) + text);
}

TEST(ToToml, a_default_that_toml_has_no_word_for_leaves_the_other_fields_alone) {
  const Backend* const backend = adapters::find_by_engine("postgresql");
  if (backend == nullptr) GTEST_SKIP() << "built without PostgreSQL";
  const auto ddl = backend->make_ddl({});
  Schema schema;
  Table docs{.name = {"", "docs"}};
  docs.columns.push_back({.name = "title", .type = "text", .default_sql = "'x'::text"});
  docs.columns.push_back({.name = "meta", .type = "jsonb", .default_sql = "'null'::jsonb"});
  schema.tables.push_back(docs);
  EXPECT_EQ(to_toml_text(schema, *ddl), std::string(model_file_header) + R"toml(
[models.docs.fields]
title = { type = "Text", default = "x" }
meta  = { type = "JSON", default = { sql.postgresql = "'null'::jsonb" } }
)toml");
}

TEST_F(ToTomlOfSqlite, what_no_field_type_says_is_native) {
  Schema schema;
  Table odd{.name = {"", "Odd Table"}};
  odd.columns.push_back({.name = "A", .type = "VARYING THING", .default_sql = "1 + 2"});
  odd.columns.push_back({.name = "b\nc", .type = ""});
  odd.columns.push_back({.name = "x_id", .type = "int"});
  odd.columns.push_back({.name = "x", .type = "varchar(20)", .default_sql = "'it''s'"});
  odd.checks.push_back({.name = "", .sql = "A > 0"});
  odd.checks.push_back({.name = "", .sql = "A < 9"});
  odd.uniques.push_back({.name = "", .columns = {"A", "x_id"}});
  odd.uniques.push_back({.name = "", .columns = {"x"}});
  // Nothing of that name is in the schema.
  odd.foreign_keys.push_back(
      {.name = "", .columns = {"x_id"}, .target = {"", "gone"}, .target_columns = {"id"}});
  schema.tables.push_back(odd);
  sort(schema);
  const std::string text = to_toml_text(schema, *ddl_);
  SCOPED_TRACE(text);
  EXPECT_EQ(text.find("could not say"), std::string::npos);
  const Schema again = read_back(text, *ddl_);
  ASSERT_EQ(again.tables.size(), 1U);
  EXPECT_EQ(again.tables[0].columns, odd.columns);
  EXPECT_TRUE(diff(schema, again).empty());
}

TEST_F(ToTomlOfSqlite, a_key_that_no_field_may_say_stands_by_itself) {
  Schema schema;
  Table table{.name = {"", "t"}};
  table.columns.push_back({.name = "id", .type = "integer", .nullable = false});
  table.columns.push_back({.name = "up_id", .type = "integer", .nullable = false});
  table.primary_key = PrimaryKey{"", {"id"}};
  table.foreign_keys.push_back({.name = "up",
                                .columns = {"up_id"},
                                .target = {"", "t"},
                                .target_columns = {"id"},
                                .on_delete = RefAction::set_null});
  schema.tables.push_back(table);
  const std::string text = to_toml_text(schema, *ddl_);
  SCOPED_TRACE(text);
  EXPECT_NE(text.find("up = { fields = [\"up_id\"], to = \"t\", on_delete = \"SET NULL\" }"),
            std::string::npos);
  EXPECT_NE(text.find("up_id = { type = \"Integer\", nullable = false }"), std::string::npos);
  EXPECT_TRUE(diff(schema, read_back(text, *ddl_)).empty());
}

TEST_F(ToTomlOfSqlite, parts_are_by_table) {
  const Schema schema =
      read_back("[models.b.fields]\nx = \"Text\"\n[models.a.fields]\nx = \"Text\"\n", *ddl_);
  const std::vector<TomlPart> parts = to_toml(schema, *ddl_);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].handle, "a");
  EXPECT_EQ(parts[1].text, "[models.b.fields]\nx = \"Text\"\n");
}

}  // namespace
}  // namespace covet::schema
