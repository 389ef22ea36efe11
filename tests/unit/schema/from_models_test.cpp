#include "schema/from_models.h"

#include <gtest/gtest.h>

#include "adapters/backends.h"

namespace covet::schema {
namespace {

class FromModels : public testing::Test {
 protected:
  void SetUp() override {
    const Backend* const backend = adapters::find_by_engine("sqlite");
    if (backend == nullptr) GTEST_SKIP() << "built without SQLite";
    ddl_ = backend->make_ddl({});
  }
  Wanted wanted(const std::string& text) const {
    const model::SourceText file{"m.toml", text};
    return from_models(model::parse_models({&file, 1}), *ddl_);
  }
  std::vector<std::string> faults(const std::string& text) const {
    std::vector<std::string> codes;
    try {
      wanted(text);
    } catch (const Error& error) {
      for (const Diagnostic& fault : error.diagnostics())
        codes.push_back(fault.code);
    }
    return codes;
  }

  std::unique_ptr<Ddl> ddl_;
};

TEST_F(FromModels, a_relation_has_its_targets_type) {
  const Schema schema = wanted(R"toml(
[models.users.fields]
id   = { type = "UUID", primary_key = true, auto_generate = true }
code = { type = "Char", max_length = 7, unique = true, default = "x", collation = "NOCASE" }
[models.posts.fields]
id     = { type = "BigInteger", primary_key = true, auto_increment = true }
author = { type = "ForeignKey", to = "users", on_delete = "CASCADE", nullable = false, db_index = true }
editor = { type = "ForeignKey", to = "users", to_field = "code", db_column = "edited_by", constraint = "my_key" }
[models.covers.fields]
post = { type = "OneToOne", to = "posts", primary_key = true }
[models.copies.fields]
cover = { type = "OneToOne", to = "covers" }
)toml")
                            .schema;
  const Table& posts = *schema.find_table({"", "posts"});
  const Column& author = *posts.find_column("author_id");
  EXPECT_EQ(author.type, schema.find_table({"", "users"})->find_column("id")->type);
  EXPECT_FALSE(author.nullable);
  EXPECT_FALSE(author.default_sql);
  const Column& editor = *posts.find_column("edited_by");
  EXPECT_EQ(editor.type, "varchar(7)");
  EXPECT_EQ(editor.collation, "NOCASE");
  EXPECT_TRUE(editor.nullable);
  EXPECT_FALSE(editor.default_sql);
  const auto key = [&posts](const std::string& name) {
    for (const ForeignKey& one : posts.foreign_keys) {
      if (one.name == name) return one;
    }
    return ForeignKey{};
  };
  EXPECT_EQ(posts.foreign_keys.size(), 2U);
  EXPECT_EQ(key("my_key").target_columns, std::vector<std::string>{"code"});
  EXPECT_EQ(key("posts_author_id_fkey").on_delete, RefAction::cascade);
  ASSERT_EQ(posts.indexes.size(), 1U);
  EXPECT_EQ(posts.indexes[0].name, "posts_author_id_idx");

  const Table& covers = *schema.find_table({"", "covers"});
  EXPECT_EQ(covers.columns[0].type, posts.find_column("id")->type);
  EXPECT_FALSE(covers.columns[0].identity);
  EXPECT_TRUE(covers.uniques.empty());
  const Table& copies = *schema.find_table({"", "copies"});
  EXPECT_EQ(copies.columns[0].type, posts.find_column("id")->type);
  ASSERT_EQ(copies.uniques.size(), 1U);
  EXPECT_EQ(copies.uniques[0].name, "copies_cover_id_key");
}

TEST_F(FromModels, many_to_many_is_a_table) {
  const Wanted made = wanted(R"toml(
[models.posts.fields]
id    = { type = "Integer", primary_key = true }
tags  = { type = "ManyToMany", to = "tags", renamed_from = "labels" }
likes = { type = "ManyToMany", to = "posts" }
other = { type = "ManyToMany", to = "tags", through = "links" }
[models.tags.fields]
name = { type = "Char", max_length = 50, primary_key = true }
[models.links.fields]
post = { type = "ForeignKey", to = "posts" }
tag  = { type = "ForeignKey", to = "tags" }
)toml");
  ASSERT_EQ(made.schema.tables.size(), 5U);
  const Table& tags = *made.schema.find_table({"", "posts_tags"});
  EXPECT_EQ(tags.primary_key->columns, (std::vector<std::string>{"posts_id", "tags_id"}));
  EXPECT_EQ(tags.find_column("tags_id")->type, "varchar(50)");
  EXPECT_FALSE(tags.find_column("tags_id")->nullable);
  ASSERT_EQ(tags.foreign_keys.size(), 2U);
  EXPECT_EQ(tags.foreign_keys[0].on_delete, RefAction::cascade);
  ASSERT_EQ(tags.indexes.size(), 1U);
  EXPECT_EQ(tags.indexes[0].keys[0].column, "tags_id");
  const Table& likes = *made.schema.find_table({"", "posts_likes"});
  EXPECT_EQ(likes.columns[0].name, "from_posts_id");
  EXPECT_EQ(likes.columns[1].name, "to_posts_id");
  const Rename renamed{.table = {"", "posts_tags"}, .table_from = {"", "posts_labels"}};
  EXPECT_EQ(made.options.renames, std::vector<Rename>{renamed});
}

TEST_F(FromModels, renames_name_columns) {
  const Wanted made = wanted(R"toml(
[models.posts]
renamed_from = "articles"
[models.posts.fields]
id     = { type = "Integer", primary_key = true }
title  = { type = "Text", renamed_from = "headline", db_column = "the title" }
parent = { type = "ForeignKey", to = "self", renamed_from = "above" }
)toml");
  const TableName posts{"", "posts"};
  const std::vector<Rename> expected = {
      {.table = posts, .table_from = {"", "articles"}},
      {.table = posts, .column_from = "headline", .column_to = "the title"},
      {.table = posts, .column_from = "above_id", .column_to = "parent_id"},
      {.table = posts, .column_from = "above", .column_to = "parent_id"},
  };
  EXPECT_EQ(made.options.renames, expected);
}

TEST_F(FromModels, what_this_engine_has_no_sql_for_is_left_out_and_said) {
  const Wanted made = wanted(R"toml(
[models.posts.fields]
title = "Text"
[models.posts.indexes]
posts_gin = { keys = [{ sql.postgresql = "to_tsvector(title)" }] }
[models.posts.checks]
only_there = { sql.postgresql = "title ~ 'x'" }
)toml");
  EXPECT_TRUE(made.schema.tables[0].indexes.empty());
  EXPECT_TRUE(made.schema.tables[0].checks.empty());
  EXPECT_EQ(made.notes.size(), 2U);
}

TEST_F(FromModels, every_fault_at_once) {
  EXPECT_EQ(faults(R"toml(
[models.a.fields]
b = { type = "ForeignKey", to = "b", primary_key = true }
[models.b.fields]
a = { type = "ForeignKey", to = "a", primary_key = true }
[models.c.sqlite]
strikt = true
[models.c.fields]
t = { type = "Native", sql.postgresql = "tsvector" }
)toml"),
            (std::vector<std::string>{"CV114", "CV114", "CV119", "CV117"}));
}

TEST_F(FromModels, a_junction_must_not_meet_a_table) {
  EXPECT_EQ(faults(R"toml(
[models.posts.fields]
id   = { type = "Integer", primary_key = true }
tags = { type = "ManyToMany", to = "posts" }
[models.posts_tags.fields]
id = "Integer"
)toml"),
            std::vector<std::string>{"CV107"});
}

}  // namespace
}  // namespace covet::schema
