#include "adapters/sqlite/rebuild_table.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/sqlite/ddl_column.h"
#include "adapters/sqlite/ddl_index.h"
#include "adapters/sqlite/ddl_table.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/filler.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Column;
using schema::Table;

bool counts_up(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const Column& column) { return column.identity.has_value(); });
}

/// A word for the row number that no column of either table hides; none where the tables have no
/// number of their own, or a column that is the number.
std::string row_number(const Table& from, const Table& to) {
  for (const Table* table : {&from, &to}) {
    if (has_rowid_alias(*table) || has_option(table->options, "without_rowid")) return {};
  }
  for (const char* word : {"rowid", "_rowid_", "oid"}) {
    const auto hides = [&](const Table& table) {
      return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
        return equals_ignoring_case(column.name, word);
      });
    };
    if (!hides(from) && !hides(to)) return word;
  }
  return {};
}

/// Where rows are carried from and to: a column, or a value for one that is new.
struct Carried {
  std::string into;
  std::string value;
};

/// The column itself, or its values under their new names.
std::string carried_value(const Rebuild& rebuild, const std::string& column) {
  const std::string name = dialect().quote(column);
  std::string cases;
  for (const schema::RenameValue& rename : rebuild.renamed_values) {
    if (rename.column != column) continue;
    cases += fmt::format(" WHEN {} THEN {}", dialect().literal(rename.from),
                         dialect().literal(rename.to));
  }
  return cases.empty() ? name : fmt::format("CASE {}{} ELSE {} END", name, cases, name);
}

/// Something to write where no column is the old one, so that as many rows stand as before.
Carried some_column(const Table& table) {
  const auto it =
      std::ranges::find_if(table.columns, [](const Column& column) { return !column.generated; });
  return {dialect().quote(it->name), it->default_sql ? "(" + *it->default_sql + ")" : "NULL"};
}

std::vector<Carried> carried_columns(const Rebuild& rebuild, schema::Rendered& out) {
  std::vector<Carried> carried;
  if (const std::string word = row_number(rebuild.from, rebuild.to); !word.empty()) {
    carried.push_back({word, word});
  }
  for (const Column& column : rebuild.to.columns) {
    const std::string name = dialect().quote(column.name);
    const bool kept =
        rebuild.from.find_column(column.name) != nullptr && !rebuild.fresh.contains(column.name);
    if (kept && !column.generated) carried.push_back({name, carried_value(rebuild, column.name)});
    if (kept) continue;
    if (std::string value = filler(column, rebuild.to); !value.empty()) {
      out.notes.push_back(
          fmt::format("existing rows of {} get {} in {}, which is not null and has no default",
                      rebuild.to.name.display(), value, column.name));
      carried.push_back({name, std::move(value)});
    }
  }
  if (carried.empty()) carried.push_back(some_column(rebuild.to));
  return carried;
}

void copy_rows(const Rebuild& rebuild, const std::string& new_name, schema::Rendered& out) {
  std::vector<std::string> into, values;
  for (Carried& column : carried_columns(rebuild, out)) {
    into.push_back(std::move(column.into));
    values.push_back(std::move(column.value));
  }
  out.statements.push_back(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", dialect().quote(new_name),
                  join(into, ", "), join(values, ", "), dialect().quote(rebuild.from.name.name)));
}

void copy_counter(const std::string& old_name, const std::string& new_name, schema::Rendered& out) {
  const std::string from = dialect().literal(old_name);
  const std::string to = dialect().literal(new_name);
  out.statements.push_back(fmt::format("DELETE FROM sqlite_sequence WHERE name = {}", to));
  out.statements.push_back(fmt::format(
      "INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
      to, from));
}

/// All of them: one that can't do without a dropped column makes the migration fail, where a reader
/// can decide, and is not lost on the quiet.
void restore_triggers(const Rebuild& rebuild, const schema::Schema& before, schema::Rendered& out) {
  for (const schema::Object* trigger : triggers_of(before, rebuild.to.name)) {
    for (const std::string& name : rebuild.dropped) {
      if (!mentions(trigger->sql, name)) continue;
      out.notes.push_back(
          fmt::format("the trigger {} stays, and speaks of {}, a column that {} loses: change it "
                      "here, or leave it out, if it needs that one",
                      trigger->name.display(), name, rebuild.to.name.display()));
    }
    out.statements.push_back(trigger->sql);
  }
}

}  // namespace

void rebuild_table(const Rebuild& rebuild, const schema::Schema& before, schema::Rendered& out) {
  const std::string& name = rebuild.to.name.name;
  const std::string interim = "covet_new_" + name;
  out.foreign_keys_off = true;
  out.statements.push_back(create_table(rebuild.to, interim));
  copy_rows(rebuild, interim, out);
  if (counts_up(rebuild.from) && counts_up(rebuild.to)) copy_counter(name, interim, out);
  out.statements.push_back("DROP TABLE " + dialect().quote(name));
  // Without it the rename stumbles over every view that reads the table, and over any broken one.
  out.statements.emplace_back("PRAGMA legacy_alter_table = ON");
  out.statements.push_back(
      fmt::format("ALTER TABLE {} RENAME TO {}", dialect().quote(interim), dialect().quote(name)));
  out.statements.emplace_back("PRAGMA legacy_alter_table = OFF");
  for (const schema::Index& index : rebuild.to.indexes) {
    out.statements.push_back(create_index(index, rebuild.to.name));
  }
  restore_triggers(rebuild, before, out);
}

}  // namespace covet::sqlite
