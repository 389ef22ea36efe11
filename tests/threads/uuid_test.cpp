#include "core/base/uuid.h"

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace covet {
namespace {

TEST(Uuid7, IsOnceOverAllThreads) {
  const Timestamp now = parse_timestamp("2200-01-01T00:00:00Z");
  std::vector<std::vector<Uuid>> made(4);
  std::vector<std::thread> threads;
  for (auto& list : made) {
    threads.emplace_back([&list, now] {
      for (int i = 0; i < 500; ++i)
        list.push_back(uuid7(now));
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  std::set<std::vector<std::byte>> ticks;
  for (const auto& list : made) {
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end()));
    for (const Uuid& uuid : list)
      ticks.insert({uuid.bytes.begin(), uuid.bytes.begin() + 8});
  }
  EXPECT_EQ(ticks.size(), 2000U);
}

}  // namespace
}  // namespace covet
