#include <map>

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "schema/to_toml.h"
#include "tests/corpus/cases.h"
#include "tests/corpus/side.h"

// Schemas as people write them, and one change of each: tests/corpus/README.md tells what a case is
// and what must hold for it.
namespace covet::tests {
namespace {

using schema::Comparison;
using schema::Schema;

class CorpusCase : public testing::Test {
 public:
  CorpusCase(std::string engine, Txtar given)
      : engine_(std::move(engine)), given_(std::move(given)) {}

  void TestBody() override {
    const Role role = given_.find("superuser") != nullptr ? Role::superuser : Role::owner;
    Side wanted(engine_, role);
    if (!is_meant_for(given_, wanted.vendor(), wanted.major())) return;
    Side changed(engine_, role);
    look(wanted);
    look(changed);
    wanted.run(given_.text("desired.sql"));
    const Schema target = wanted.inspect();
    const std::string inspected = schema::to_toml_text(target, wanted.ddl());
    SCOPED_TRACE(inspected);
    EXPECT_EQ(inspected.find("covet could not say all of this"), std::string::npos);
    EXPECT_EQ(told(wanted.compare(inspected).changes), "") << "a phantom: nothing was changed";
    const std::string target_dump = wanted.dump();
    const auto* written = given_.find("models.toml");
    const std::string models = written != nullptr ? written->text : inspected;
    if (written != nullptr) {
      EXPECT_EQ(told(wanted.compare(models).changes), "") << "a phantom of models.toml";
    }
    expect_recreated(changed, models, target_dump, inspected);

    if (given_.find("current.sql") == nullptr) return;
    changed.run(given_.text("current.sql"));
    if (const auto* rows = given_.find("rows.sql")) changed.run(rows->text);
    const Schema start = changed.inspect();
    const std::string start_dump = changed.dump();
    const auto rows = changed.count_rows(start);

    const Comparison there = changed.compare(models);
    changed.expect_written(there);
    changed.up(there);
    expect_same_schema(target, changed.inspect(), "up");
    expect_same_dump(target_dump, changed.dump(), "the dump after up");
    EXPECT_EQ(told(changed.compare(models).changes), "") << "a phantom after up";
    for (const auto& [table, count] : changed.count_rows(target)) {
      if (rows.contains(table)) {
        EXPECT_EQ(count, rows.at(table)) << table;
      }
    }

    changed.down(there);
    expect_same_schema(start, changed.inspect(), "down");
    expect_same_dump(start_dump, changed.dump(), "the dump after down");
    changed.up(changed.compare(models));
    EXPECT_EQ(told(changed.compare(models).changes), "") << "a phantom after the second up";
  }

 private:
  void look(Side& side) const {
    if (const auto* schemas = given_.find("schemas"))
      side.look_at(split(std::string(trim(schemas->text)), ' '));
    if (given_.find("rights") != nullptr) side.look_at_rights();
  }

  /// And taken away again: afterwards `empty` is as before.
  static void expect_recreated(Side& empty, const std::string& models, const std::string& dump,
                               const std::string& inspected) {
    const Schema nothing = empty.inspect();
    const Comparison there = empty.compare(models);
    empty.expect_written(there);
    empty.up(there);
    expect_same_dump(dump, empty.dump(), "the dump of what was recreated from the models");
    EXPECT_EQ(schema::to_toml_text(empty.inspect(), empty.ddl()), inspected)
        << "inspect, recreate, inspect";
    empty.down(there);
    Schema left = empty.inspect();
    // One that the models only imply, by a table's db_schema, stays.
    if (models.find("[schemas.") == std::string::npos)
      std::erase_if(left.objects, [](const auto& object) { return object.kind == "schema"; });
    expect_same_schema(nothing, left, "all the way down");
  }

  std::string engine_;
  Txtar given_;
};

int register_cases() {
  int count = 0;
  for (const std::string& engine : engines()) {
    for (const CorpusText& one : corpus_of(engine)) {
      const std::string suite = "Corpus_" + engine + "_" + one.topic;
      testing::RegisterTest(suite.c_str(), one.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [=]() -> testing::Test* { return new CorpusCase(engine, one.given); });
      ++count;
    }
  }
  return count;
}

const int registered = register_cases();

}  // namespace
}  // namespace covet::tests
