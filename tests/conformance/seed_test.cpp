#include <algorithm>

#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/record/dump.h"
#include "core/record/load.h"
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

}  // namespace
}  // namespace covet
