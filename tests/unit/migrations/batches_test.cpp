#include <string>

#include "core/base/error.h"
#include "migrations/batch_directive.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

TEST(BatchDirective, ReadsItsParts) {
  const Batch batch = parse_batch("users by id, 5000 rows, pause 20ms");
  EXPECT_EQ(batch.table, "users");
  EXPECT_EQ(batch.key, "id");
  EXPECT_EQ(batch.rows, 5000);
  EXPECT_EQ(batch.pause, std::chrono::milliseconds(20));
}

TEST(BatchDirective, TakesQuotedNamesAsTheyAre) {
  const Batch batch = parse_batch("audit.\"Odd, by name\" by \"the key\", 1 rows");
  EXPECT_EQ(batch.table, "audit.\"Odd, by name\"");
  EXPECT_EQ(batch.key, "\"the key\"");
  EXPECT_EQ(batch.pause.count(), 0);
}

TEST(BatchDirective, SaysWhatIsWrong) {
  for (const char* text :
       {"", "users", "users by id", "users, 5 rows", "users by id, 0 rows", "users by id, x rows",
        "users by id, 5", " by id, 5 rows", "users by id, 5 rows, pause soon"}) {
    EXPECT_THROW(parse_batch(text), Error) << text;
  }
}

TEST(BatchDirective, LeavesLiteralsAlone) {
  EXPECT_EQ(with_batch("UPDATE t SET x = '{batch}' WHERE {batch} -- {batch}", "id < 3",
                       tests::sqlite_rules()),
            "UPDATE t SET x = '{batch}' WHERE id < 3 -- {batch}");
  EXPECT_FALSE(with_batch("UPDATE t SET x = '{batch}'", "id < 3", tests::sqlite_rules()));
}

std::vector<Migration> filling() {
  return {read("1_fill",
               "-- covet:batch t by k, 10 rows, pause 5ms\n"
               "UPDATE t SET n = n + 1 WHERE {batch};\n")};
}

class Batches : public OnSqlite {
 protected:
  void SetUp() override {
    OnSqlite::SetUp();
    if (IsSkipped()) return;
    real->execute("CREATE TABLE t (k TEXT, n INTEGER)");
    real->execute(
        "INSERT INTO t WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < "
        "25)"
        " SELECT printf('it''s %03d', x), 0 FROM i");
    real->execute("INSERT INTO t VALUES (NULL, 0), (NULL, 0)");
  }
  std::string numbers() const {
    std::string text;
    for (const Row& row : real->fetch_all("SELECT n, COUNT(*) AS c FROM t GROUP BY n ORDER BY n")) {
      text += std::to_string(row.integer("n")) + ":" + std::to_string(row.integer("c")) + " ";
    }
    return text;
  }
};

TEST_F(Batches, RunOverEveryRowOnceAlsoThoseWithoutAKey) {
  EXPECT_FALSE(run(filling()).failure);
  EXPECT_EQ(events, "start 1/1 10of25 20of25 25of25 ok done");
  EXPECT_EQ(numbers(), "1:27 ");
  EXPECT_EQ(clock.sleeps().size(), 3U);
  EXPECT_EQ(history->find(Version("1"))->batch_key, "");
}

TEST_F(Batches, GoOnAfterACrashAnywhere) {
  crash_anywhere(
      filling(), [this] { real->execute("UPDATE t SET n = 0"); },
      [this](const std::string& where) { EXPECT_EQ(numbers(), "1:27 ") << where; });
}

}  // namespace
}  // namespace covet::migrations
