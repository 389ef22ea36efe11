#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "migrations/migration_file.h"
#include "migrations/sql_split.h"
#include "schema/compare.h"
#include "schema/diff.h"
#include "schema/to_toml.h"
#include "tests/support/databases.h"
#include "tests/support/dump.h"
#include "tests/support/edits.h"
#include "tests/support/golden.h"
#include "tests/support/text_file.h"

// Schemas as people write them, and one change of each: tests/corpus/README.md tells what a case is
// and what must hold for it.
namespace covet::tests {
namespace {

namespace fs = std::filesystem;
using schema::Comparison;
using schema::Schema;

std::string told(const std::vector<schema::Change>& changes) {
  std::string text;
  for (const schema::Change& change : changes)
    text += "  " + schema::describe(change) + "\n";
  return text;
}

std::vector<std::string> texts(const migrations::Section& section) {
  std::vector<std::string> all;
  for (const migrations::SqlStatement& statement : section.statements)
    all.push_back(statement.text.str());
  return all;
}

/// A database, and what covet knows of its engine.
class Side {
 public:
  Side(const std::string& engine, Role role)
      : database_(engine, role),
        connection_(database_.connect()),
        ddl_(database_.backend().make_ddl(connection_->server())) {}

  const schema::Ddl& ddl() const { return *ddl_; }
  std::string dump() const { return tests::dump(database_, scope_.rights); }
  const std::string& vendor() const { return connection_->server().vendor; }

  void run(const std::string& sql) {
    for (const auto& statement :
         migrations::split_sql(sql, database_.backend().dialect.lexical_rules()))
      connection_->execute(std::string(statement.text));
  }

  Schema inspect() {
    Schema schema = database_.backend().inspector.inspect(*connection_, scope_);
    for (const schema::Object& object : schema.unmanaged)
      ADD_FAILURE() << "not carried: " << object.kind << " " << object.display() << "\n"
                    << object.sql;
    return schema;
  }

  Comparison compare(const std::string& toml) {
    const std::vector<model::SourceText> files{{"models.toml", toml}};
    Comparison result = schema::compare(*connection_, database_.backend(), *ddl_,
                                        model::parse_models(files), scope_);
    EXPECT_TRUE(result.unspelled.empty()) << join(result.unspelled, "\n");
    return result;
  }

  void up(const Comparison& comparison) {
    const schema::Rendered sql = all_up(comparison.changes, comparison.live, *ddl_);
    SCOPED_TRACE(script(sql.statements));
    run_statements(*connection_, database_.backend(), sql.statements, sql.foreign_keys_off);
  }
  /// A file of migrations holds the same statements, cut as they were.
  void expect_written(const Comparison& comparison) const {
    const Dialect& dialect = database_.backend().dialect;
    const schema::Plan plan = schema::plan(comparison.live, comparison.changes, *ddl_);
    const migrations::Migration file = migrations::parse_migration(
        "0_case.sql", migrations::format_migration(plan, std::nullopt, "", dialect),
        dialect.lexical_rules());
    EXPECT_EQ(texts(file.up), all_up(comparison.changes, comparison.live, *ddl_).statements);
    EXPECT_EQ(texts(*file.down), all_down(comparison.changes, comparison.live, *ddl_).statements);
  }
  void down(const Comparison& comparison) {
    const schema::Rendered sql = all_down(comparison.changes, comparison.live, *ddl_);
    SCOPED_TRACE(script(sql.statements));
    run_statements(*connection_, database_.backend(), sql.statements, sql.foreign_keys_off);
  }

  std::map<std::string, std::int64_t> count_rows(const Schema& schema) {
    std::map<std::string, std::int64_t> counts;
    const Dialect& dialect = database_.backend().dialect;
    for (const auto& table : schema.tables) {
      const std::string home =
          table.name.schema.empty() ? "" : dialect.quote(table.name.schema) + ".";
      // Where a table has partitions or heirs, their rows are theirs.
      const std::string own = dialect.facts().schemas ? "ONLY " : "";
      counts[table.name.display()] = as_int(
          connection_
              ->fetch_all("SELECT count(*) FROM " + own + home + dialect.quote(table.name.name))
              .at(0)[0]);
    }
    return counts;
  }

  /// The schemas of a case beside the default one.
  void look_at(const std::vector<std::string>& schemas) { scope_.schemas = schemas; }
  void look_at_rights() { scope_.rights = true; }

 private:
  TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
  schema::Scope scope_;
};

void expect_same_dump(const std::string& wanted, const std::string& got, const char* what) {
  EXPECT_EQ(line_diff(wanted, got), "") << what;
}

/// A constraint without a name equals one that says the same.
void expect_same_schema(const Schema& wanted, const Schema& got, const char* what) {
  EXPECT_EQ(told(schema::diff(got, wanted)), "") << what;
}

class CorpusCase : public testing::Test {
 public:
  CorpusCase(std::string engine, Txtar given)
      : engine_(std::move(engine)), given_(std::move(given)) {}

  void TestBody() override {
    const Role role = given_.find("superuser") != nullptr ? Role::superuser : Role::owner;
    Side wanted(engine_, role);
    if (!is_meant_for(wanted)) return;
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
  bool is_meant_for(const Side& side) const {
    const auto* only = given_.find("only");
    return only == nullptr || equals_ignoring_case(trim(only->text), side.vendor());
  }

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

std::string slug(std::string_view title) {
  std::string text;
  for (const char c : title)
    text += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return text;
}

int register_cases() {
  int count = 0;
  for (const std::string& engine : engines()) {
    const fs::path folder = fs::path(COVET_SOURCE_DIR) / "tests/corpus" / engine;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".txt") continue;
      const std::string text = "\n" + read_text(entry.path());
      constexpr std::string_view mark = "\n== ";
      for (std::size_t at = text.find(mark); at != std::string::npos;) {
        const std::size_t next = text.find(mark, at + 1);
        const std::string one = text.substr(at + mark.size(), next - at - mark.size());
        const std::size_t line = one.find('\n');
        const std::string name = slug(one.substr(0, line));
        const Txtar given = parse_txtar(one.substr(line + 1));
        const std::string suite = "Corpus_" + engine + "_" + entry.path().stem().string();
        testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                              [=]() -> testing::Test* { return new CorpusCase(engine, given); });
        ++count;
        at = next;
      }
    }
  }
  return count;
}

const int registered = register_cases();

}  // namespace
}  // namespace covet::tests
