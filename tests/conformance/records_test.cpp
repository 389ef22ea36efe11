#include "core/record/store.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"
#include "tests/support/queries.h"
#include "tests/support/text_file.h"

// Records of the models in tests/golden/query/blog, on every engine.
namespace covet {
namespace {

using query::Q;
using query::QuerySet;
using record::Record;
using record::Store;
using validate::Row;

class Records : public Surface {
 protected:
  void SetUp() override {
    const std::string folder = tests::query_folder() + "/blog";
    models = tests::query_models(folder);
    tests::make_tables(*connection, database.backend(), models);
    line.before = [this](const Statement& statement) { said.push_back(statement.sql); };
  }

  Record blog(const std::string& name) {
    return store.create("blog", {{"name", name}, {"tagline", std::string("-")}});
  }
  Record author(const std::string& name) { return store.create("author", {{"name", name}}); }
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

TEST_P(Records, AreCreatedWithTheirKeysAndDefaults) {
  const Record first = blog("one");
  const Record second = blog("two");
  EXPECT_TRUE(first.stored());
  EXPECT_EQ(as_int(second["id"]), as_int(first["id"]) + 1);
  const Record made = entry(first, "x");
  const Record read = store.get(QuerySet("entry").filter(Q("id", query::Expression(made["id"]))));
  EXPECT_EQ(read["status"], Value(std::string("draft")));
  EXPECT_EQ(read["published"], Value(false));
  EXPECT_EQ(read["rating"], Value(Null{}));
  EXPECT_EQ(read["pub_date"], Value(parse_date("2026-11-27")));
}

TEST_P(Records, AreRefusedWithEveryFault) {
  try {
    store.create("entry", {{"headline", std::string(300, 'x')}, {"rating", std::string("many")}});
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::usage);
    for (const std::string field : {"blog", "headline", "pub_date", "rating"})
      EXPECT_NE(error.message().find(field), std::string::npos) << error.message();
  }
  EXPECT_EQ(store.count(QuerySet("entry")), 0U);
}

TEST_P(Records, SaveWritesOnlyWhatChanged) {
  Record record = blog("one");
  record.set("tagline", std::string("new"));
  said.clear();
  store.save(record);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].find("name"), std::string::npos) << said[0];
  store.save(record);
  EXPECT_EQ(said.size(), 1U);
  store.refresh(record);
  EXPECT_EQ(record["tagline"], Value(std::string("new")));
}

TEST_P(Records, SaveOfWhatIsGoneIsNoticed) {
  Record record = blog("one");
  connection->execute("DELETE FROM blog");
  record.set("tagline", std::string("new"));
  EXPECT_EQ(thrown_by([&] { store.save(record); }), Errc::not_found);
  EXPECT_EQ(thrown_by([&] { store.refresh(record); }), Errc::not_found);
}

TEST_P(Records, SaveOfTheSameValueIsNoLoss) {
  Record record = blog("one");
  record.set("tagline", std::string("-"));
  store.save(record);
  EXPECT_EQ(store.count(QuerySet("blog")), 1U);
}

TEST_P(Records, AreRemovedWithWhatHangsOnThem) {
  Record gone = blog("one");
  entry(gone, "x");
  const Record kept = blog("two");
  entry(kept, "y");
  store.remove(gone);
  EXPECT_FALSE(gone.stored());
  EXPECT_EQ(store.count(QuerySet("entry")), 1U);
}

TEST_P(Records, GetWantsExactlyOne) {
  blog("one");
  blog("two");
  EXPECT_EQ(store.get(QuerySet("blog").filter(Q("name", "two")))["name"],
            Value(std::string("two")));
  EXPECT_EQ(thrown_by([&] { store.get(QuerySet("blog").filter(Q("name", "three"))); }),
            Errc::not_found);
  EXPECT_EQ(thrown_by([&] { store.get(QuerySet("blog")); }), Errc::usage);
  EXPECT_FALSE(store.first(QuerySet("blog").filter(Q("name", "three"))));
}

TEST_P(Records, CompositeKeys) {
  const Record one = blog("one");
  const Record ada = author("Ada");
  Record member = store.create(
      "membership", {{"blog", one["id"]}, {"author", ada["id"]}, {"role", std::string("owner")}});
  member.set("role", std::string("writer"));
  store.save(member);
  store.refresh(member);
  EXPECT_EQ(member["role"], Value(std::string("writer")));
  store.remove(member);
  EXPECT_EQ(store.count(QuerySet("membership")), 0U);
}

TEST_P(Records, ComeInBulk) {
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i)
    rows.push_back({{"name", "blog " + std::to_string(i)},
                    {"tagline", std::string(i % 2 == 0 ? "" : "a\tb\\N\n")}});
  EXPECT_EQ(store.bulk_create("blog", rows), 1000U);
  EXPECT_EQ(store.count(QuerySet("blog").filter(Q("tagline", "a\tb\\N\n"))), 500U);
  rows = {{{"name", std::string("good")}, {"tagline", std::string()}},
          {{"name", std::string("bad")}}};
  try {
    store.bulk_create("blog", rows);
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_TRUE(error.message().starts_with("row 2: ")) << error.message();
  }
  EXPECT_EQ(store.count(QuerySet("blog")), 1000U);
}

