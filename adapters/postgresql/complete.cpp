#include "adapters/postgresql/complete.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/type_text.h"
#include "adapters/postgresql/types.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

using schema::Table;

void require(bool holds, const Table& table, std::string_view what, std::string hint) {
  if (holds) return;
  throw model_fault({}, fmt::format("{}: {}", table.name.display(), what), std::move(hint));
}

void complete_key(schema::IndexKey& key, const schema::Index& index, const Table& table,
                  std::vector<std::string>& notes) {
  key.sql = bare(key.sql);
  if (key.length) {
    notes.push_back(fmt::format("{}: index {} takes the whole of {}: PostgreSQL has no prefixes",
                                table.name.display(), index.name, key.column));
    key.length.reset();
  }
  if (key.nulls == (key.descending ? "first" : "last")) key.nulls.clear();
}

std::vector<std::string> names_of_keys(const schema::Index& index) {
  std::vector<std::string> columns;
  for (const schema::IndexKey& key : index.keys) {
    columns.push_back(key.column.empty() ? "expr" : key.column);
  }
  return columns;
}

void complete_indexes(Table& table, int major, std::vector<std::string>& notes) {
  for (schema::Index& index : table.indexes) {
    if (index.name.empty()) {
      index.name = schema::generated_name(table.name.name, names_of_keys(index), "idx");
    }
    index.method = to_lower(index.method);
    if (index.method == "btree") index.method.clear();
    index.where = bare(index.where);
    require(!index.nulls_not_distinct || major >= 15, table,
            "nulls_not_distinct needs PostgreSQL 15", "leave it out, or index coalesce(…)");
    for (schema::IndexKey& key : index.keys)
      complete_key(key, index, table, notes);
  }
}

void complete_constraints(Table& table, int major) {
  const std::string& name = table.name.name;
  if (table.primary_key && table.primary_key->name.empty()) {
    table.primary_key->name = schema::generated_name(name, {}, "pkey");
  }
  for (schema::Unique& unique : table.uniques) {
    if (unique.name.empty()) unique.name = schema::generated_name(name, unique.columns, "key");
    require(!unique.nulls_not_distinct || major >= 15, table,
            "nulls_not_distinct needs PostgreSQL 15", "leave it out");
  }
  for (schema::Check& check : table.checks) {
    check.sql = bare(check.sql);
    if (check.name.empty()) check.name = schema::generated_name(name, {}, "check");
    require(check.enforced || major >= 18, table,
            fmt::format("check {} with enforced = false needs PostgreSQL 18", check.name),
            "leave the check out, or enforce it");
  }
  const auto need_18 = [&](const schema::Options& options, const char* word) {
    require(!options.contains(word) || major >= 18, table,
            fmt::format("{} needs PostgreSQL 18", word), "leave it out");
  };
  if (table.primary_key) need_18(table.primary_key->options, "without_overlaps");
  for (const schema::Unique& unique : table.uniques)
    need_18(unique.options, "without_overlaps");
  for (schema::ForeignKey& key : table.foreign_keys) {
    need_18(key.options, "period");
    need_18(key.options, "enforced");
    if (key.name.empty()) key.name = schema::generated_name(name, key.columns, "fkey");
    key.match = to_upper(key.match);
    if (key.match == "SIMPLE") key.match.clear();
    require(key.match.empty() || key.match == "FULL", table,
            fmt::format("foreign key {} has match = \"{}\"", key.name, key.match),
            "PostgreSQL has SIMPLE and FULL");
  }
}

/// "fillfactor = 70 , …" → "fillfactor=70, …"
std::string spell_settings(const std::string& settings) {
  std::vector<std::string> all;
  for (const std::string& setting : split(settings, ',')) {
    const std::size_t equals = std::min(setting.find('='), setting.size());
    std::string one = to_lower(trim(setting.substr(0, equals)));
    if (equals < setting.size()) one += "=" + std::string(trim(setting.substr(equals + 1)));
    all.push_back(std::move(one));
  }
  return join(all, ", ");
}

std::string spell_names(const std::string& list) {
  std::vector<std::string> names;
  for (const schema::TableName& name : parse_names(list))
    names.push_back(spell_name(name));
  return join(names, ", ");
}

std::string spell_replica_identity(const std::string& wanted) {
  constexpr std::string_view by_index = "using index ";
  const std::string lower = to_lower(wanted);
  if (lower == "default") return {};
  if (!lower.starts_with(by_index)) return lower;
  return std::string(by_index) + spell_names(wanted.substr(by_index.size()));
}

template <class Spell>
void respell(schema::Options& options, const char* word, const Spell& spell) {
  const auto found = options.find(word);
  if (found != options.end()) found->second = spell(found->second);
}

void complete_options(schema::Options& options) {
  for (const char* names : {"inherits", "local", "partition_of", "include", "set_columns"})
    respell(options, names, spell_names);
  respell(options, "with", spell_settings);
  respell(options, "of", spell_type);
  respell(options, "replica_identity", spell_replica_identity);
  for (const char* word : {"bound", "partition_by"})
    respell(options, word, [](const std::string& text) { return std::string(trim(text)); });
  for (const char* word : {"storage", "compression"})
    respell(options, word, [](const std::string& text) { return to_lower(text); });
  std::erase_if(options, [](const auto& entry) {
    // Only here "false" says something.
    return entry.second.empty() || (entry.second == "false" && entry.first != "enforced") ||
           (entry.first == "enforced" && entry.second == "true");
  });
}

void complete_all_options(Table& table) {
  complete_options(table.options);
  const auto complete = [](auto& things) {
    for (auto& thing : things)
      complete_options(thing.options);
  };
  complete(table.columns);
  complete(table.uniques);
  complete(table.foreign_keys);
  complete(table.indexes);
  if (table.primary_key) complete_options(table.primary_key->options);
}

/// Before version 18 NOT NULL is no constraint: it has no name to lose, but cannot wait or stay.
void complete_not_null(Table& table, int major, std::vector<std::string>& notes) {
  if (major >= 18) return;
  for (schema::Column& column : table.columns) {
    column.options.erase("not_null");
    for (const char* word : {"not_null_not_valid", "not_null_no_inherit"}) {
      if (column.options.erase(word) == 0) continue;
      notes.push_back(fmt::format("{}.{}: {} needs PostgreSQL 18: it is NOT NULL as ever",
                                  table.name.display(), column.name, word));
    }
  }
}

}  // namespace

void complete(Table& table, int major, std::vector<std::string>& notes) {
  for (schema::Column& column : table.columns) {
    if (column.generated) column.generated->sql = bare(column.generated->sql);
    column.on_update_sql.clear();
  }
  if (table.primary_key) {
    for (schema::Column& column : table.columns) {
      for (const std::string& key : table.primary_key->columns) {
        if (column.name == key) column.nullable = false;
      }
    }
  }
  complete_all_options(table);
  complete_not_null(table, major, notes);
  complete_constraints(table, major);
  complete_indexes(table, major, notes);
}

}  // namespace covet::postgresql
