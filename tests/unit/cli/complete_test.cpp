#include "cli/shell/complete.h"

#include <gtest/gtest.h>

#include "core/base/strings.h"

namespace covet::cli {
namespace {

/// What Tab offers, blank separated.
std::string offered(std::string_view line) {
  static const model::ModelSet models =
      model::parse_models(std::vector<model::SourceText>{{"m.toml", R"(
[models.person]
fields.id = { type = "Integer", primary_key = true }
fields.name = { type = "Text" }
fields.boss = { type = "ForeignKey", to = "person", related_name = "staff" }
[models.post]
fields.id = { type = "Integer", primary_key = true }
fields.title = { type = "Text" }
fields.author = { type = "ForeignKey", to = "person", related_name = "posts" }
)"}});
  return join(complete(models, line).words, " ");
}

TEST(Complete, OffersModelsFirst) {
  EXPECT_EQ(offered(""), "person post");
  EXPECT_EQ(offered("pos"), "post");
  EXPECT_EQ(offered("\\d pe"), "person");
  EXPECT_EQ(offered("\\sql po"), "post");
}

TEST(Complete, OffersMethodsBehindAPoint) {
  EXPECT_EQ(offered("post.fi"), "filter first");
  EXPECT_EQ(offered("post.filter(title=\"a.b\").exc"), "exclude");
  EXPECT_EQ(offered("post.filter(id=1) .or"), "order_by");
}

TEST(Complete, OffersFieldsAndWhatTheyLeadTo) {
  EXPECT_EQ(offered("post.filter("), "author id title");
  EXPECT_EQ(offered("post.filter(id=1, ti"), "title");
  EXPECT_EQ(offered("post.filter(author__b"), "author__boss");
  EXPECT_EQ(offered("person.filter(staff__posts__ti"), "staff__posts__title");
  EXPECT_EQ(offered("post.order_by(\"ti"), "title");
}

TEST(Complete, OffersLookups) {
  EXPECT_EQ(offered("post.filter(title__star"), "title__startswith");
  EXPECT_EQ(offered("post.filter(author__isn"), "author__isnull");
}

TEST(Complete, OffersTheShellsOwnCommands) {
  EXPECT_EQ(offered("\\e"), "\\explain");
}

TEST(Complete, OffersNothingForValuesAndTheUnknown) {
  EXPECT_EQ(offered("post.filter(title="), "");
  EXPECT_EQ(offered("nothing.filter(ti"), "");
  EXPECT_EQ(offered("post"), "post");
  EXPECT_EQ(offered("post "), "");
}

TEST(Complete, ReplacesTheWord) {
  EXPECT_EQ(complete({}, "\\sq").replaced, 3U);
  EXPECT_EQ(complete({}, "\\sq").words, std::vector<std::string>{"\\sql"});
}

TEST(OpenBrackets, AskForMore) {
  for (const char* const text : {"post.filter(", "post.filter(title=\"a)", "post[", "a('\\')"})
    EXPECT_TRUE(is_open(text)) << text;
  for (const char* const text : {"", "post", "post.filter(title=\"(\")[:3]", "post)"})
    EXPECT_FALSE(is_open(text)) << text;
}

}  // namespace
}  // namespace covet::cli