TEST_P(Records, AreUpdatedInBulk) {
  for (const std::string name : {"a", "b", "c"})
    blog(name);
  std::vector<Record> blogs = store.all(all("blog"));
  for (Record& each : blogs)
    each.set("tagline", as_string(each["name"]) + "!");
  said.clear();
  store.bulk_update(blogs, {"tagline"});
  EXPECT_EQ(said.size(), 3U) << "BEGIN, one UPDATE, COMMIT";
  const auto lines = store.values(all("blog").values({"tagline"}));
  EXPECT_EQ(lines, (std::vector<std::vector<Value>>{
                       {std::string("a!")}, {std::string("b!")}, {std::string("c!")}}));
}

TEST_P(Records, ABulkUpdateKnowsItsTypes) {
  const Record one = blog("one");
  entry(one, "a");
  entry(one, "b");
  std::vector<Record> entries = store.all(all("entry"));
  for (Record& each : entries) {
    each.set("rating", Null{});
    each.set("status", std::string("live"));
    each.set("mod_date", std::string("2026-11-27T10:00:00Z"));
    each.set("price", std::string("1.5"));
  }
  EXPECT_EQ(store.bulk_update(entries, {"rating", "status", "mod_date", "price"}), 2U);
  EXPECT_EQ(store.count(QuerySet("entry").filter(Q("status", "live") &&
                                                 Q("price", Value(Decimal{"1.50"})) &&
                                                 Q("mod_date", "2026-11-27T10:00:00Z"))),
            2U);
}

TEST_P(Records, TheSameKeyTwiceIsTakenOneByOne) {
  const Record one = blog("one");
  const Record ada = author("Ada");
  const auto row = [&](const std::string& role) {
    return Row{{"blog", one["id"]}, {"author", ada["id"]}, {"role", role}};
  };
  store.upsert("membership", {row("a"), row("b")}, {"blog", "author"}, {"role"});
  EXPECT_EQ(store.get(QuerySet("membership"))["role"], Value(std::string("b")));
}

TEST_P(Records, ABulkUpdateSavesOnlyItsFields) {
  blog("a");
  std::vector<Record> blogs = store.all(all("blog"));
  blogs[0].set("name", std::string("b"));
  blogs[0].set("tagline", std::string("new"));
  store.bulk_update(blogs, {"tagline"});
  EXPECT_EQ(blogs[0].changed(), std::vector<std::string>{"name"});
  store.save(blogs[0]);
  EXPECT_TRUE(store.exists(QuerySet("blog").filter(Q("name", "b") && Q("tagline", "new"))));
  std::vector<Record> unsaved{
      Record(*models.find("blog"), {{"id", std::int64_t{99}}, {"tagline", std::string("x")}})};
  EXPECT_EQ(thrown_by([&] { store.bulk_update(unsaved, {"tagline"}); }), Errc::usage);
}

TEST_P(Records, AMisspeltFieldIsNoticed) {
  EXPECT_EQ(
      thrown_by([&] {
        store.create("author", {{"name", std::string("Ada")}, {"emial", std::string("a@b.org")}});
      }),
      Errc::usage);
  EXPECT_EQ(store.count(QuerySet("author")), 0U);
  EXPECT_EQ(thrown_by([&] { store.upsert("author", {{}, {}}, {}, {}); }), Errc::usage);
}

TEST_P(Records, AreInsertedOrUpdated) {
  const Record one = blog("one");
  const Record ada = author("Ada");
  const Record bob = author("Bob");
  const auto rows = [&](const std::string& role) {
    return std::vector<Row>{{{"blog", one["id"]}, {"author", ada["id"]}, {"role", role}},
                            {{"blog", one["id"]}, {"author", bob["id"]}, {"role", role}}};
  };
  store.upsert("membership", {rows("owner").front()}, {"blog", "author"}, {"role"});
  store.upsert("membership", rows("reader"), {"blog", "author"}, {});
  const auto roles = [&] {
    return store.values(
        QuerySet("membership").order_by(std::vector<std::string>{"author"}).values({"role"}));
  };
  using Values = std::vector<std::vector<Value>>;
  EXPECT_EQ(roles(), (Values{{std::string("owner")}, {std::string("reader")}}));
  store.upsert("membership", rows("writer"), {"blog", "author"}, {"role"});
  EXPECT_EQ(roles(), (Values{{std::string("writer")}, {std::string("writer")}}));
}

TEST_P(Records, AreFoundOrMade) {
  const Row name{{"name", std::string("Ada")}};
  EXPECT_TRUE(store.get_or_create("author", name, {{"age", std::int64_t{36}}}).second);
  const auto [again, made] = store.get_or_create("author", name, {{"age", std::int64_t{1}}});
  EXPECT_FALSE(made);
  EXPECT_EQ(again["age"], Value(std::int64_t{36}));
  EXPECT_FALSE(store.update_or_create("author", name, {{"age", std::int64_t{37}}}).second);
  EXPECT_EQ(store.get(QuerySet("author"))["age"], Value(std::int64_t{37}));
}

