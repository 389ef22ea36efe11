#include "adapters/sqlite/normalize.h"

#include <algorithm>
#include <map>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/object_sql.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Check;
using schema::Column;
using schema::ForeignKey;
using schema::Index;
using schema::Object;
using schema::Schema;
using schema::Table;

void spell(std::string& wanted, const std::string& live) {
  if (wanted != live && !wanted.empty() && same_expression(wanted, live)) wanted = live;
}

void spell_name(std::string& wanted, const std::string& live) {
  if (equals_ignoring_case(wanted, live)) wanted = live;
}

void spell_type(std::string& wanted, const std::string& live) {
  const auto squeezed = [](const std::string& type) {
    return squeeze(type, dialect().lexical_rules());
  };
  if (wanted != live && squeezed(wanted) == squeezed(live)) wanted = live;
}

/// Values are words and names: "nocase, ".
void spell(schema::Options& wanted, const schema::Options& live) {
  for (auto& [option, value] : wanted) {
    const auto it = live.find(option);
    if (it == live.end()) continue;
    const auto ours = parts_of(value), theirs = parts_of(it->second);
    if (std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), equals_ignoring_case))
      value = it->second;
  }
}

void spell(Column& wanted, const Column& live) {
  spell_type(wanted.type, live.type);
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

/// How a reference is written is no difference where it leads to the same.
void spell(std::vector<ForeignKey>& wanted, const std::vector<ForeignKey>& live) {
  const auto plain = [](ForeignKey key) {
    key.name.clear();
    key.options.erase("implied_columns");
    key.options.erase("spelling");
    return key;
  };
  for (ForeignKey& key : wanted) {
    if (std::ranges::find(live, key) != live.end()) continue;
    const auto it = std::ranges::find_if(live, [&](const ForeignKey& other) {
      const bool may_be = key.name.empty() || other.name.empty() || key.name == other.name;
      return may_be && plain(other) == plain(key);
    });
    if (it != live.end()) key.options = it->options;
  }
}

void spell_keys(Table& wanted, const Table& live) {
  for (schema::Unique& unique : wanted.uniques) {
    const auto it = std::ranges::find_if(
        live.uniques, [&](const schema::Unique& other) { return other.columns == unique.columns; });
    if (it != live.uniques.end()) spell(unique.options, it->options);
  }
  const bool same_key = wanted.primary_key && live.primary_key &&
                        wanted.primary_key->columns == live.primary_key->columns;
  if (!same_key) return;
  spell(wanted.primary_key->options, live.primary_key->options);
  if (!has_rowid_alias(wanted) || !has_rowid_alias(live)) return;
  const Column* const key = wanted.find_column(wanted.primary_key->columns.front());
  if (key->options.contains("not_null_on_conflict")) return;
  wanted.options.erase("nullable_key");
  if (const auto it = live.options.find("nullable_key"); it != live.options.end()) {
    wanted.options["nullable_key"] = it->second;
  }
}

void spell(Table& wanted, const Table& live) {
  for (Column& column : wanted.columns) {
    if (const Column* other = live.find_column(column.name)) spell(column, *other);
  }
  spell(wanted.checks, live.checks);
  spell(wanted.indexes, live.indexes);
  spell(wanted.foreign_keys, live.foreign_keys);
  spell(wanted.options, live.options);
  spell_keys(wanted, live);
}

void spell(Object& wanted, const Object& live) {
  if (same_statement(wanted.sql, live.sql)) wanted.sql = live.sql;
  // What was run to complete it leaves no trace, and neither does the way it would go.
  wanted.then = live.then;
  wanted.drop_sql = live.drop_sql;
}

}  // namespace

Schema with_live_spelling(Schema wanted, const Schema& live) {
  std::map<std::string, const Table*> tables;
  for (const Table& table : live.tables)
    tables.emplace(table.name.name, &table);
  for (Table& table : wanted.tables) {
    const auto there = tables.find(table.name.name);
    if (there != tables.end() && table != *there->second) spell(table, *there->second);
  }
  for (Object& object : wanted.objects) {
    object.sql = stored_statement(object.sql);
    object.comment.clear();
    const auto there = std::ranges::find_if(
        live.objects, [&](const Object& other) { return other.is_same_thing(object); });
    if (there != live.objects.end()) spell(object, *there);
  }
  return wanted;
}

}  // namespace covet::sqlite
