#include "core/model/model.h"

namespace covet::model {
namespace {

ModelSet read(std::string text) {
  const SourceText file{"schema/blog.toml", std::move(text)};
  return parse_models({&file, 1});
}

constexpr std::string_view product_example = R"toml(#:schema ../.covet/model.schema.json
[models.users]                         # table: the key in lower case, or table = "…"
comment = "People who sign in"

[models.users.fields]
id            = { type = "UUID", primary_key = true, auto_generate = true }
email         = { type = "Email", unique = true, nullable = false }
username      = { type = "Char", max_length = 50, min_length = 3, unique = true, renamed_from = "login" }
password_hash = { type = "Char", max_length = 255, editable = false }
is_active     = { type = "Boolean", default = true, db_index = true }
metadata      = { type = "JSON", default = {} }
balance       = { type = "Decimal", max_digits = 12, decimal_places = 2, default = "0.00" }
labels        = { type = "Array", items = { type = "Char", max_length = 50 } }
bio           = "Text"                 # short for { type = "Text" }
created_at    = { type = "DateTime", auto_now_add = true }
updated_at    = { type = "DateTime", auto_now = true }

[models.posts.fields]
id     = { type = "BigInteger", primary_key = true, auto_increment = true }
author = { type = "ForeignKey", to = "users", on_delete = "CASCADE", related_name = "posts", nullable = false }
status = { type = "Enum", choices = ["draft", "published"], default = "draft" }
tags   = { type = "ManyToMany", to = "tags", related_name = "posts" }
title  = { type = "Char", max_length = 200, nullable = false }
slug   = { type = "Char", max_length = 200, generated = "lower(title)", stored = true }
created_at = { type = "DateTime", auto_now_add = true }
search = { type = "Native", sql = { postgresql = "tsvector", mysql = "text", sqlite = "text" } }

[models.posts.indexes]
posts_feed_idx  = { fields = ["author", "-created_at"], where = "status = 'published'", include = ["title"] }
posts_lower_idx = { keys = [{ sql = "lower(title)" }], unique = true, method = "btree" }
[models.posts.checks]
title_not_empty = "length(title) > 0"
[models.posts.mysql]
engine = "InnoDB"

[models.tags.fields]
id   = { type = "Integer", primary_key = true, auto_increment = true }
name = { type = "Char", max_length = 50, unique = true, nullable = false }
)toml";

TEST(ReadModels, the_example_of_the_manual) {
  const ModelSet set = read(std::string(product_example));
  ASSERT_EQ(set.models.size(), 3U);
  const Model& users = *set.find("users");
  EXPECT_EQ(users.comment, "People who sign in");
  std::vector<std::string> names;
  for (const Field& field : users.fields)
    names.push_back(field.name);
  EXPECT_EQ(names, (std::vector<std::string>{"id", "email", "username", "password_hash",
                                             "is_active", "metadata", "balance", "labels", "bio",
                                             "created_at", "updated_at"}));
  EXPECT_EQ(users.find("bio")->type, FieldType::text);
  EXPECT_EQ(users.find("username")->renamed_from, "login");
  EXPECT_EQ(std::get<Value>(users.find("metadata")->default_value), Value(Json{"{}"}));
  EXPECT_EQ(std::get<Value>(users.find("balance")->default_value), Value(std::string("0.00")));
  EXPECT_EQ(users.find("labels")->items->max_length, 50);
  EXPECT_EQ(users.key_fields(), std::vector<std::string>{"id"});

  const Model& posts = *set.find("posts");
  EXPECT_EQ(posts.find("author")->column(), "author_id");
  EXPECT_EQ(posts.find("author")->on_delete, RefAction::cascade);
  EXPECT_FALSE(posts.find("author")->nullable);
  ASSERT_EQ(posts.indexes.size(), 2U);
  EXPECT_EQ(posts.indexes[0].keys[1].field, "created_at");
  EXPECT_TRUE(posts.indexes[0].keys[1].descending);
  EXPECT_EQ(posts.indexes[1].keys[0].sql, sql_for_all("lower(title)"));
  EXPECT_EQ(posts.checks[0].sql, sql_for_all("length(title) > 0"));
  EXPECT_EQ(posts.engine_options.at("mysql").at("engine"), "InnoDB");
  EXPECT_EQ(posts.find("search")->native_sql.by_engine.at("sqlite"), "text");
}

TEST(ReadModels, names_may_be_anything) {
  const ModelSet set = read(
      "[models.\"Order Items\".fields]\n"
      "\"first name\" = \"Text\"\n\"-x\" = \"Text\"\nx = \"Text\"\n\"größe\" = \"Integer\"\n"
      "[models.\"Order Items\".indexes]\n\"an index\" = [\"-x\", \"-größe\"]\n");
  const Model& items = *set.find("Order Items");
  EXPECT_EQ(items.table_name(), "order items");
  EXPECT_EQ(items.fields[0].name, "first name");
  EXPECT_EQ(items.indexes[0].keys[0].field, "-x");
  EXPECT_FALSE(items.indexes[0].keys[0].descending);
  EXPECT_EQ(items.indexes[0].keys[1].field, "größe");
  EXPECT_TRUE(items.indexes[0].keys[1].descending);
}

TEST(ReadModels, a_value_and_an_expression_as_default) {
  const ModelSet set = read(R"toml([models.t.fields]
a = { type = "DateTime", default = { sql = "now()" } }
b = { type = "DateTime", default = { sql.postgresql = "now()", sql.sqlite = "current_timestamp" } }
c = { type = "Decimal", max_digits = 40, decimal_places = 30, default = 0.100000000000000000000000000001 }
d = { type = "JSON", default = { z = 1, a = [true, "x\"y"] } }
e = { type = "Date", default = 2026-11-20 }
f = { type = "DateTime", on_update = { sql = "current_timestamp()" } }
)toml");
  const Model& t = *set.find("t");
  const auto sql = [&t](std::string_view field) {
    return std::get<SqlText>(t.find(field)->default_value);
  };
  EXPECT_EQ(sql("a"), sql_for_all("now()"));
  EXPECT_EQ(sql("b").by_engine.at("sqlite"), "current_timestamp");
  EXPECT_EQ(std::get<Value>(t.find("c")->default_value),
            Value(Decimal{"0.100000000000000000000000000001"}));
  EXPECT_EQ(std::get<Value>(t.find("d")->default_value),
            Value(Json{R"({"z": 1, "a": [true, "x\"y"]})"}));
  EXPECT_EQ(std::get<Value>(t.find("e")->default_value), Value(parse_date("2026-11-20")));
  EXPECT_EQ(t.find("f")->on_update_sql, sql_for_all("current_timestamp()"));
}

TEST(ReadModels, bases_are_folded_in) {
  const ModelSet set = read(R"toml([models.stamped]
abstract = true
[models.stamped.fields]
id = { type = "Integer", primary_key = true }
note = "Text"
[models.stamped.indexes]
"{table}_note" = ["note"]
[models.posts]
extends = ["stamped"]
[models.posts.fields]
note = { type = "Char", max_length = 9 }
title = "Text"
[models.pages]
extends = "stamped"
)toml");
  ASSERT_EQ(set.models.size(), 2U);
  const Model& posts = *set.find("posts");
  ASSERT_EQ(posts.fields.size(), 3U);
  EXPECT_EQ(posts.fields[0].name, "id");
  EXPECT_EQ(posts.find("note")->type, FieldType::char_);
  EXPECT_EQ(posts.indexes.at(0).name, "posts_note");
  EXPECT_EQ(set.find("pages")->indexes.at(0).name, "pages_note");
}

TEST(ReadModels, what_stands_beside_models) {
  const ModelSet set = read(R"toml([enums.mood]
values = ["sad", { value = "ok", renamed_from = "fine" }]
[extensions]
citext = {}
[domains.positive]
sql = "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)"
[models.people.fields]
mood = { type = "Enum", enum = "mood", default = "ok" }
)toml");
  ASSERT_EQ(set.enums.size(), 1U);
  EXPECT_EQ(set.find_enum("mood")->values[1], (Choice{"ok", "fine"}));
  ASSERT_EQ(set.objects.size(), 2U);
  EXPECT_EQ(set.objects[0].kind, "extension");
  EXPECT_EQ(set.objects[1].kind, "domain");
}

}  // namespace
}  // namespace covet::model
