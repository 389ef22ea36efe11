#include "tests/conformance/sessions.h"

// What sessions keep of results, and when it goes.
namespace covet {
namespace {

using namespace std::chrono_literals;
using query::Q;
using query::QuerySet;
using record::Action;
using record::Audit;
using record::Record;
using record::SessionOptions;
using record::Store;
using validate::Row;

class SessionCaches : public Sessions {};

TEST_P(SessionCaches, KeepResults) {
  record::Session any = session_keeping();
  EXPECT_EQ(names(any), "r1");
  EXPECT_EQ(names(any), "r1") << "all replicas hold the same";
  EXPECT_EQ(any.count(QuerySet("blog")), 1U);
  EXPECT_EQ(any.count(QuerySet("blog")), 1U);
  EXPECT_EQ(any.all(QuerySet("blog")).size(), any.all(QuerySet("blog")).size());
  EXPECT_TRUE(any.exists(QuerySet("blog")) && any.exists(QuerySet("blog")));
  const QuerySet sum = QuerySet("blog").aggregate({{"n", query::Count()}});
  EXPECT_EQ(any.aggregate(sum).at("n"), any.aggregate(sum).at("n"));
  EXPECT_EQ(cache->stats().hits, 5U);
  EXPECT_EQ(cache->stats().misses, 5U);
  const std::string fresh = names(any.uncached()) + names(any.uncached());
  EXPECT_TRUE(fresh == "r1r2" || fresh == "r2r1") << fresh;
  EXPECT_EQ(cache->stats().hits, 5U);
}

TEST_P(SessionCaches, EachWriteIsSeenByAllSessions) {
  record::Session any = session_keeping();
  record::Session on = any.on("main");
  const auto seen = [&](const std::string& expected) {
    EXPECT_EQ(names(on), expected);
    EXPECT_EQ(names(session().on("main")), expected);
  };
  seen("main");
  Record made = any.create("blog", blog("a"));
  seen("main a");
  made.set("name", std::string("b"));
  any.save(made);
  seen("main b");
  std::vector<Record> both = {made};
  both[0].set("name", std::string("c"));
  any.bulk_update(both, {"name"});
  seen("main c");
  any.write(QuerySet("blog").filter(Q("name", "c")).update({{"name", query::Expression("d")}}));
  seen("main d");
  any.update_or_create("blog", {{"name", std::string("d")}}, {{"name", std::string("e")}});
  seen("main e");
  any.upsert("blog", {{{"id", made["id"]}, {"name", "f"}, {"tagline", "-"}}}, {"id"}, {"name"});
  seen("main f");
  any.remove(made);
  seen("main");
  any.bulk_create("blog", {blog("g")});
  seen("main g");
}

TEST_P(SessionCaches, WhatADeleteReachesIsReadAgain) {
  record::Session any = session_keeping();
  record::Session all = any.on("main");
  const Record made = all.get(QuerySet("blog"));
  const Record entry = all.create("entry", {{"blog", made["id"]},
                                            {"headline", std::string("x")},
                                            {"pub_date", std::string("2026-11-27")}});
  const Record ada = all.create("author", {{"name", std::string("Ada")}});
  all.add(entry, "authors", {ada["id"]});
  const QuerySet of_ada = QuerySet("entry").filter(Q("authors__name", "Ada"));
  EXPECT_EQ(all.count(of_ada), 1U);
  EXPECT_EQ(all.count(of_ada), 1U);
  all.remove(entry, "authors", {ada["id"]});
  EXPECT_EQ(all.count(of_ada), 0U);
  all.add(entry, "authors", {ada["id"]});
  EXPECT_EQ(all.count(of_ada), 1U);
  EXPECT_EQ(all.count(QuerySet("entry")), 1U);
  all.write(QuerySet("blog").remove());
  EXPECT_EQ(all.count(of_ada), 0U);
  EXPECT_EQ(all.count(QuerySet("entry")), 0U);
}

TEST_P(SessionCaches, WritesOfOthersShowWhenTheirTimeIsOver) {
  record::Session any = session_keeping({.time_to_live = 10s});
  record::Session on = any.on("main");
  EXPECT_EQ(names(on), "main");
  connection->execute("INSERT INTO blog (name, tagline) VALUES ('other', '-')");
  EXPECT_EQ(names(on), "main");
  clock.pass(10s);
  EXPECT_EQ(names(on), "main other");
  connection->execute("INSERT INTO blog (name, tagline) VALUES ('more', '-')");
  cache->wrote("blog", Action::create);
  EXPECT_EQ(names(on), "main other more");
}

TEST_P(SessionCaches, ATransactionNeitherAsksTheCacheNorTellsItTooSoon) {
  record::Session any = session_keeping();
  record::Session on = any.on("main");
  EXPECT_EQ(names(on), "main");
  const auto before = cache->stats();
  EXPECT_EQ(thrown_by([&] {
              any.in_transaction("blog", [&](Store& store) {
                store.create("blog", blog("one"));
                EXPECT_EQ(names(any), "main one");
                EXPECT_EQ(names(session().on("main")), "main") << "what is committed is kept";
                throw Error(Errc::cancelled, "no");
              });
            }),
            Errc::cancelled);
  EXPECT_EQ(cache->stats().dropped, before.dropped) << "nothing was written";
  EXPECT_EQ(cache->stats().misses, before.misses);
  EXPECT_EQ(names(on), "main");
  any.in_transaction("blog", [&](Store& store) { store.create("blog", blog("one")); });
  EXPECT_EQ(cache->stats().dropped, before.dropped + 1);
  EXPECT_EQ(names(on), "main one");
}

TEST_P(SessionCaches, AReadThatACommitOvertakesIsNotKept) {
  record::Session any = session_keeping();
  // Begins to read, and before the rows are kept another session commits.
  struct Between final : record::Observer {
    std::shared_ptr<const Rows> rows(const query::Query& query, const Statement& statement,
                                     Connection& connection) override {
      return cache->rows({"main"}, query, statement, connection.dialect(), [&] {
        Rows read = connection.fetch_all(statement);
        write();
        return read;
      });
    }
    record::QueryCache* cache = nullptr;
    std::function<void()> write;
  } between;
  between.cache = &*cache;
  between.write = [&] { any.create("blog", blog("new")); };
  Store slow(models, *connection, hooks);
  slow.observed_by(&between);
  EXPECT_EQ(names(slow), "main");
  EXPECT_EQ(cache->stats().overtaken, 1U);
  EXPECT_EQ(names(any.on("main")), "main new");
}

// SQLite has one writer at a time.
class ServerSessionCaches : public Sessions {};

TEST_P(ServerSessionCaches, AWriteWithinAnotherDoesntTellOfThatTooSoon) {
  record::Session writer = session_keeping();
  record::Session reader = session({.own_writes = SessionOptions::always});
  hooks.listeners.push_back({"blog", [&](record::Signal signal, Record&) {
                               if (signal != record::Signal::after_save) return;
                               writer.create("author", {{"name", std::string("Bob")}});
                               // Kept by now, and the blog isn't committed yet.
                               EXPECT_EQ(names(reader.on("main")), "main");
                             }});
  writer.get_or_create("blog", {{"name", std::string("new")}}, {{"tagline", std::string("-")}});
  hooks.listeners.clear();
  EXPECT_EQ(names(reader.on("main")), "main new");
}

INSTANTIATE_TEST_SUITE_P(Engines, SessionCaches, testing::ValuesIn(tests::engines()),
                         name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, ServerSessionCaches, testing::ValuesIn(server_engines()),
                         name_of_engine);

}  // namespace
}  // namespace covet
