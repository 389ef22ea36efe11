#include "migrations/run_log.h"

#include <string>

#include <gtest/gtest.h>

namespace covet::migrations {
namespace {

std::string shown(const StatementTimes& times, std::size_t from) {
  std::string all;
  for (std::size_t i = from; i < times.list().size(); ++i) {
    const StatementTime& time = times.list()[i];
    all += std::to_string(time.number) + (time.last == 0 ? "" : "-" + std::to_string(time.last)) +
           ":" + std::to_string(time.took.count()) + " ";
  }
  return all;
}

StatementTimes many(std::size_t first, std::size_t last) {
  using std::chrono::milliseconds;
  StatementTimes times;
  for (std::size_t number = first; number <= last; ++number)
    times.add({number, milliseconds(number == 2500 ? 3000 : 2)});
  return times;
}

TEST(StatementTimes, SumsUpManyButForWhatTookLong) {
  const StatementTimes times = many(1, 3600);
  EXPECT_EQ(times.count(), 3600U);
  EXPECT_EQ(shown(times, 999),
            "1000:2 1001-2000:2000 2001-2499:998 2500:3000 2501-3500:2000 "
            "3501-3600:200 ");
}

TEST(StatementTimes, KeepsWhatAStepCameTo) {
  StatementTimes times = many(1, 1500);
  times.add({1501, std::chrono::milliseconds(1), "DELETE FROM a"});
  EXPECT_EQ(shown(times, 1000), "1001-1500:1000 1501:1 ");
  EXPECT_EQ(times.list().back().sql, "DELETE FROM a");
}

TEST(StatementTimes, Append) {
  StatementTimes times = many(1, 10);
  times.append(many(11, 1400));
  EXPECT_EQ(times.count(), 1400U);
  EXPECT_EQ(shown(times, 1000), "1001-1010:20 1011-1400:780 ");
}

}  // namespace
}  // namespace covet::migrations
