#include "core/record/query_cache.h"

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/query_set.h"
#include "tests/support/quoting_dialect.h"
#include "tests/support/still_clock.h"

namespace covet::record {
namespace {

model::ModelSet two_models() {
  model::ModelSet models;
  for (const char* const name : {"a", "b"})
    models.models.emplace_back().handle = name;
  return models;
}

/// A table that holds a number which only grows; and the number that the cache was told of.
struct Table {
  std::atomic<std::int64_t> number = 0;
  std::atomic<std::int64_t> told = 0;
};

class Threads : public testing::Test {
 protected:
  std::int64_t read(const std::string& table, Table& from) {
    const auto rows = cache.rows({"main"}, query::QuerySet(table).query(),
                                 {"SELECT FROM \"" + table + '"'}, dialect, [&] {
                                   Rows made;
                                   made.emplace_back(names, std::vector<Value>{from.number.load()});
                                   // The widest door for a write between the reading and the
                                   // keeping.
                                   std::this_thread::yield();
                                   return made;
                                 });
    return std::get<std::int64_t>(rows->at(0)[std::size_t{0}]);
  }
  void write(const std::string& table, Table& to) {
    const std::int64_t now = ++to.number;
    cache.wrote(table, Action::update);
    std::int64_t before = to.told.load();
    while (before < now && !to.told.compare_exchange_weak(before, now)) {
    }
  }

  tests::StillClock clock;
  tests::QuotingDialect dialect;
  const model::ModelSet models = two_models();
  std::shared_ptr<const std::vector<std::string>> names =
      std::make_shared<const std::vector<std::string>>(1, "n");
  QueryCache cache{models, {}, clock};
};

TEST_F(Threads, NobodyReadsWhatWasBeforeAWriteThatWasTold) {
  constexpr int rounds = 2000;
  Table a;
  Table b;
  std::atomic<int> stale = 0;
  {
    std::latch ready(6);
    std::vector<std::jthread> threads;
    for (int n = 0; n < 4; ++n) {
      threads.emplace_back([&, n] {
        ready.arrive_and_wait();
        for (int i = 0; i < rounds; ++i) {
          Table& table = (i + n) % 2 == 0 ? a : b;
          const std::int64_t told = table.told;
          if (read((i + n) % 2 == 0 ? "a" : "b", table) < told) ++stale;
        }
      });
    }
    for (int n = 0; n < 2; ++n) {
      threads.emplace_back([&, n] {
        ready.arrive_and_wait();
        for (int i = 0; i < rounds; ++i) {
          write(n == 0 ? "a" : "b", n == 0 ? a : b);
          if (i % 500 == 0) cache.clear();
          std::this_thread::yield();
        }
      });
    }
  }
  EXPECT_EQ(stale, 0);
  EXPECT_EQ(read("a", a), rounds);
  EXPECT_EQ(read("b", b), rounds);
  const QueryCacheStats stats = cache.stats();
  EXPECT_EQ(stats.hits + stats.misses, 4U * rounds + 2U);
  EXPECT_LE(stats.entries, 2U);
}

TEST_F(Threads, AReaderThatWasOvertakenKeepsNothing) {
  Table a;
  std::latch read_it(1);
  std::latch written(1);
  std::jthread slow([&] {
    cache.rows({"main"}, query::QuerySet("a").query(), {R"(SELECT FROM "a")"}, dialect, [&] {
      Rows made;
      made.emplace_back(names, std::vector<Value>{a.number.load()});
      read_it.count_down();
      written.wait();
      return made;
    });
  });
  read_it.wait();
  write("a", a);
  EXPECT_EQ(read("a", a), 1);
  written.count_down();
  slow.join();
  EXPECT_EQ(cache.stats().overtaken, 1U);
  EXPECT_EQ(read("a", a), 1);
  EXPECT_EQ(cache.stats().hits, 1U);
}

}  // namespace
}  // namespace covet::record
