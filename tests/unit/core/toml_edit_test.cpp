#include "core/model/toml_edit.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace covet::model {
namespace {

using Kind = TomlEdit::Kind;

std::string edited(const std::string& text, std::vector<TomlEdit> edits) {
  return edit_toml(Source("a.toml", text), edits);
}

constexpr const char* users = R"(# People.
[models.users]
comment = "who"   # keep me

[models.users.fields]
id    = { type = "Integer", primary_key = true }  # the key
email = { type = "Email", unique = true, verbose_name = "E-mail" }
bio   = "Text"

[models.posts.fields]
id = "Integer"
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = users;
  return text.replace(text.find(from), from.size(), to);
}

TEST(TomlEdit, ChangesAValueAndNothingElse) {
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "comment"}, "\"all\""}}),
            with("\"who\"", "\"all\""));
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "fields", "email", "unique"}, "false"}}),
            with("unique = true", "unique = false"));
}

TEST(TomlEdit, AddsToWhateverATableIs) {
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "fields", "id", "db_index"}, "true"}}),
            with("primary_key = true }", "primary_key = true, db_index = true }"));
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "fields", "bio", "nullable"}, "false"}}),
            with("\"Text\"", "{ type = \"Text\", nullable = false }"));
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "fields", "age"}, "\"Integer\""}}),
            with("bio   = \"Text\"\n", "bio   = \"Text\"\nage = \"Integer\"\n"));
  EXPECT_EQ(edited(users, {{Kind::set, {"models", "users", "renamed_from"}, "\"people\""}}),
            with("# keep me\n", "# keep me\nrenamed_from = \"people\"\n"));
}

TEST(TomlEdit, ANewSectionStandsBehindItsLikes) {
  const std::string section = "[models.users.checks]\nx = \"id > 0\"\n";
  EXPECT_EQ(edited(users, {{Kind::section, {"models", "users", "checks"}, section}}),
            with("bio   = \"Text\"\n", "bio   = \"Text\"\n\n" + section));
  EXPECT_EQ(edited(users, {{Kind::section, {"models", "tags"}, "[models.tags]\n"}}),
            std::string(users) + "\n[models.tags]\n");
}

TEST(TomlEdit, RemovesKeysAndSections) {
  EXPECT_EQ(
      edited(users, {{Kind::remove, {"models", "users", "fields", "email"}}}),
      with("email = { type = \"Email\", unique = true, verbose_name = \"E-mail\" }\n",
           ""));
  EXPECT_EQ(edited(users, {{Kind::remove, {"models", "users", "fields", "email", "unique"}}}),
            with(", unique = true", ""));
  EXPECT_EQ(edited(users, {{Kind::remove, {"models", "users", "fields", "id", "type"}}}),
            with("type = \"Integer\", ", ""));
  EXPECT_EQ(edited(users, {{Kind::remove, {"models", "posts"}}}),
            with("[models.posts.fields]\nid = \"Integer\"\n", ""));
  EXPECT_THROW(edited(users, {{Kind::remove, {"models", "tags"}}}), Error);
}

TEST(TomlEdit, ADottedKeyIsAddedBesideItsSiblings) {
  const std::string text = "[views.v]\nsql.postgresql = \"SELECT 1\"\n";
  EXPECT_EQ(edited(text, {{Kind::set, {"views", "v", "sql", "mysql"}, "\"SELECT 2\""}}),
            text + "sql.mysql = \"SELECT 2\"\n");
  EXPECT_EQ(edited(text, {{Kind::set, {"views", "v", "sql", "postgresql"}, "\"SELECT 2\""}}),
            "[views.v]\nsql.postgresql = \"SELECT 2\"\n");
}

TEST(TomlEdit, EditsLeadFromOneDocumentToAnother) {
  const std::string after = R"([models.users]
comment = "all"
[models.users.fields]
id = { type = "Integer", primary_key = true }
email = { type = "Email", unique = true, max_length = 100, verbose_name = "E-mail" }
age = "Integer"
[models.users.checks]
adult = "age > 17"
[enums.mood]
values = ["ok", "sad"]
)";
  const std::vector<TomlEdit> edits = toml_edits(Source("a", users), Source("b", after));
  const std::string text = edited(users, edits);
  EXPECT_TRUE(toml_edits(Source("a", text), Source("b", after)).empty()) << text;
  EXPECT_NE(text.find("# keep me"), std::string::npos);
  EXPECT_NE(text.find("# the key"), std::string::npos);
  EXPECT_EQ(text.find("posts"), std::string::npos);
}

}  // namespace
}  // namespace covet::model
