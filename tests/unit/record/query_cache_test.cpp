#include "core/record/query_cache.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/query/parse.h"
#include "core/query/query_set.h"
#include "core/record/cacheable.h"
#include "tests/support/queries.h"
#include "tests/support/quoting_dialect.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet::record {
namespace {

using namespace std::chrono_literals;
using query::QuerySet;

class QueryCacheTest : public testing::Test {
 protected:
  /// Asks for what a database with `answer` in it would say.
  std::string ask(const std::string& sql, std::vector<Value> params = {},
                  const QueryCache::Source& source = {"main"}) {
    return ask_of(cache, sql, std::move(params), source);
  }
  std::string ask_of(QueryCache& of, const std::string& sql, std::vector<Value> params = {},
                     const QueryCache::Source& source = {"main"}) {
    const auto rows = of.rows(source, QuerySet("blog").query(), {sql, std::move(params)}, dialect,
                              [&] { return fetch(); });
    return to_text(rows->at(0)[std::size_t{0}]);
  }
  Rows fetch() {
    ++fetched;
    Rows rows;
    rows.emplace_back(names, std::vector<Value>{answer});
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    return rows;
  }

  model::ModelSet models = tests::query_models(tests::query_folder() + "/blog");
  tests::StillClock clock;
  tests::QuotingDialect dialect;
  QueryCache cache{models, {.time_to_live = 10s, .replica_lag = 5s}, clock};
  std::shared_ptr<const std::vector<std::string>> names =
      std::make_shared<const std::vector<std::string>>(1, "a");
  std::string answer = "old";
  std::function<void()> meanwhile;
  int fetched = 0;
};

constexpr const char* blogs = R"(SELECT * FROM "blog" WHERE "id" = ?)";
constexpr const char* entries = R"(SELECT * FROM "entry" JOIN "blog" ON 1)";

TEST_F(QueryCacheTest, KeepsAnAnswerForATime) {
  EXPECT_EQ(ask(blogs), "old");
  answer = "new";
  EXPECT_EQ(ask(blogs), "old");
  clock.pass(9999ms);
  EXPECT_EQ(ask(blogs), "old");
  clock.pass(1ms);
  EXPECT_EQ(ask(blogs), "new");
  EXPECT_EQ(fetched, 2);
  const QueryCacheStats stats = cache.stats();
  EXPECT_EQ(stats.hits, 2U);
  EXPECT_EQ(stats.misses, 2U);
  EXPECT_EQ(stats.expired, 1U);
  EXPECT_EQ(stats.entries, 1U);
}

TEST_F(QueryCacheTest, FetchesNothingThatItMayNotKeep) {
  const QuerySet random = QuerySet("blog").order_by(std::vector<std::string>{"?"});
  EXPECT_EQ(cache.rows({"main"}, random.query(), {blogs, {}}, dialect, [&] { return fetch(); }),
            nullptr);
  EXPECT_EQ(fetched, 0);
  EXPECT_EQ(cache.stats().bypassed, 1U);
}

TEST_F(QueryCacheTest, TellsParametersSourcesAndTypesApart) {
  const std::vector<std::vector<Value>> params = {{std::int64_t{1}},
                                                  {std::string("1")},
                                                  {true},
                                                  {Decimal{"1"}},
                                                  {Null{}},
                                                  {std::string()},
                                                  {std::string("NULL")},
                                                  {std::string("1"), std::string()},
                                                  {std::string(), std::string("1")}};
  for (const auto& each : params)
    ask(blogs, each);
  EXPECT_EQ(fetched, static_cast<int>(params.size()));
  for (const auto& each : params)
    ask(blogs, each);
  EXPECT_EQ(fetched, static_cast<int>(params.size()));
  ask(blogs, params[0], {"other"});
  ask(blogs, params[0], {"main", true});
  EXPECT_EQ(fetched, static_cast<int>(params.size()) + 2);
}

TEST_F(QueryCacheTest, AWriteDropsWhatReadItsTables) {
  ask(blogs);
  ask(entries);
  cache.wrote("entry", Action::update);
  answer = "new";
  EXPECT_EQ(ask(blogs), "old");
  EXPECT_EQ(ask(entries), "new");
  EXPECT_EQ(cache.stats().dropped, 1U);
  cache.wrote("author", Action::create);
  cache.wrote("nothing", Action::create);
  EXPECT_EQ(cache.stats().dropped, 1U);
  cache.clear();
  EXPECT_EQ(cache.stats().entries, 0U);
  EXPECT_EQ(cache.stats().bytes, 0U);
}

TEST_F(QueryCacheTest, WhatWasReadBeforeAWriteIsNotKeptBehindIt) {
  meanwhile = [&] {
    answer = "new";
    cache.wrote("blog", Action::update);
  };
  EXPECT_EQ(ask(blogs), "old");
  EXPECT_EQ(cache.stats().overtaken, 1U);
  EXPECT_EQ(ask(blogs), "new");
  meanwhile = [&] {
    answer = "newer";
    cache.clear();
  };
  clock.pass(10s);
  EXPECT_EQ(ask(blogs), "new");
  EXPECT_EQ(ask(blogs), "newer");
}

TEST_F(QueryCacheTest, AReplicaIsNotBelievedSoonAfterAWrite) {
  const QueryCache::Source replica{"main", true};
  cache.wrote("blog", Action::update);
  EXPECT_EQ(ask(blogs, {}, replica), "old");
  answer = "new";
  clock.pass(4999ms);
  EXPECT_EQ(ask(blogs, {}, replica), "new");
  EXPECT_EQ(ask(blogs), "new");
  answer = "newer";
  EXPECT_EQ(ask(blogs), "new") << "the primary is";
  clock.pass(1ms);
  EXPECT_EQ(ask(blogs, {}, replica), "newer");
  answer = "newest";
  EXPECT_EQ(ask(blogs, {}, replica), "newer");
}

TEST_F(QueryCacheTest, GivesUpWhatWasNotAskedForLongest) {
  ask(blogs, {std::int64_t{1}});
  const std::size_t one = cache.stats().bytes;
  QueryCache small(models, {.most_bytes = 3 * one}, clock);
  for (const std::int64_t id : {1, 2, 3, 1, 4})
    ask_of(small, blogs, {id});
  EXPECT_EQ(small.stats().evictions, 1U);
  EXPECT_EQ(small.stats().entries, 3U);
  EXPECT_LE(small.stats().bytes, 3 * one);
  fetched = 0;
  for (const std::int64_t id : {1, 3, 4})
    ask_of(small, blogs, {id});
  EXPECT_EQ(fetched, 0);
  ask_of(small, blogs, {std::int64_t{2}});
  EXPECT_EQ(fetched, 1);
  QueryCache none(models, {.most_bytes = one - 1}, clock);
  ask_of(none, blogs, {std::int64_t{1}});
  EXPECT_EQ(none.stats().entries, 0U);
}

TEST_F(QueryCacheTest, WhatFailsIsNotKept) {
  meanwhile = [] { throw Error(Errc::connection, "gone"); };
  EXPECT_EQ(tests::thrown_by([&] { ask(blogs); }), Errc::connection);
  EXPECT_EQ(ask(blogs), "old");
  EXPECT_EQ(fetched, 2);
}

TEST_F(QueryCacheTest, WhatNamesNoTableIsNotKept) {
  ask("SELECT 1");
  ask("SELECT 1");
  EXPECT_EQ(fetched, 2);
}

TEST(Cacheable, IsWhatAnswersTheSame) {
  const auto is = [](const std::string& text, bool raw = false) {
    return is_cacheable(query::parse_query(text).query(), raw);
  };
  EXPECT_TRUE(is("blog.filter(name='x').order_by('name')[:3]"));
  EXPECT_TRUE(is("blog.annotate(n=Count('entry')).filter(n__gt=1)"));
  EXPECT_FALSE(is("blog.order_by('?')"));
  EXPECT_FALSE(is("entry.filter(pub_date__lt=Today())"));
  EXPECT_FALSE(is("entry.annotate(late=Case(When(pub_date__lt=Now(), then=1), default=0))"));
  EXPECT_FALSE(is("blog.filter(pk__in=entry.filter(pub_date=Today()).values('blog'))"));
  EXPECT_FALSE(is("blog.for_update()"));
  EXPECT_FALSE(is("blog.delete()"));
  const QuerySet raw = QuerySet("blog").filter(query::Condition(
      query::ConditionNode(query::Holds{query::raw("id IN (SELECT blog_id FROM secret)")})));
  EXPECT_FALSE(is_cacheable(raw.query(), false));
  EXPECT_TRUE(is_cacheable(raw.query(), true));
}

std::string names_of(const TableGraph& graph, const TableGraph::Tables& tables) {
  std::string text;
  for (const std::size_t table : tables)
    text += (text.empty() ? "" : " ") + graph.name(table);
  return text;
}

TEST(TableGraphTest, KnowsWhatKeysReach) {
  const TableGraph graph(tests::query_models(tests::query_folder() + "/blog"));
  const auto reached = [&](const std::string& table, Action action) {
    return names_of(graph, graph.reached(table, action));
  };
  EXPECT_EQ(reached("blog", Action::create), "blog");
  EXPECT_EQ(reached("blog", Action::update), "blog");
  EXPECT_EQ(reached("comment", Action::remove), "comment");
  EXPECT_EQ(reached("blog", Action::remove), "blog comment entry Membership entry_authors");
  EXPECT_EQ(reached("author", Action::remove), "author comment Membership profile entry_authors")
      << "an author's pupils and comments stay, without them";
  EXPECT_EQ(reached("ENTRY_authors", Action::remove), "entry_authors");
  EXPECT_EQ(reached("other", Action::remove), "");
}

TEST(TableGraphTest, FindsTablesWhateverStandsBetween) {
  const TableGraph graph(tests::query_models(tests::query_folder() + "/blog"));
  const tests::QuotingDialect dialect;
  const auto named = [&](const std::string& sql) {
    return names_of(graph, graph.named_in(sql, dialect));
  };
  EXPECT_EQ(named(R"(SELECT "id" FROM "public"."blog" AS "b")"), "blog");
  EXPECT_EQ(named(R"(SELECT '"' FROM "blog", "entry_authors")"), "blog entry_authors");
  EXPECT_EQ(named(R"(SELECT 1 FROM "blogs")"), "");
  EXPECT_EQ(named(R"(blog "blog)"), "");
}

TEST(TableGraphTest, PartsAndWholesAreOne) {
  model::ModelSet models;
  for (const char* const name : {"whole", "part", "other"}) {
    model::Model& made = models.models.emplace_back();
    made.handle = name;
  }
  models.models[1].engine_options["postgresql"]["partition_of"] = "public.whole";
  const TableGraph graph(models);
  EXPECT_EQ(names_of(graph, graph.reached("whole", Action::create)), "whole part");
  EXPECT_EQ(names_of(graph, graph.reached("part", Action::create)), "whole part");
  EXPECT_EQ(names_of(graph, graph.reached("other", Action::remove)), "other");
}

}  // namespace
}  // namespace covet::record
