#include "adapters/postgresql/column_settings.h"

#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/not_null.h"
#include "adapters/postgresql/sequence_sql.h"
#include "adapters/postgresql/type_text.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Column;
using schema::TableName;

namespace {

/// What a type's columns have unless told otherwise; older servers have no word for it.
std::string usual_storage(const std::string& type) {
  const TypeText parsed = parse_type(type);
  const bool in_main =
      !parsed.array && (parsed.base == "numeric" || parsed.base == "inet" || parsed.base == "cidr");
  return in_main ? "MAIN" : "EXTENDED";
}

std::string sequence_of(const TableName& table, const Column& column) {
  const std::string own = option(column.options, "sequence");
  return own.empty() ? serial_sequence(table.name, column.name) : own;
}

/// A fresh identity has the sequence that its definition names.
void rename_sequence(const TableName& table, const Column& from, const Column& to, Render& render) {
  if (!from.identity || !to.identity || from.identity->kind == "serial") return;
  const std::string before = sequence_of(table, from), now = sequence_of(table, to);
  if (before == now) return;
  render.say(fmt::format("ALTER SEQUENCE {} RENAME TO {}", quote(TableName{table.schema, before}),
                         quote(now)));
}

/// A sequence is logged as its table is unless told otherwise.
void log_sequence(const TableName& table, const Column& from, const Column& to, Render& render) {
  constexpr const char* word = "sequence_persistence";
  std::string wanted = option(to.options, word);
  if (!to.identity || option(from.options, word) == wanted) return;
  const schema::Table* owner = render.after.find_table(table);
  const bool unlogged = owner != nullptr && owner->options.contains("unlogged");
  if (wanted.empty()) wanted = unlogged ? "unlogged" : "logged";
  render.say(fmt::format("ALTER SEQUENCE {} SET {}",
                         quote(TableName{table.schema, sequence_of(table, to)}), to_upper(wanted)));
}

void set_distinct(const std::string& prefix, const Column& from, const Column& to, Render& render) {
  for (const char* word : {"n_distinct", "n_distinct_inherited"}) {
    const std::string value = option(to.options, word);
    if (option(from.options, word) == value) continue;
    render.say(value.empty() ? fmt::format("{} RESET ({})", prefix, word)
                             : fmt::format("{} SET ({} = {})", prefix, word, value));
  }
}

}  // namespace

void change_settings(const TableName& table, const Column& from, const Column& to, Render& render) {
  rename_sequence(table, from, to, render);
  if (!from.name.empty()) change_not_null(table, from, to, render);
  log_sequence(table, from, to, render);
  // Another type comes with its own way of storage, and forgets the compression.
  const bool fresh = from.type != to.type || from.collation != to.collation;
  if (!fresh && from.options == to.options) return;
  const std::string prefix =
      fmt::format("{} ALTER COLUMN {}", alter_alone(table, render.before), quote(to.name));
  const auto changed = [&](const char* word) {
    return option(from.options, word) != option(to.options, word);
  };
  const auto to_be_set = [&](const char* word) {
    return fresh ? to.options.contains(word) : changed(word);
  };
  const auto value_or = [&](const char* word, const std::string& usual) {
    const std::string value = option(to.options, word);
    return value.empty() ? usual : value;
  };
  if (to_be_set("storage")) {
    render.say(prefix + " SET STORAGE " + to_upper(value_or("storage", usual_storage(to.type))));
  }
  if (to_be_set("compression")) {
    render.say(prefix + " SET COMPRESSION " + value_or("compression", "default"));
  }
  if (changed("statistics")) {
    render.say(prefix + " SET STATISTICS " + value_or("statistics", "-1"));
  }
  set_distinct(prefix, from, to, render);
}

}  // namespace covet::postgresql
