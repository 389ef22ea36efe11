#include "tests/conformance/sessions.h"

// Where reads and writes of sessions go.
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

TEST_P(Sessions, AReplicaTakesNoWritesInATransactionEither) {
  record::Session writer = session();
  const auto within = [&](Store&) { writer.on("r1").create("blog", blog("lost")); };
  EXPECT_EQ(thrown_by([&] { writer.in_transaction("blog", within); }), Errc::usage);
  EXPECT_EQ(in(database), "main");
}

TEST_P(Sessions, HavePagesAndPlans) {
  record::Session writer = session({.own_writes = SessionOptions::always});
  writer.bulk_create("blog", {blog("a"), blog("b")});
  const QuerySet all = QuerySet("blog").order_by(std::vector<std::string>{"id"});
  const record::Page first = writer.page(all, 2);
  ASSERT_EQ(first.records.size(), 2U);
  const record::Page second = writer.page(all, 2, first.next);
  ASSERT_EQ(second.records.size(), 1U);
  EXPECT_EQ(second.records[0]["name"], Value(std::string("b")));
  EXPECT_TRUE(second.next.empty());
  EXPECT_NE(writer.explain(all).find("blog"), std::string::npos);
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