TEST_P(Records, TellListeners) {
  std::string told;
  hooks.listeners.emplace_back("blog", [&](record::Signal signal, Record& record) {
    told += std::to_string(static_cast<int>(signal));
    if (signal == record::Signal::before_save) record.set("tagline", std::string("set"));
  });
  Record record = blog("one");
  author("Ada");
  store.remove(record);
  EXPECT_EQ(told, "0123");
  EXPECT_EQ(record["tagline"], Value(std::string("set")));
}

TEST_P(Records, ManyToManyIsWrittenByKeys) {
  const Record one = blog("one");
  const Record first = entry(one, "x");
  std::vector<Value> keys;
  for (const std::string name : {"Ada", "Bob", "Cid"})
    keys.push_back(author(name)["id"]);
  const auto names = [&] {
    std::string text;
    for (const auto& row : store.values(QuerySet("author")
                                            .filter(Q("entry", query::Expression(first["id"])))
                                            .order_by(std::vector<std::string>{"name"})
                                            .values({"name"})))
      text += as_string(row[0]);
    return text;
  };
  store.add(first, "authors", {keys[0], keys[1], keys[0]});
  store.add(first, "authors", {keys[1]});
  EXPECT_EQ(names(), "AdaBob");
  store.remove(first, "authors", {keys[0]});
  EXPECT_EQ(names(), "Bob");
  store.set(first, "authors", {keys[0], keys[2]});
  EXPECT_EQ(names(), "AdaCid");
  store.clear(first, "authors");
  EXPECT_EQ(names(), "");
  const Record ada = store.get(QuerySet("author").filter(Q("name", "Ada")));
  store.add(ada, "entry", {first["id"]});
  EXPECT_EQ(names(), "Ada");
}

TEST_P(Records, PrefetchTakesOneStatementEach) {
  for (int i = 0; i < 5; ++i) {
    const Record one = blog("blog " + std::to_string(i));
    for (int j = 0; j < i; ++j) {
      const Record made = entry(one, "entry " + std::to_string(j));
      store.create("comment", {{"entry", made["id"]}, {"text", std::string("hm")}});
    }
  }
  said.clear();
  const auto blogs = store.all(all("blog").prefetch_related({"entry__comments"}));
  EXPECT_EQ(said.size(), 3U);
  ASSERT_EQ(blogs.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    ASSERT_EQ(blogs[i].related("entry").size(), i);
    for (const Record& each : blogs[i].related("entry"))
      EXPECT_EQ(each.related("comments").size(), 1U);
  }
  EXPECT_EQ(thrown_by([&] { blogs[0].related("nothing"); }), Errc::usage);
}

TEST_P(Records, PrefetchFollowsManyToMany) {
  const Record one = blog("one");
  const Record first = entry(one, "x");
  const Record second = entry(one, "y");
  const Value ada = author("Ada")["id"];
  const Value bob = author("Bob")["id"];
  store.add(first, "authors", {ada, bob});
  store.add(second, "authors", {ada});
  said.clear();
  const auto entries = store.all(all("entry").prefetch_related({"authors"}));
  EXPECT_EQ(said.size(), 3U);
  EXPECT_EQ(entries[0].related("authors").size(), 2U);
  EXPECT_EQ(entries[1].related("authors").size(), 1U);
  const auto authors = store.all(all("author").prefetch_related({"entry"}));
  EXPECT_EQ(authors[0].related("entry").size(), 2U);
}

TEST_P(Records, SelectRelatedComesAlong) {
  const Record one = blog("one");
  const Record first = entry(one, "x");
  store.create("comment", {{"entry", first["id"]}, {"text", std::string("hm")}});
  said.clear();
  const Record read = store.get(QuerySet("comment").select_related({"entry__blog", "author"}));
  EXPECT_EQ(said.size(), 1U);
  EXPECT_EQ((*read.one("entry")->one("blog"))["name"], Value(std::string("one")));
  EXPECT_EQ(read.one("author"), nullptr);
  EXPECT_NE(read.json().find("\"blog\": {\"id\": "), std::string::npos) << read.json();
  EXPECT_NE(read.json().find("\"author\": null"), std::string::npos) << read.json();
}

TEST_P(Records, AggregatesHaveNames) {
  blog("one");
  blog("two");
  const Row made = store.aggregate(QuerySet("blog").aggregate({{"n", query::Count()}}));
  EXPECT_EQ(made.at("n"), Value(std::int64_t{2}));
  EXPECT_TRUE(store.exists(QuerySet("blog")));
  EXPECT_EQ(store.write(QuerySet("blog").filter(Q("name", "one")).remove()), 1U);
}

INSTANTIATE_TEST_SUITE_P(Engines, Records, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
