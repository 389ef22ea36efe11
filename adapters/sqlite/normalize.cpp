#include "adapters/sqlite/normalize.h"

#include <algorithm>

#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Check;
using schema::Column;
using schema::Index;
using schema::Table;

void spell(std::string& wanted, const std::string& live) {
  if (wanted != live && !wanted.empty() && same_expression(wanted, live)) wanted = live;
}

void spell_name(std::string& wanted, const std::string& live) {
  if (equals_ignoring_case(wanted, live)) wanted = live;
}

void spell(Column& wanted, const Column& live) {
  spell_name(wanted.type, live.type);
  spell_name(wanted.collation, live.collation);
  if (wanted.default_sql && live.default_sql) spell(*wanted.default_sql, *live.default_sql);
  // Said or not, it is the same.
  if (!wanted.default_sql && live.default_sql && equals_ignoring_case(*live.default_sql, "NULL")) {
    wanted.default_sql = live.default_sql;
  }
  if (wanted.generated && live.generated) spell(wanted.generated->sql, live.generated->sql);
}

void spell(std::vector<Check>& wanted, const std::vector<Check>& live) {
  for (Check& check : wanted) {
    const auto it = std::find_if(live.begin(), live.end(), [&](const Check& other) {
      const bool may_be = other.name.empty() || check.name.empty() || other.name == check.name;
      return may_be && same_expression(other.sql, check.sql);
    });
    if (it != live.end()) check.sql = it->sql;
  }
}

void spell(std::vector<Index>& wanted, const std::vector<Index>& live) {
  for (Index& index : wanted) {
    const auto it = std::find_if(live.begin(), live.end(),
                                 [&](const Index& other) { return other.name == index.name; });
    if (it == live.end()) continue;
    spell(index.where, it->where);
    if (index.keys.size() != it->keys.size()) continue;
    for (std::size_t i = 0; i < index.keys.size(); ++i) {
      spell(index.keys[i].sql, it->keys[i].sql);
      spell_name(index.keys[i].collation, it->keys[i].collation);
    }
  }
}

void spell_options(Table& wanted, const Table& live) {
  if (const auto it = live.options.find("on_conflict"); it != live.options.end()) {
    const auto ours = wanted.options.find("on_conflict");
    if (ours != wanted.options.end()) spell(ours->second, it->second);
  }
  if (const auto it = live.options.find("primary_key"); it != live.options.end()) {
    const auto ours = wanted.options.find("primary_key");
    if (ours != wanted.options.end()) spell(ours->second, it->second);
  }
  const bool same_key = wanted.primary_key && live.primary_key &&
                        wanted.primary_key->columns == live.primary_key->columns;
  if (!same_key || !has_rowid_alias(wanted) || !has_rowid_alias(live)) return;
  wanted.options.erase("nullable_key");
  if (const auto it = live.options.find("nullable_key"); it != live.options.end()) {
    wanted.options["nullable_key"] = it->second;
  }
}

}  // namespace

schema::Schema with_live_spelling(schema::Schema wanted, const schema::Schema& live) {
  for (Table& table : wanted.tables) {
    const Table* there = live.find_table(table.name);
    if (there == nullptr || table == *there) continue;
    for (Column& column : table.columns) {
      if (const Column* other = there->find_column(column.name)) spell(column, *other);
    }
    spell(table.checks, there->checks);
    spell(table.indexes, there->indexes);
    spell_options(table, *there);
  }
  return wanted;
}

}  // namespace covet::sqlite
