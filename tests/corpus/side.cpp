#include "tests/corpus/side.h"

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "migrations/migration_file.h"
#include "migrations/sql_split.h"
#include "schema/diff.h"
#include "tests/support/dump.h"
#include "tests/support/edits.h"
#include "tests/support/golden.h"

namespace covet::tests {
namespace {

std::vector<std::string> texts(const migrations::Section& section) {
  std::vector<std::string> all;
  for (const migrations::SqlStatement& statement : section.statements)
    all.push_back(statement.text.str());
  return all;
}

/// Which name NOT NULL got, where nobody gave it one, no one asks.
schema::Schema without_unsaid_names(schema::Schema got, const schema::Schema& wanted) {
  for (schema::Table& table : got.tables) {
    const schema::Table* other = wanted.find_table(table.name);
    for (schema::Column& column : table.columns) {
      const schema::Column* said = other != nullptr ? other->find_column(column.name) : nullptr;
      if (said != nullptr && !said->options.contains("not_null")) column.options.erase("not_null");
    }
  }
  return got;
}

}  // namespace

using schema::Comparison;
using schema::Schema;

Side::Side(const std::string& engine, Role role)
    : database_(engine, role),
      connection_(database_.connect()),
      ddl_(database_.backend().make_ddl(connection_->server())) {}

std::string Side::dump() const {
  return tests::dump(database_, scope_.rights);
}
const std::string& Side::vendor() const {
  return connection_->server().vendor;
}

int Side::major() const {
  return connection_->server().version_number / 10000;
}

void Side::run(const std::string& sql) {
  for (const auto& statement :
       migrations::split_sql(sql, database_.backend().dialect.lexical_rules()))
    connection_->execute(std::string(statement.text));
}

Schema Side::inspect() {
  Schema schema = database_.backend().inspector.inspect(*connection_, scope_);
  for (const schema::Object& object : schema.unmanaged)
    ADD_FAILURE() << "not carried: " << object.kind << " " << object.display() << "\n"
                  << object.sql;
  return schema;
}

Comparison Side::compare(const std::string& toml) {
  const std::vector<model::SourceText> files{{"models.toml", toml}};
  Comparison result =
      schema::compare(*connection_, database_.backend(), *ddl_, model::parse_models(files), scope_);
  EXPECT_TRUE(result.unspelled.empty()) << join(result.unspelled, "\n");
  return result;
}

void Side::run_all(const schema::Rendered& sql) {
  SCOPED_TRACE(script(sql.statements));
  run_statements(*connection_, database_.backend(), sql.statements, sql.foreign_keys_off);
}
void Side::up(const Comparison& comparison) {
  run_all(all_up(comparison.changes, comparison.live, *ddl_));
}
void Side::down(const Comparison& comparison) {
  run_all(all_down(comparison.changes, comparison.live, *ddl_));
}

void Side::expect_written(const Comparison& comparison) const {
  const Dialect& dialect = database_.backend().dialect;
  const schema::Plan plan = schema::plan(comparison.live, comparison.changes, *ddl_);
  const migrations::Migration file = migrations::parse_migration(
      "0_case.sql", migrations::format_migration(plan, std::nullopt, "", dialect),
      dialect.lexical_rules());
  EXPECT_EQ(texts(file.up), all_up(comparison.changes, comparison.live, *ddl_).statements);
  EXPECT_EQ(texts(*file.down), all_down(comparison.changes, comparison.live, *ddl_).statements);
}

std::map<std::string, std::int64_t> Side::count_rows(const Schema& schema) {
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

void expect_same_dump(const std::string& wanted, const std::string& got, const char* what) {
  EXPECT_EQ(line_diff(wanted, got), "") << what;
}

void expect_same_schema(const Schema& wanted, const Schema& got, const char* what) {
  EXPECT_EQ(told(schema::diff(without_unsaid_names(got, wanted), wanted)), "") << what;
}

}  // namespace covet::tests
