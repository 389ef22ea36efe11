
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "core/model/print_models.h"
#include "schema/compare.h"
#include "schema/to_toml.h"
#include "tests/support/databases.h"
#include "tests/support/edits.h"
#include "tests/support/random_models.h"

// Random models and random edits on every live engine: no phantom, there and back exactly.
// COVET_TEST_SEEDS=500 looks further than CI does; COVET_TEST_FIRST_SEED=17 begins there.
namespace covet::tests {
namespace {

using schema::Comparison;
using schema::Schema;

class Live {
 public:
  explicit Live(const std::string& engine)
      : database_(engine),
        connection_(database_.connect()),
        ddl_(database_.backend().make_ddl(connection_->server())) {}

  Comparison compare(const std::string& toml) {
    const std::vector<model::SourceText> files{{"models.toml", toml}};
    return schema::compare(*connection_, database_.backend(), *ddl_, model::parse_models(files),
                           {});
  }
  void run(const schema::Rendered& sql) {
    SCOPED_TRACE(script(sql.statements));
    run_statements(*connection_, database_.backend(), sql.statements, sql.foreign_keys_off);
  }
  void up(const Comparison& comparison) { run(all_up(comparison.changes, comparison.live, *ddl_)); }
  void down(const Comparison& comparison) {
    run(all_down(comparison.changes, comparison.live, *ddl_));
  }
  Schema inspect() { return database_.backend().inspector.inspect(*connection_, {}); }
  std::string as_toml() { return schema::to_toml_text(inspect(), *ddl_); }

 private:
  TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
};

void try_seed(const std::string& engine, std::uint32_t seed) {
  const model::ModelSet models = random_models(seed);
  const std::string from = model::print_models(models);
  const std::string to = model::print_models(edited(models, seed + 1'000'000));
  SCOPED_TRACE(fmt::format("seed {}\n{}\n--- becomes ---\n{}", seed, from, to));
  Live live(engine);
  live.up(live.compare(from));
  ASSERT_EQ(told(live.compare(from).changes), "") << "a phantom";
  ASSERT_EQ(told(live.compare(live.as_toml()).changes), "") << "inspected, it is another";
  const std::string start = schema::canonical_text(live.inspect());
  const Comparison there = live.compare(to);
  live.up(there);
  ASSERT_EQ(told(live.compare(to).changes), "") << "a phantom after up";
  live.down(there);
  ASSERT_EQ(schema::canonical_text(live.inspect()), start) << "after down";
}

class RandomModels : public testing::Test {
 public:
  explicit RandomModels(std::string engine) : engine_(std::move(engine)) {}
  void TestBody() override {
    const std::uint32_t first = setting("COVET_TEST_FIRST_SEED", 1);
    const std::uint32_t count = setting("COVET_TEST_SEEDS", 25);
    for (std::uint32_t seed = first; seed < first + count && !HasFailure(); ++seed) {
      try {
        try_seed(engine_, seed);
      } catch (const Error& error) {
        FAIL() << "seed " << seed << ": " << error.message() << "\n"
               << (error.sql() ? error.sql()->sql : "");
      }
    }
  }

 private:
  std::string engine_;
};

int register_engines() {
  for (const std::string& engine : engines()) {
    testing::RegisterTest("RandomModels", engine.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [=]() -> testing::Test* { return new RandomModels(engine); });
  }
  return static_cast<int>(engines().size());
}

const int registered = register_engines();

}  // namespace
}  // namespace covet::tests
