#include "core/record/fixture.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/model/model.h"
#include "tests/support/thrown_by.h"

namespace covet::record {
namespace {

model::ModelSet shop() {
  const std::vector<model::SourceText> sources{{"shop.toml", R"(
[models.item.fields]
id    = { type = "Integer", primary_key = true }
name  = { type = "Char", max_length = 20 }
price = { type = "Decimal", max_digits = 12, decimal_places = 4 }
about = { type = "JSON" }
tags  = { type = "Array", items = "Text" }
since = { type = "DateTime" }
day   = { type = "Date" }
photo = { type = "Binary" }
stock = { type = "Integer", default = 5 }
)"}};
  return model::parse_models(sources);
}

std::vector<FixtureRow> read(const std::string& text) {
  return read_fixture(shop(), Source("rows.toml", text));
}

TEST(Fixture, ReadsWhatFieldsHold) {
  const auto rows = read(R"([[item]]
id = 1
price = 0.1000
about = { a = [1, "x"] }
tags = ["a", "b"]
since = 2026-11-27T10:00:00+02:00
day = 2026-11-27

[[item]]
id = 2
about = "text"
)");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].model, "item");
  EXPECT_EQ(rows[0].line, 1U);
  EXPECT_EQ(rows[1].line, 9U);
  EXPECT_EQ(rows[0].row.at("price"), Value(Decimal{"0.1000"}));
  EXPECT_EQ(rows[0].row.at("about"), Value(Json{R"({"a": [1, "x"]})"}));
  EXPECT_EQ(rows[0].row.at("tags"), Value(Json{R"(["a", "b"])"}));
  EXPECT_EQ(rows[0].row.at("since"), Value(parse_timestamp("2026-11-27T08:00:00Z")));
  EXPECT_EQ(rows[0].row.at("day"), Value(parse_date("2026-11-27")));
  EXPECT_EQ(rows[1].row.at("about"), Value(Json{R"("text")"}));
}

TEST(Fixture, KeepsTheRowsOfAModelTogether) {
  const auto rows = read("[[b]]\nid = 1\n[[a]]\nid = 2\n[[b]]\nid = 3\n");
  ASSERT_EQ(rows.size(), 3U);
  std::vector<std::string> told;
  for (const FixtureRow& row : rows)
    told.push_back(row.model + to_text(row.row.at("id")) + "@" + std::to_string(row.line));
  EXPECT_EQ(told, (std::vector<std::string>{"b1@1", "b3@5", "a2@3"}));
}

TEST(Fixture, IsReadAsItIsWritten) {
  const model::ModelSet models = shop();
  const model::Model& item = *models.find("item");
  const std::vector<std::string> fields = {"id",    "name", "price", "about", "tags",
                                           "since", "day",  "photo", "stock"};
  const std::vector<Value> row = {
      std::int64_t{7},          std::string("a \"b\"\n\\c ü"),
      Decimal{"-12.3400"},      Json{R"({"x": [true, 1.5, "y"]})"},
      Json{R"(["p", ""])"},     parse_timestamp("2026-11-27T08:00:00.123456Z"),
      parse_date("2020-02-29"), Bytes{std::byte{0}, std::byte{255}},
      std::int64_t{0}};
  const auto rows = read(dump_fixture(item, fields, row));
  ASSERT_EQ(rows.size(), 1U);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Value& got = rows[0].row.at(fields[i]);
    const bool bytes = std::holds_alternative<Bytes>(row[i]);
    EXPECT_EQ(to_text(got), bytes ? "\\x00ff" : to_text(row[i])) << fields[i];
  }
}

TEST(Fixture, RefusesWhatTomlCannotSay) {
  const model::ModelSet models = shop();
  const model::Model& item = *models.find("item");
  using tests::thrown_by;
  EXPECT_EQ(thrown_by([&] { dump_fixture(item, {"stock"}, {Null{}}); }), Errc::unsupported);
  EXPECT_EQ(thrown_by([&] { dump_fixture(item, {"about"}, {Json{"[null]"}}); }), Errc::unsupported);
  EXPECT_EQ(dump_fixture(item, {"id", "name"}, {std::int64_t{1}, Null{}}), "[[item]]\nid = 1\n\n");
}

TEST(Fixture, PointsAtWhatIsNoRow) {
  for (const std::string text : {"item = 1\n", "[item]\nid = 1\n", "item = [1]\n", "[[item]\n"}) {
    try {
      read(text);
      ADD_FAILURE() << text << " was taken";
    } catch (const Error& error) {
      ASSERT_EQ(error.diagnostics().size(), 1U) << text;
      EXPECT_EQ(error.diagnostics()[0].where.line, 1U) << text;
      EXPECT_FALSE(error.diagnostics()[0].help.empty()) << text;
    }
  }
}

}  // namespace
}  // namespace covet::record
