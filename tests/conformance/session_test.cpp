#include "core/record/session.h"

#include "tests/conformance/surface.h"
#include "tests/support/queries.h"
#include "tests/support/still_clock.h"

// Sessions over a primary, two replicas and another primary: databases of one server, which hold
// different rows, so that an answer tells where it comes from.
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

class Sessions : public Surface {
 protected:
  void SetUp() override {
    models = tests::query_models(tests::query_folder() + "/blog");
    make("main", database);
    make("r1", first_replica);
    make("r2", second_replica);
    make("logs", elsewhere);
    databases.add_primary("main", held(database.url()));
    databases.add_replica("r1", "main", held(first_replica.url()));
    databases.add_replica("r2", "main", held(second_replica.url()));
    databases.add_primary("logs", held(elsewhere.url()));
  }
  /// With a blog of that name in it.
  void make(const std::string& name, const tests::TestDatabase& in) {
    const auto line = in.connect();
    tests::make_tables(*line, in.backend(), models);
    Store(models, *line, hooks).create("blog", {{"name", name}, {"tagline", std::string("-")}});
  }
  std::unique_ptr<Database> held(const Url& url, int attempts = 1) {
    Tuning tuning;
    tuning.retry.attempts = attempts;
    return std::make_unique<Database>(database.backend().driver, url, ConnectOptions{}, tuning);
  }
  record::Session session(SessionOptions options = {}) {
    return record::Session({models, databases, router, hooks, cache ? &*cache : nullptr,
                            audit ? &*audit : nullptr, clock},
                           std::move(options));
  }
  record::Session session_keeping(record::QueryCacheOptions options = {}) {
    cache.emplace(models, options, clock);
    return session({.own_writes = SessionOptions::always});
  }
  /// The blogs that it finds, by name.
  static std::string names(record::Session of) {
    std::string text;
    for (const auto& row :
         of.values(QuerySet("blog").order_by(std::vector<std::string>{"id"}).values({"name"})))
      text += (text.empty() ? "" : " ") + as_string(row[0]);
    return text;
  }
  static std::string names(Store& of) {
    std::string text;
    for (const auto& row :
         of.values(QuerySet("blog").order_by(std::vector<std::string>{"id"}).values({"name"})))
      text += (text.empty() ? "" : " ") + as_string(row[0]);
    return text;
  }
  static Row blog(const std::string& name) {
    return {{"name", name}, {"tagline", std::string("-")}};
  }
  /// Around all that is tested.
  std::string in(const tests::TestDatabase& where) {
    const auto line = where.connect();
    Store store(models, *line, hooks);
    return names(store);
  }

  model::ModelSet models;
  record::Hooks hooks;
  tests::StillClock clock;
  tests::TestDatabase first_replica{std::string(database.backend().engine)};
  tests::TestDatabase second_replica{std::string(database.backend().engine)};
  tests::TestDatabase elsewhere{std::string(database.backend().engine)};
  record::Databases databases;
  record::Router router{std::vector<record::Router::Rule>{{"author", "logs"}, {"profile", "r2"}}};
  std::optional<record::QueryCache> cache;
  std::optional<Audit> audit;
};

TEST_P(Sessions, ReadsTakeTurnsAndWritesGoToThePrimary) {
  EXPECT_EQ(names(session()), "r1");
  EXPECT_EQ(names(session()), "r2");
  EXPECT_EQ(names(session()), "r1");
  record::Session writer = session({.own_writes = SessionOptions::never});
  writer.create("blog", blog("new"));
  writer.write(QuerySet("blog").filter(Q("name", "r1")).remove());
  writer.bulk_create("blog", {blog("bulk")});
  EXPECT_EQ(in(database), "main new bulk");
  EXPECT_EQ(in(first_replica), "r1");
  EXPECT_EQ(in(second_replica), "r2");
  EXPECT_EQ(names(writer), "r2");
}

