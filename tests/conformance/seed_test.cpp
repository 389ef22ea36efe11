#include <algorithm>

#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/record/dump.h"
#include "core/record/load.h"
#include "core/record/store.h"
#include "core/seed/seeding.h"
#include "tests/conformance/surface.h"
#include "tests/support/queries.h"
#include "tests/support/random_models.h"

// Rows that are made up for random models: every engine takes them, and holds the same ones.
namespace covet {
namespace {

class Seeded {
 public:
  Seeded(const std::string& engine, const model::ModelSet& models)
      : database_(engine), connection_(database_.connect()) {
    tests::make_tables(*connection_, database_.backend(), models);
    models_ = record::with_junctions(models);
  }

  /// Returns how many rows were made.
  std::uint64_t fill(std::uint64_t each) {
    seed::Wanted wanted;
    wanted.each = each;
    wanted.as_of = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
    seed::TablesPresent present(models_, *connection_);
    const seed::Seeding seeding(models_, wanted, present);
    record::Load load(models_, seeding);
    load.check();
    load.load(*connection_);
    std::uint64_t rows = 0;
    for (const record::Loaded& loaded : load.counts())
      rows += loaded.rows;
    return rows;
  }

  /// In no engine's order.
  std::vector<std::string> rows() {
    std::vector<std::string> lines;
    const Transaction moment(*connection_, record::dump_transaction());
    for (const model::Model& model : models_.models) {
      const std::vector<std::string> fields = record::dumped_fields(model);
      record::dump_rows(models_, model, *connection_, [&](const std::vector<Value>& row) {
        lines.push_back(record::dump_json(model, fields, row));
      });
    }
    std::ranges::sort(lines);
    return lines;
  }

 private:
  tests::TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  model::ModelSet models_;
};

TEST(Seed, FillsRandomModelsAlikeOnEveryEngine) {
  for (std::uint32_t number = 0; number < 12; ++number) {
    SCOPED_TRACE(number);
    const model::ModelSet models = tests::random_models(number);
    std::vector<std::string> first;
    for (const std::string& engine : tests::engines()) {
      SCOPED_TRACE(engine);
      Seeded place(engine, models);
      const std::uint64_t made = place.fill(30);
      EXPECT_GT(made, 0U);
      std::vector<std::string> rows = place.rows();
      EXPECT_EQ(rows.size(), made);
      if (first.empty()) first = rows;
      EXPECT_EQ(rows, first);
      // And more of them, behind those that are there.
      const std::uint64_t more = place.fill(30);
      EXPECT_EQ(place.rows().size(), made + more);
    }
  }
}

TEST(Seed, FindsTheRowsThatNobodyRefersToYetAmongMany) {
  constexpr std::int64_t many = 10'500;
  constexpr std::int64_t free = 20;
  for (const std::string& engine : tests::engines()) {
    SCOPED_TRACE(engine);
    tests::TestDatabase database(engine);
    const auto connection = database.connect();
    const model::ModelSet models = tests::query_models(tests::query_folder() + "/blog");
    tests::make_tables(*connection, database.backend(), models);
    const record::Hooks hooks;
    record::Store store(models, *connection, hooks);
    std::vector<validate::Row> authors;
    std::vector<validate::Row> profiles;
    for (std::int64_t i = 1; i <= many; ++i) {
      authors.push_back({{"id", i}, {"name", std::string("x")}});
      if (i <= many - free) profiles.push_back({{"id", i}, {"author", i}});
    }
    store.bulk_create("author", std::move(authors));
    store.bulk_create("profile", std::move(profiles));
    const model::ModelSet all = record::with_junctions(models);
    seed::TablesPresent present(all, *connection);
    for (const record::Reference& reference : record::references_of(all)) {
      if (reference.from->handle != "profile") continue;
      const auto targets = present.targets(reference);
      ASSERT_EQ(targets.size(), static_cast<std::size_t>(free));
      EXPECT_EQ(as_int(targets.front().front()), many - free + 1);
    }
  }
}

}  // namespace
}  // namespace covet
