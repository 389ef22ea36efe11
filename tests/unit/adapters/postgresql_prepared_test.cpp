#include <gtest/gtest.h>

#include "adapters/postgresql/prepared.h"

namespace covet::postgresql {
namespace {

TEST(PreparedNames, PreparesWhatIsSeenAgain) {
  PreparedNames names;
  EXPECT_FALSE(names.use("SELECT $1"));
  const auto second = names.use("SELECT $1");
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->fresh);
  const auto third = names.use("SELECT $1");
  EXPECT_FALSE(third->fresh);
  EXPECT_EQ(third->name, second->name);
}

TEST(PreparedNames, KeepsThoseUsedLast) {
  PreparedNames names(2);
  for (const char* sql : {"a", "a", "b", "b", "a"})
    names.use(sql);
  EXPECT_FALSE(names.evict());
  names.use("c");
  EXPECT_EQ(names.evict(), "covet_2");
  EXPECT_FALSE(names.evict());
  EXPECT_FALSE(names.use("a")->fresh);
  EXPECT_EQ(names.size(), 2U);
}

TEST(PreparedNames, GivesUpWhatWasForgotten) {
  PreparedNames names;
  names.use("a");
  EXPECT_FALSE(names.forget("a"));
  names.use("a");
  names.use("a");
  EXPECT_TRUE(names.forget("a"));
  EXPECT_EQ(names.evict(), "covet_1");
  EXPECT_FALSE(names.use("a"));
  names.clear();
  EXPECT_EQ(names.size(), 0U);
}

}  // namespace
}  // namespace covet::postgresql