TEST_P(Sessions, SeeTheirOwnWritesForAWhile) {
  record::Session writer = session();
  record::Session copy = writer;
  writer.create("blog", blog("new"));
  EXPECT_EQ(names(writer), "main new");
  EXPECT_EQ(names(copy), "main new");
  EXPECT_EQ(names(session()), "r1") << "another session";
  clock.pass(4999ms);
  EXPECT_EQ(names(writer), "main new");
  clock.pass(1ms);
  EXPECT_EQ(names(writer), "r2");
  record::Session faithful = session({.own_writes = SessionOptions::always});
  EXPECT_EQ(names(faithful), "r1");
  faithful.create("blog", blog("newer"));
  clock.pass(std::chrono::hours(10'000));
  EXPECT_EQ(names(faithful), "main new newer");
}

TEST_P(Sessions, GoWhereTheyAreTold) {
  record::Session any = session();
  EXPECT_EQ(names(any.on("r2")), "r2");
  EXPECT_EQ(names(any.on("r2")), "r2");
  EXPECT_EQ(names(any.on("logs")), "logs");
  EXPECT_EQ(thrown_by([&] { any.on("r2").create("blog", blog("x")); }), Errc::usage);
  EXPECT_EQ(thrown_by([&] { any.on("nobody"); }), Errc::usage);
  any.on("logs").create("blog", blog("x"));
  EXPECT_EQ(in(elsewhere), "logs x");
  EXPECT_EQ(in(second_replica), "r2");
}

TEST_P(Sessions, GoWhereTheModelIs) {
  record::Session any = session();
  any.create("author", {{"name", std::string("Ada")}});
  EXPECT_EQ(any.count(QuerySet("author")), 1U);
  EXPECT_EQ(any.on("main").count(QuerySet("author")), 0U);
  EXPECT_EQ(any.count(QuerySet("profile")), 0U);
  EXPECT_EQ(thrown_by([&] {
              any.create("profile", {{"author", std::int64_t{1}}});
            }),
            Errc::usage)
      << "the router names a replica";
}

TEST_P(Sessions, AReplicaThatIsDownIsPassedOver) {
  record::Databases some;
  const tests::TempDir folder;
  Url nowhere = database.url();
  nowhere.port = 1;
  // A folder is no database.
  if (is("sqlite")) nowhere = parse_url("sqlite:///" + folder.path().string());
  some.add_primary("main", held(database.url()));
  some.add_replica("down", "main", held(nowhere));
  some.add_replica("r1", "main", held(first_replica.url()));
  record::Session any({models, some, router, hooks, nullptr, nullptr, clock});
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(names(any), "r1");
  record::Databases none;
  none.add_primary("main", held(database.url()));
  none.add_replica("down", "main", held(nowhere));
  record::Session last({models, none, router, hooks, nullptr, nullptr, clock});
  EXPECT_EQ(names(last), "main");
  std::string each;
  last.each(QuerySet("blog"), [&](const Record& record) { each += as_string(record["name"]); });
  EXPECT_EQ(each, "main");
  EXPECT_THROW(names(last.on("down")), Error);
}

TEST_P(Sessions, ACommonTableIsWhereItsRowsAre) {
  const QuerySet mine = QuerySet("mine").with("mine", QuerySet("blog").values({"id", "name"}));
  EXPECT_EQ(session().values(mine.values({"name"})),
            (std::vector<std::vector<Value>>{{std::string("r1")}}));
}

TEST_P(Sessions, LocksAreTakenOnThePrimary) {
  record::Session any = session();
  any.in_transaction("blog", [&](Store& store) {
    EXPECT_EQ(store.get(QuerySet("blog").for_update())["name"], Value(std::string("main")));
  });
  EXPECT_EQ(any.get(QuerySet("blog").for_update())["name"], Value(std::string("main")));
  const auto [found, made] =
      any.get_or_create("blog", {{"name", std::string("main")}}, {{"tagline", std::string("-")}});
  EXPECT_FALSE(made);
}

TEST_P(Sessions, ATransactionHoldsAllThatTheSessionDoes) {
  record::Session any = session();
  any.in_transaction("blog", [&](Store& store) {
    store.create("blog", blog("one"));
    any.create("blog", blog("two"));
    EXPECT_EQ(names(any), "main one two");
    EXPECT_EQ(names(store), "main one two");
    EXPECT_EQ(in(database), "main");
  });
  EXPECT_EQ(in(database), "main one two");
  EXPECT_EQ(names(any), "main one two") << "and then reads what it wrote";
  EXPECT_EQ(thrown_by([&] {
              any.in_transaction("main", [&](Store& store) {
                store.create("blog", blog("three"));
                throw Error(Errc::cancelled, "no");
              });
            }),
            Errc::cancelled);
  EXPECT_EQ(in(database), "main one two");
  any.in_transaction("r1", [&](Store& store) {
    store.create("blog", blog("four"));
    EXPECT_EQ(thrown_by([&] {
                any.in_transaction("blog", [&](Store& inner) {
                  inner.create("blog", blog("five"));
                  throw Error(Errc::cancelled, "no");
                });
              }),
              Errc::cancelled);
  });
  EXPECT_EQ(in(database), "main one two four");
}

TEST_P(Sessions, ATransactionOfTwoPrimariesIsRefused) {
  record::Session any = session();
  const auto refused = [&](const std::function<void(Store&)>& work) {
    EXPECT_EQ(thrown_by([&] { any.in_transaction("blog", work); }), Errc::usage);
  };
  refused([](Store& store) {
    store.create("blog", blog("x"));
    store.create("author", {{"name", std::string("Ada")}});
  });
  refused([](Store& store) { store.count(QuerySet("author")); });
  refused([&](Store&) { any.all(QuerySet("author")); });
  refused([&](Store&) { any.in_transaction("logs", [](Store&) {}); });
  refused([&](Store&) { any.on("logs").count(QuerySet("blog")); });
  EXPECT_EQ(in(database), "main");
  try {
    any.in_transaction("blog", [](Store& store) { store.count(QuerySet("author")); });
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_NE(error.hint().find("distributed_transaction.h"), std::string::npos) << error.hint();
  }
  any.on("main").in_transaction(
      "main", [](Store& store) { EXPECT_EQ(store.count(QuerySet("author")), 0U); });
}

TEST_P(Sessions, KeepResults) {
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

TEST_P(Sessions, EachWriteIsSeenByAllSessions) {
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

TEST_P(Sessions, WhatADeleteReachesIsReadAgain) {
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

TEST_P(Sessions, WritesOfOthersShowWhenTheirTimeIsOver) {
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

TEST_P(Sessions, ATransactionNeitherAsksTheCacheNorTellsItTooSoon) {
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

TEST_P(Sessions, AReadThatACommitOvertakesIsNotKept) {
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

TEST_P(Sessions, WritesAreLogged) {
  audit.emplace();
  Audit::create_table(*connection);
  record::Session any = session({.who = "ada"});
  any.create("blog", blog("one"));
  any.in_transaction("blog", [&](Store& store) { store.create("blog", blog("two")); });
  EXPECT_THROW(any.in_transaction("blog",
                                  [&](Store& store) {
                                    store.create("blog", blog("three"));
                                    throw Error(Errc::cancelled, "no");
                                  }),
               Error);
  EXPECT_EQ(count("covet_audit"), 2);
  EXPECT_EQ(count("covet_audit WHERE who = 'ada'"), 2);
}

/// Of engines with sessions that can be ended.
class ServerSessions : public Sessions {};

TEST_P(ServerSessions, AReplicaThatGoesAwayMeanwhileIsPassedOver) {
  record::Session any = session();
  std::string victim;
  EXPECT_EQ(names(any), "r1");
  {
    const Lease lease = databases.at("r2").borrow();
    kill(*lease);
  }
  EXPECT_EQ(names(any), "r1") << "whose turn it isn't";
  EXPECT_EQ(names(any), "r1");
  EXPECT_EQ(names(any), "r2") << "with a new connection";
}

INSTANTIATE_TEST_SUITE_P(Engines, Sessions, testing::ValuesIn(tests::engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, ServerSessions, testing::ValuesIn(server_engines()),
                         name_of_engine);

}  // namespace
}  // namespace covet
