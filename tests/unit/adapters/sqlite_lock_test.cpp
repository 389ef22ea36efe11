#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"
#include "tests/unit/adapters/sqlite_support.h"

namespace covet::tests {
namespace {

namespace fs = std::filesystem;

class SqliteLock : public testing::Test {
 protected:
  schema::LockAttempt try_lock() const {
    ConnectOptions options;
    options.application_name = "covet migrate";
    return sqlite_backend().locker.try_lock(parse_url("sqlite://" + database()), options,
                                            "covet_migrations");
  }
  std::string database() const { return (dir_.path() / "a.db").string(); }
  std::string file() const { return database() + ".covet-lock"; }

  TempDir dir_;
};

TEST_F(SqliteLock, IsHeldByOneAndSaysByWhom) {
  auto first = try_lock();
  ASSERT_NE(first.lock, nullptr);
  EXPECT_NO_THROW(first.lock->check());
  const auto second = try_lock();
  EXPECT_EQ(second.lock, nullptr);
  ASSERT_TRUE(second.holder.has_value());
  const std::string begin = "process " + std::to_string(::getpid()) + " on ";
  EXPECT_TRUE(second.holder->description.starts_with(begin)) << second.holder->description;
  EXPECT_NE(second.holder->description.find("(covet migrate), since 2"), std::string::npos);
  first.lock.reset();
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_NE(try_lock().lock, nullptr);
}

TEST_F(SqliteLock, TakesOverWhatADeadProcessLeft) {
  write_text(file(), "process 1 on elsewhere (covet migrate), since 2020-01-01 00:00:00 UTC\n");
  EXPECT_NE(try_lock().lock, nullptr);
}

TEST_F(SqliteLock, NoticesThatItsFileIsGone) {
  const auto held = try_lock();
  fs::remove(file());
  EXPECT_THROW(held.lock->check(), Error);
}

TEST_F(SqliteLock, IsOneForAllNamesOfTheFile) {
  write_text(database(), "");
  fs::create_symlink(database(), dir_.path() / "b.db");
  const auto held = try_lock();
  const auto other = sqlite_backend().locker.try_lock(
      parse_url("sqlite://" + (dir_.path() / "b.db").string()), {}, "covet_migrations");
  EXPECT_EQ(other.lock, nullptr);
}

TEST(SqliteLockInMemory, NeedsNone) {
  const auto one = sqlite_backend().locker.try_lock(parse_url("sqlite::memory:"), {}, "h");
  const auto two = sqlite_backend().locker.try_lock(parse_url("sqlite::memory:"), {}, "h");
  EXPECT_NE(one.lock, nullptr);
  EXPECT_NE(two.lock, nullptr);
}

TEST(SqliteGuard, KnowsWhatRunsOutsideTransactionsOnly) {
  const schema::Guard& guard = sqlite_backend().guard;
  EXPECT_EQ(guard.needs_no_transaction("VACUUM INTO 'x'"), "VACUUM");
  EXPECT_EQ(guard.needs_no_transaction("-- why\nattach 'x' AS y"), "ATTACH");
  EXPECT_EQ(guard.needs_no_transaction("PRAGMA main.journal_mode = wal"), "PRAGMA journal_mode");
  EXPECT_EQ(guard.needs_no_transaction("pragma foreign_keys(0)"), "PRAGMA foreign_keys");
  EXPECT_EQ(guard.needs_no_transaction("PRAGMA foreign_keys"), std::nullopt);
  EXPECT_EQ(guard.needs_no_transaction("PRAGMA legacy_alter_table = ON"), std::nullopt);
  EXPECT_EQ(guard.needs_no_transaction("INSERT INTO vacuum VALUES (1)"), std::nullopt);
}

}  // namespace
}  // namespace covet::tests
