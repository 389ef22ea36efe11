#include "core/record/databases.h"

#include <array>
#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/record/router.h"
#include "tests/support/scripted_connection.h"

namespace covet::record {
namespace {

class FakeDriver final : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url&, const ConnectOptions&) const override {
    return std::make_unique<tests::ScriptedConnection>();
  }
};

TEST(DatabaseThreads, ReplicasTakeTurnsWhoeverAsks) {
  const FakeDriver driver;
  const auto make = [&] {
    return std::make_unique<Database>(driver, parse_url("postgresql://u@h/d"), ConnectOptions{},
                                      Tuning{});
  };
  Databases databases;
  databases.add_primary("main", make());
  databases.add_replica("r0", "main", make());
  databases.add_replica("r1", "main", make());
  const Router router(std::vector<Router::Rule>{{"log_*", "logs"}}, "main");
  model::Model entry;
  entry.handle = "entry";
  std::array<std::atomic<int>, 2> asked{};
  {
    std::latch ready(4);
    std::vector<std::jthread> threads;
    for (int n = 0; n < 4; ++n) {
      threads.emplace_back([&] {
        ready.arrive_and_wait();
        for (int i = 0; i < 500; ++i) {
          const std::string first =
              databases.reading_order(router.database_for({entry, false})).front();
          ++asked.at(first == "r0" ? 0 : 1);
          databases.at(first).borrow()->execute("SELECT 1");
        }
      });
    }
  }
  EXPECT_EQ(asked[0], 1000);
  EXPECT_EQ(asked[1], 1000);
  EXPECT_EQ(databases.at("r0").pool().stats().borrowed, 1000U);
  EXPECT_EQ(databases.at("main").pool().stats().borrowed, 0U);
}

}  // namespace
}  // namespace covet::record
