#include <algorithm>
#include <random>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "schema/diff.h"
#include "schema/to_toml.h"
#include "tests/corpus/cases.h"
#include "tests/corpus/side.h"

// From the schema of one case to that of another that has nothing to do with it, and back: each
// engine gets COVET_TEST_PAIRS random pairs (8), from COVET_TEST_FIRST_PAIR on (1).
namespace covet::tests {
namespace {

std::vector<std::string> schemas_of(const CorpusText& one) {
  const auto* schemas = one.given.find("schemas");
  if (schemas == nullptr) return {};
  return split(std::string(trim(schemas->text)), ' ');
}

/// A person's turn: what covet refuses to plan, a conversion of types that the engine doesn't know,
/// and a schema whose references lead nowhere, which SQLite's guard leaves behind after no change.
bool is_no_way(const Error& error) {
  constexpr std::string_view cannot_coerce = "42846";
  return error.code() == Errc::usage || (error.sql() && error.sql()->state == cannot_coerce) ||
         error.message().starts_with("foreign key mismatch");
}

void go(const std::string& engine, const CorpusText& from, const CorpusText& to) {
  Side wanted(engine, Role::superuser);
  Side changed(engine, Role::superuser);
  std::vector<std::string> schemas = schemas_of(from);
  for (const std::string& schema : schemas_of(to)) {
    if (std::ranges::find(schemas, schema) == schemas.end()) schemas.push_back(schema);
  }
  wanted.look_at(schemas);
  changed.look_at(schemas);
  if (from.given.find("rights") != nullptr || to.given.find("rights") != nullptr) {
    wanted.look_at_rights();
    changed.look_at_rights();
  }
  wanted.run(to.given.text("desired.sql"));
  changed.run(from.given.text("desired.sql"));
  const schema::Schema target = wanted.inspect();
  const schema::Schema start = changed.inspect();
  const std::string start_dump = changed.dump();
  const std::string models = schema::to_toml_text(target, wanted.ddl());
  const schema::Comparison there = changed.compare(models);
  changed.expect_written(there);
  changed.up(there);
  EXPECT_EQ(told(changed.compare(models).changes), "") << "a phantom after up";
  // On SQLite, NOT NULL of a rowid and DEFAULT NULL stay as they are said: they are the same.
  const bool in_place = wanted.ddl().dialect().facts().alters_in_place;
  const bool exact = in_place || told(schema::diff(changed.inspect(), target)).empty();
  if (exact) {
    expect_same_schema(target, changed.inspect(), "up");
    expect_same_dump(wanted.dump(), changed.dump(), "the dump after up");
  }
  changed.down(there);
  const auto is_rename = [](const schema::Change& change) {
    return std::holds_alternative<schema::RenameTable>(change) ||
           std::holds_alternative<schema::RenameColumn>(change);
  };
  if (!in_place && std::ranges::any_of(there.changes, is_rename)) {
    // SQLite puts the names that it renames in quotes, also on the way back.
    EXPECT_EQ(told(changed.compare(schema::to_toml_text(start, wanted.ddl())).changes), "")
        << "down";
    return;
  }
  expect_same_schema(start, changed.inspect(), "down");
  expect_same_dump(start_dump, changed.dump(), "the dump after down");
}

void try_pair(const std::string& engine, const CorpusText& from, const CorpusText& to) {
  SCOPED_TRACE(fmt::format("from {}.{}\n{}\nto {}.{}\n{}", from.topic, from.name,
                           from.given.text("desired.sql"), to.topic, to.name,
                           to.given.text("desired.sql")));
  try {
    go(engine, from, to);
  } catch (const Error& error) {
    if (is_no_way(error)) return;
    ADD_FAILURE() << error.message() << "\n" << (error.sql() ? error.sql()->sql : "");
  }
}

class CorpusPairs : public testing::Test {
 public:
  explicit CorpusPairs(std::string engine) : engine_(std::move(engine)) {}

  void TestBody() override {
    std::vector<CorpusText> cases = corpus_of(engine_);
    const Side side(engine_, Role::superuser);
    std::erase_if(cases, [&](const CorpusText& one) {
      return !is_meant_for(one.given, side.vendor(), side.major());
    });
    const std::uint32_t first = setting("COVET_TEST_FIRST_PAIR", 1);
    const std::uint32_t count = setting("COVET_TEST_PAIRS", 8);
    for (std::uint32_t seed = first; seed < first + count; ++seed) {
      std::mt19937 random(seed);
      const CorpusText& from = cases.at(random() % cases.size());
      const CorpusText& to = cases.at(random() % cases.size());
      SCOPED_TRACE(fmt::format("pair {}", seed));
      try_pair(engine_, from, to);
    }
  }

 private:
  std::string engine_;
};

int register_engines() {
  for (const std::string& engine : engines()) {
    testing::RegisterTest("CorpusPairs", engine.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [=]() -> testing::Test* { return new CorpusPairs(engine); });
  }
  return static_cast<int>(engines().size());
}

const int registered = register_engines();

}  // namespace
}  // namespace covet::tests
