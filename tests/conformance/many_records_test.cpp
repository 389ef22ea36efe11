#include <chrono>
#include <functional>

#include "core/record/store.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"
#include "tests/support/queries.h"
#include "tests/support/still_clock.h"

// So many records, and keys, that an engine's limits are near. The models are those of
// tests/golden/query/blog.
namespace covet {
namespace {

using query::Q;
using query::QuerySet;
using record::Record;
using record::Store;
using validate::Row;

class RecordsOfMany : public Surface {
 protected:
  void SetUp() override {
    models = tests::query_models(tests::query_folder() + "/blog");
    tests::make_tables(*connection, database.backend(), models);
    line.before = [this](const Statement& statement) { said.push_back(statement.sql); };
  }

  Record blog(const std::string& name) {
    return store.create("blog", {{"name", name}, {"tagline", std::string("-")}});
  }
  Record entry(const Record& blog, const std::string& headline) {
    return store.create(
        "entry",
        {{"blog", blog["id"]}, {"headline", headline}, {"pub_date", std::string("2026-11-27")}});
  }
  static QuerySet all(const std::string& model) {
    return QuerySet(model).order_by(std::vector<std::string>{"id"});
  }

  model::ModelSet models;
  tests::FaultyConnection line{*connection};
  record::Hooks hooks;
  Store store{models, line, hooks};
  std::vector<std::string> said;
};

/// Engines write JSON with blanks or without.
std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

/// Types that the blog hasn't got.
constexpr std::string_view parcel = R"(
[models.parcel]
fields.code = { type = "UUID", primary_key = true }
fields.seal = { type = "Binary", max_length = 16 }
fields.notes = { type = "JSON" }
fields.tags = { type = "Array", items = { type = "Char", max_length = 40 } }
fields.due = { type = "Time" }
fields.count = { type = "BigInteger" }
fields.touched = { type = "DateTime", auto_now = true, nullable = false }
)";

TEST_P(RecordsOfMany, ABulkUpdateOfManyGivesEachItsOwn) {
  const Record one = blog("one");
  std::vector<Row> rows;
  for (std::int64_t i = 0; i < 5000; ++i) {
    rows.push_back({{"id", i + 1},
                    {"blog", one["id"]},
                    {"headline", std::string("old")},
                    {"pub_date", std::string("2026-11-27")},
                    {"rating", i}});
  }
  store.bulk_create("entry", std::move(rows));
  std::vector<Record> entries = store.all(all("entry"));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Record& each = entries[i];
    const auto number = static_cast<std::int64_t>(i);
    const bool none = i % 3 == 0;
    each.set("headline", "it's \\ \"" + std::to_string(i) + "\" ä");
    each.set("rating", none ? Value(Null{}) : Value(-number));
    each.set("price", none ? Value(Null{}) : Value(Decimal{std::to_string(i) + ".25"}));
    each.set("score", none ? Value(Null{}) : Value(static_cast<double>(number) / 8));
    each.set("mod_date", none ? Value(Null{}) : Value(parse_timestamp("2026-11-27T10:00:00Z")));
    each.set("pub_date", std::string(i % 2 == 0 ? "2025-01-02" : "2026-03-04"));
    each.set("published", i % 2 == 0);
    each.set("status", std::string(i % 2 == 0 ? "live" : "review"));
  }
  const std::vector<std::string> fields{"headline", "rating",   "price",     "score",
                                        "mod_date", "pub_date", "published", "status"};
  EXPECT_EQ(store.bulk_update(entries, fields), 5000U);
  const std::vector<Record> read = store.all(all("entry"));
  ASSERT_EQ(read.size(), entries.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    for (const std::string& field : fields)
      ASSERT_EQ(read[i][field], entries[i][field]) << field << " of " << i;
    EXPECT_TRUE(entries[i].changed().empty());
  }
}

TEST_P(RecordsOfMany, ABulkUpdateTakesTheLastOfTheSameKey) {
  blog("a");
  std::vector<Record> blogs = store.all(all("blog"));
  blogs.push_back(blogs.front());
  blogs[0].set("tagline", std::string("first"));
  blogs[1].set("tagline", std::string("last"));
  store.bulk_update(blogs, {"tagline"});
  EXPECT_EQ(store.get(QuerySet("blog"))["tagline"], Value(std::string("last")));
}

