#include "core/record/databases.h"

#include <gtest/gtest.h>

#include "core/record/router.h"
#include "tests/support/scripted_connection.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet::record {
namespace {

using tests::thrown_by;

class FakeDriver final : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions&) const override {
    if (url.host == "down") throw Error(Errc::connection, "nobody there");
    return std::make_unique<tests::ScriptedConnection>();
  }
};

class DatabasesTest : public testing::Test {
 protected:
  std::unique_ptr<Database> at(const std::string& host) {
    Tuning tuning;
    tuning.retry.attempts = 1;
    tuning.breaker.failure_threshold = 1;
    return std::make_unique<Database>(driver, parse_url("postgresql://u@" + host + "/d"),
                                      ConnectOptions{}, tuning, clock);
  }
  using Names = std::vector<std::string>;

  tests::StillClock clock;
  FakeDriver driver;
  Databases databases;
};

TEST_F(DatabasesTest, ReplicasTakeTurns) {
  databases.add_primary("main", at("a"));
  EXPECT_EQ(databases.reading_order("main"), Names{"main"});
  for (const std::string name : {"r1", "r2", "r3"})
    databases.add_replica(name, "main", at(name));
  EXPECT_EQ(databases.reading_order("main"), (Names{"r1", "r2", "r3", "main"}));
  EXPECT_EQ(databases.reading_order("main"), (Names{"r2", "r3", "r1", "main"}));
  EXPECT_EQ(databases.reading_order("main"), (Names{"r3", "r1", "r2", "main"}));
  EXPECT_EQ(databases.reading_order("main"), (Names{"r1", "r2", "r3", "main"}));
}

TEST_F(DatabasesTest, OneWhoseBreakerIsOpenIsLeftOut) {
  databases.add_primary("main", at("a"));
  Database& down = databases.add_replica("r1", "main", at("down"));
  databases.add_replica("r2", "main", at("b"));
  EXPECT_EQ(thrown_by([&] { down.borrow(); }), Errc::connection);
  EXPECT_EQ(databases.reading_order("main"), (Names{"r2", "main"}));
  EXPECT_EQ(databases.reading_order("main"), (Names{"r2", "main"}));
  down.breaker().reset();
  EXPECT_EQ(databases.reading_order("main").size(), 3U);
}

TEST_F(DatabasesTest, OneThatIsUnhealthyIsLeftOut) {
  databases.add_primary("main", at("a"));
  Database& down = databases.add_replica("r1", "main", at("down"));
  for (int i = 0; i < 10 && down.health().metrics().health != Health::unhealthy; ++i)
    down.health().check();
  EXPECT_EQ(databases.reading_order("main"), Names{"main"});
}

TEST_F(DatabasesTest, NamesMeanOne) {
  EXPECT_EQ(thrown_by([&] { databases.first_primary(); }), Errc::usage);
  databases.add_primary("main", at("a"));
  databases.add_primary("logs", at("b"));
  databases.add_replica("reporting", "main", at("c"));
  EXPECT_EQ(databases.first_primary(), "main");
  EXPECT_EQ(databases.primaries(), 2U);
  EXPECT_EQ(databases.primary_of("reporting"), "main");
  EXPECT_EQ(databases.primary_of("logs"), "logs");
  EXPECT_EQ(thrown_by([&] { databases.add_primary("logs", at("d")); }), Errc::usage);
  EXPECT_EQ(thrown_by([&] { databases.add_replica("x", "reporting", at("d")); }), Errc::usage);
  EXPECT_EQ(thrown_by([&] { databases.add_replica("x", "nobody", at("d")); }), Errc::usage);
  EXPECT_FALSE(databases.has("x"));
  try {
    databases.at("reportin");
    ADD_FAILURE() << "it is there";
  } catch (const Error& error) {
    EXPECT_NE(error.hint().find("reporting"), std::string::npos) << error.hint();
  }
}

TEST(RouterTest, GoesByTheFirstRuleThatFits) {
  model::Model entry;
  entry.handle = "entry";
  model::Model log;
  log.handle = "log_line";
  EXPECT_EQ(Router().database_for({entry, true}), "");
  const Router rules({{"log_error", "errors"}, {"log_*", "logs"}, {"log_line", "never"}}, "main");
  EXPECT_EQ(rules.database_for({entry, true}), "main");
  EXPECT_EQ(rules.database_for({log, false}), "logs");
  const Router own([](const RouteQuestion& question) {
    return question.model.handle + (question.write ? ":write" : ":read");
  });
  EXPECT_EQ(own.database_for({entry, true}), "entry:write");
  EXPECT_EQ(own.database_for({entry, false}), "entry:read");
}

}  // namespace
}  // namespace covet::record
