#include "tests/support/edits.h"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "schema/compare.h"
#include "tests/support/databases.h"
#include "tests/support/text_file.h"

// Every edit of tests/golden/ddl on every engine, on tables with rows: there, nothing left to do,
// back, and there again.
namespace covet::tests {
namespace {

using schema::Change;
using schema::Comparison;
using schema::Schema;

class Edit : public testing::Test {
 public:
  Edit(std::string engine, Txtar edit)
      : engine_(std::move(engine)), edit_(std::move(edit)), database_(engine_) {}

  void TestBody() override {
    connection_ = database_.connect();
    ddl_ = database_.backend().make_ddl(connection_->server());
    const std::string& target = edit_.text("to.toml");
    if (!refusal(target, *ddl_).empty()) {
      EXPECT_NE(edit_.find((engine_ == "mysql" ? "mariadb" : engine_) + ".refused"), nullptr)
          << refusal(target, *ddl_);
      return;
    }
    apply(compare(edit_.text("from.toml")));
    EXPECT_EQ(told(compare(edit_.text("from.toml")).changes), "") << "after building the start";
    insert_rows();
    const Schema start = inspect();
    const auto rows = count_rows(start);

    const Comparison there = compare(target);
    apply(there);
    EXPECT_EQ(told(compare(target).changes), "") << "after up:\n" << up_sql(there);
    const auto rows_there = count_rows(inspect());
    for (const auto& [table, count] : rows) {
      if (rows_there.contains(table)) {
        EXPECT_EQ(rows_there.at(table), count) << table;
      }
    }

    const schema::Rendered down = all_down(there.changes, there.live, *ddl_);
    run_statements(*connection_, database_.backend(), down.statements, down.foreign_keys_off);
    expect_same(inspect(), start, script(down.statements));
    auto rows_back = rows;
    for (const Change& change : there.changes) {
      // What was dropped comes back empty.
      const auto* drop = std::get_if<schema::DropTable>(&change);
      if (drop != nullptr) rows_back[drop->table.name.name] = 0;
    }
    EXPECT_EQ(count_rows(inspect()), rows_back);

    apply(compare(target));
    EXPECT_EQ(told(compare(target).changes), "") << "after the second up";
  }

 private:
  Comparison compare(const std::string& toml) {
    const std::vector<model::SourceText> files{{"models.toml", toml}};
    Comparison result =
        schema::compare(*connection_, database_.backend(), *ddl_, model::parse_models(files), {});
    EXPECT_TRUE(result.unspelled.empty()) << join(result.unspelled, "\n");
    return result;
  }

  std::string up_sql(const Comparison& comparison) {
    return script(all_up(comparison.changes, comparison.live, *ddl_).statements);
  }

  void apply(const Comparison& comparison) {
    const schema::Rendered up = all_up(comparison.changes, comparison.live, *ddl_);
    SCOPED_TRACE(script(up.statements));
    run_statements(*connection_, database_.backend(), up.statements, up.foreign_keys_off);
  }

  Schema inspect() { return database_.backend().inspector.inspect(*connection_, {}); }

  // A column that comes back stands at the end on an engine without column positions; nowhere else.
  void expect_same(const Schema& got, const Schema& start, const std::string& sql) {
    EXPECT_EQ(schema::canonical_text(got), schema::canonical_text(start)) << sql;
    if (engine_ != "postgresql") {
      EXPECT_TRUE(got == start) << "the columns' order\n" << sql;
    }
  }

  void insert_rows() {
    const auto* rows = edit_.find("rows.sql");
    if (rows == nullptr) return;
    for (const std::string& statement : split(rows->text, ';')) {
      if (!trim(statement).empty()) connection_->execute(statement);
    }
  }

  std::map<std::string, std::int64_t> count_rows(const Schema& schema) {
    std::map<std::string, std::int64_t> counts;
    for (const auto& table : schema.tables) {
      const auto rows = connection_->fetch_all("SELECT count(*) FROM " +
                                               database_.backend().dialect.quote(table.name.name));
      counts[table.name.name] = as_int(rows.at(0)[0]);
    }
    return counts;
  }

  std::string engine_;
  Txtar edit_;
  TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
};

int register_edits() {
  int count = 0;
  const std::filesystem::path folder = std::filesystem::path(COVET_SOURCE_DIR) / edit_folder();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    for (const std::string& engine : engines()) {
      const std::string name = entry.path().stem().string() + "_" + engine;
      const Txtar edit = parse_txtar(read_text(entry.path()));
      testing::RegisterTest("Edit", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [=]() -> testing::Test* { return new Edit(engine, edit); });
      ++count;
    }
  }
  return count;
}

const int registered = register_edits();

}  // namespace
}  // namespace covet::tests