TEST_P(RecordsOfMany, ABulkUpdateSetsAutoNowAndKnowsEveryType) {
  const model::ModelSet own =
      model::parse_models(std::vector<model::SourceText>{{"parcel.toml", std::string(parcel)}});
  tests::make_tables(*connection, database.backend(), own);
  tests::StillClock clock;
  Store parcels(own, line, hooks, clock);
  const auto code = [](int i) {
    Uuid uuid;
    uuid.bytes[0] = static_cast<std::byte>(i / 256);
    uuid.bytes[15] = static_cast<std::byte>(i % 256);
    return Value(uuid);
  };
  constexpr int count = 1500;
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i)
    rows.push_back({{"code", code(i)}, {"seal", Bytes{std::byte{0}, static_cast<std::byte>(i)}}});
  Store(own, line, hooks).bulk_create("parcel", std::move(rows));
  const auto by_code = QuerySet("parcel").order_by(std::vector<std::string>{"code"});
  std::vector<Record> records = parcels.all(by_code);
  ASSERT_EQ(records.size(), static_cast<std::size_t>(count));
  const std::vector<std::string> fields{"seal", "notes", "tags", "due", "count"};
  for (int i = 0; i < count; ++i) {
    Record& each = records[static_cast<std::size_t>(i)];
    const bool none = i % 2 == 0;
    each.set("seal", none ? Value(Null{}) : Value(Bytes{std::byte{255}, std::byte{0}}));
    each.set("notes", none ? Value(Null{}) : Value(Json{R"({"a": "\\ \"ä"})"}));
    each.set("tags", none ? Value(Null{}) : Value(Json{R"(["x, y", "\"q\""])"}));
    each.set("due", none ? Value(Null{}) : Value(TimeOfDay(std::chrono::minutes{i % 1440})));
    each.set("count", none ? Value(Null{}) : Value(std::int64_t{1} << 40));
  }
  EXPECT_EQ(parcels.bulk_update(records, fields), static_cast<std::uint64_t>(count));
  const std::vector<Record> read = parcels.all(by_code);
  const auto plain = [](const Value& value) { return without_blanks(to_text(value)); };
  for (std::size_t i = 0; i < read.size(); ++i) {
    for (const std::string& field : fields)
      ASSERT_EQ(plain(read[i][field]), plain(records[i][field])) << field << " of " << i;
    EXPECT_EQ(read[i]["touched"], Value(clock.wall()));
    EXPECT_EQ(records[i]["touched"], Value(clock.wall()));
  }

  std::vector<Value> codes;
  std::vector<Value> seals;
  for (int i = 0; i < 1200; ++i) {
    codes.push_back(code(i * 2));
    seals.emplace_back(Bytes{std::byte{255}, static_cast<std::byte>(i % 200)});
  }
  EXPECT_EQ(parcels.in_bulk("parcel", codes).size(), 750U);
  EXPECT_EQ(parcels.count(QuerySet("parcel").filter(Q("seal__in", seals))), 750U);
}

TEST_P(RecordsOfMany, AListMayHoldAnyNumberOfValues) {
  const std::vector<std::string> names{"it's", "a\\b", "a,b", "{\"q\"}", "NULL", "ä", "", "[1]"};
  std::vector<Row> rows;
  for (const std::string& name : names)
    rows.push_back({{"name", name}, {"tagline", std::string("-")}});
  store.bulk_create("blog", std::move(rows));
  std::vector<Value> keys;
  for (std::int64_t i = 1; i <= 100'000; ++i)
    keys.emplace_back(i * 2);
  said.clear();
  EXPECT_EQ(store.in_bulk("blog", keys).size(), names.size() / 2);
  EXPECT_EQ(said.size(), 1U);
  EXPECT_EQ(store.count(QuerySet("blog").exclude(Q("id__in", keys))), names.size() / 2);
  EXPECT_EQ(store.write(QuerySet("blog").filter(Q("id__in", keys)).update({{"tagline", "even"}})),
            names.size() / 2);

  std::vector<Value> wanted;
  for (int i = 0; i < 2000; ++i)
    wanted.emplace_back("none " + std::to_string(i));
  for (const std::string& name : names)
    wanted.emplace_back(name);
  wanted.emplace_back(Null{});
  EXPECT_EQ(store.count(QuerySet("blog").filter(Q("name__in", wanted))), names.size());
  EXPECT_EQ(store.all(QuerySet("blog").filter(Q("name__in", wanted))).size(), names.size());
  wanted.resize(2000);
  EXPECT_EQ(store.count(QuerySet("blog").filter(Q("name__in", wanted))), 0U);
}

TEST_P(RecordsOfMany, AListOfManyKnowsTheTypeOfItsColumn) {
  const Record one = blog("one");
  Record made = entry(one, "x");
  made.set("price", Decimal{"12.50"});
  made.set("score", 0.25);
  made.set("mod_date", parse_timestamp("2026-11-27T10:00:00.5Z"));
  store.save(made);
  const auto found = [&](const std::string& field, const std::function<Value(int)>& other,
                         const Value& value) {
    std::vector<Value> values{value};
    for (int i = 0; i < 1500; ++i)
      values.push_back(other(i));
    const bool there = store.exists(QuerySet("entry").filter(Q(field + "__in", values)));
    values.erase(values.begin());
    return there && !store.exists(QuerySet("entry").filter(Q(field + "__in", values)));
  };
  EXPECT_TRUE(found(
      "price", [](int i) { return Decimal{std::to_string(i) + ".75"}; }, Decimal{"12.5"}));
  EXPECT_TRUE(found(
      "score", [](int i) { return i + 0.5; }, 0.25));
  EXPECT_TRUE(found(
      "number_of_comments", [](int i) { return std::int64_t{i + 1}; }, std::int64_t{0}));
  EXPECT_TRUE(found(
      "number_of_comments", [](int i) { return i + 0.5; }, 0.0));
  EXPECT_TRUE(found(
      "published", [](int) { return true; }, false));
  EXPECT_TRUE(found(
      "status", [](int) { return std::string("live"); }, std::string("draft")));
  EXPECT_TRUE(found(
      "pub_date", [](int i) { return Date(std::chrono::sys_days(std::chrono::days(i))); },
      std::string("2026-11-27")));
  EXPECT_TRUE(found(
      "mod_date", [](int i) { return Timestamp(std::chrono::seconds(i)); },
      std::string("2026-11-27T10:00:00.5Z")));
  EXPECT_TRUE(found(
      "blog", [](int i) { return std::int64_t{i + 1000}; }, one["id"]));
}

TEST_P(RecordsOfMany, PrefetchOfManyTakesOneStatementEach) {
  constexpr std::int64_t count = 12'000;
  const Record one = blog("one");
  const Value ada = store.create("author", {{"name", std::string("Ada")}})["id"];
  std::vector<Row> rows;
  for (std::int64_t i = 1; i <= count; ++i) {
    rows.push_back({{"id", i},
                    {"blog", one["id"]},
                    {"headline", std::string("x")},
                    {"pub_date", std::string("2026-11-27")}});
  }
  store.bulk_create("entry", std::move(rows));
  rows.clear();
  for (std::int64_t i = 1; i <= count; ++i)
    rows.push_back({{"entry", i}, {"text", std::string("hm")}});
  store.bulk_create("comment", std::move(rows));
  store.add(store.get(QuerySet("entry").filter(Q("id", Value(count)))), "authors", {ada});
  said.clear();
  const auto entries = store.all(all("entry").prefetch_related({"comments", "authors"}));
  EXPECT_EQ(said.size(), 4U) << "entries; comments; the junction and authors";
  ASSERT_EQ(entries.size(), static_cast<std::size_t>(count));
  for (const Record& each : entries)
    ASSERT_EQ(each.related("comments").size(), 1U);
  EXPECT_EQ(entries.back().related("authors").size(), 1U);
  EXPECT_EQ(entries.front().related("authors").size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordsOfMany, testing::ValuesIn(tests::engines()),
                         name_of_engine);

}  // namespace
}  // namespace covet
