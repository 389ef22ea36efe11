#include "core/query/parse.h"
#include "core/record/store.h"
#include "tests/conformance/surface.h"
#include "tests/support/queries.h"

// Pages by place: walked from the first to the last they are the whole query, in its order.
namespace covet {
namespace {

using query::parse_query;
using record::Page;
using record::Record;

class Pages : public Surface {
 protected:
  void SetUp() override {
    const std::string folder = tests::query_folder() + "/blog";
    models = tests::query_models(folder);
    tests::make_tables(*connection, database.backend(), models);
    tests::fill_tables(*connection, database.backend(), folder);
  }

  std::vector<std::string> walked(const query::QuerySet& query, std::uint64_t size) {
    std::vector<std::string> rows;
    std::string after;
    while (true) {
      const Page page = store.page(query, size, after);
      EXPECT_LE(page.records.size(), size);
      for (const Record& record : page.records)
        rows.push_back(record.json());
      if (page.next.empty()) return rows;
      EXPECT_EQ(page.records.size(), size);
      after = page.next;
    }
  }

  std::vector<std::string> at_once(const query::QuerySet& query) {
    std::vector<std::string> rows;
    for (const Record& record : store.all(query))
      rows.push_back(record.json());
    return rows;
  }

  model::ModelSet models;
  record::Hooks hooks;
  record::Store store{models, *connection, hooks};
};

TEST_P(Pages, WalkedAreTheWholeQuery) {
  // Each ends in a key, so that the order is one, with and without pages.
  for (const std::string text : {
           R"(entry.order_by("id"))",
           R"(entry.order_by("-id"))",
           R"(entry.order_by("pk"))",
           R"(entry.order_by("rating", "id"))",
           R"(entry.order_by("-rating", "id"))",
           R"(entry.order_by(F("rating").asc(nulls_last=True), "-id"))",
           R"(entry.order_by(F("rating").desc(nulls_first=True), "-id"))",
           R"(entry.order_by("price", "score", "id"))",
           R"(entry.order_by("-mod_date", "-pub_date", "id"))",
           R"(entry.order_by("published", "-status", "id"))",
           R"(entry.order_by("blog__name", "-headline", "id"))",
           R"(entry.order_by(Lower("headline"), "id"))",
           R"(entry.filter(rating__gte=3).order_by("pub_date", "id"))",
           R"(entry.select_related("blog").order_by("-blog__name", "id"))",
           R"(entry.only("headline").order_by("-rating", "id"))",
           R"(author.order_by("mentor__name", "-age", "id"))",
           R"(blog.annotate(n=Count("entry")).order_by("-n", "id"))",
           R"(membership.order_by("-role", "blog", "author"))",
           R"(entry.values("status").annotate(n=Count()).order_by("-n", "status"))",
           R"(entry.order_by("score", "id").values("headline"))",
       }) {
    const query::QuerySet query = parse_query(text);
    const std::vector<std::string> whole = at_once(query);
    EXPECT_GE(whole.size(), 2U) << text;
    for (const std::uint64_t size : {1U, 2U, 3U, 100U})
      EXPECT_EQ(walked(query, size), whole) << text << " by " << size;
  }
}

TEST_P(Pages, OfAnOrderThatIsNoneGoByTheKey) {
  for (const std::string text : {R"(entry)", R"(entry.order_by("-published"))", R"(membership)",
                                 R"(entry.values("status").annotate(n=Count()))"}) {
    std::vector<std::string> whole = at_once(parse_query(text));
    std::vector<std::string> pages = walked(parse_query(text), 2);
    std::ranges::sort(whole);
    std::ranges::sort(pages);
    EXPECT_EQ(pages, whole) << text;
  }
}

TEST_P(Pages, StayWhereTheyAreWhileRowsComeAndGo) {
  const query::QuerySet query = parse_query(R"(comment.order_by("id"))");
  const Page first = store.page(query, 2);
  ASSERT_EQ(first.records.size(), 2U);
  connection->execute("DELETE FROM comment WHERE id = 1");
  const Page second = store.page(query, 2, first.next);
  ASSERT_EQ(second.records.size(), 2U);
  EXPECT_EQ(as_int(second.records[0]["id"]), 3);
  EXPECT_TRUE(second.next.empty());
}

TEST_P(Pages, FetchWhatIsRelatedToo) {
  const Page page = store.page(parse_query(R"(blog.order_by("id").prefetch_related("entry"))"), 1);
  ASSERT_EQ(page.records.size(), 1U);
  EXPECT_EQ(page.records[0].related("entry").size(), 2U);
  EXPECT_FALSE(page.records[0].has("page_key_1"));
}

TEST_P(Pages, RefuseWhatHasNone) {
  const Page page = store.page(parse_query(R"(entry.order_by("id"))"), 1);
  const auto refused = [&](const std::string& text, const std::string& after) {
    return thrown_by([&] { store.page(parse_query(text), 1, after); });
  };
  EXPECT_EQ(refused(R"(entry.order_by("-id"))", page.next), Errc::usage);
  EXPECT_EQ(refused(R"(blog.order_by("id"))", page.next), Errc::usage);
  EXPECT_EQ(refused("entry", "no place"), Errc::usage);
  EXPECT_EQ(refused("entry[:5]", ""), Errc::usage);
  EXPECT_EQ(refused("entry.distinct()", ""), Errc::usage);
  EXPECT_EQ(refused(R"(entry.order_by("?"))", ""), Errc::usage);
  EXPECT_EQ(refused(R"(entry.union(entry))", ""), Errc::usage);
  EXPECT_EQ(thrown_by([&] { store.page(parse_query("entry"), 0); }), Errc::usage);
}

TEST_P(Pages, AndPlansAreTheEnginesOwn) {
  // MySQL reads a row by its key before it plans, and names no table then.
  const std::string plan = store.explain(parse_query(R"(entry.filter(id__gt=1))"));
  EXPECT_NE(plan.find("entry"), std::string::npos) << plan;
  const auto analysis = [&] {
    return store.explain(parse_query(R"(entry.filter(id__gt=1))"), true);
  };
  if (is("sqlite")) {
    EXPECT_EQ(thrown_by(analysis), Errc::unsupported);
  } else {
    EXPECT_NE(analysis().find("entry"), std::string::npos);
  }
  EXPECT_EQ(thrown_by([&] { store.explain(parse_query("entry.delete()"), true); }), Errc::usage);
  EXPECT_EQ(store.count(parse_query("entry")), 6U);
}

INSTANTIATE_TEST_SUITE_P(Engines, Pages, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
