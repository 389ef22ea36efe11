#include "adapters/mysql/normalize.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include <fmt/core.h>

#include "adapters/mysql/catalog.h"
#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/normalize_objects.h"
#include "adapters/mysql/scratch.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "schema/mentions.h"

namespace covet::mysql {
namespace {

using schema::Check;
using schema::Column;
using schema::Index;
using schema::Schema;
using schema::Table;

/// An expression without what never changes its meaning: quotes around names, the case of words,
/// white space, <> against !=, the parentheses around the whole.
std::string bones(std::string_view sql) {
  std::string text;
  for (const Token& token : lex_code(without_outer_parentheses(sql), dialect().lexical_rules())) {
    if (token.kind == TokenKind::quoted) {
      text += to_lower(unquote(token));
    } else if (token.kind == TokenKind::word) {
      text += to_lower(token.text);
    } else if (token.text == "!=") {
      text += "<>";
    } else {
      text += token.text;
    }
    text += ' ';
  }
  return text;
}

/// Takes live's spelling where both say the same. True if they don't, as far as one can see.
bool differs(std::string& wanted, const std::string& live) {
  if (wanted == live) return false;
  if (bones(wanted) != bones(live)) return true;
  wanted = live;
  return false;
}

bool differs(std::optional<std::string>& wanted, const std::optional<std::string>& live) {
  if (!wanted) return false;
  return live ? differs(*wanted, *live) : true;
}

bool column_differs(Column& wanted, const Column* live) {
  static const Column none;
  if (live == nullptr) live = &none;
  bool other = wanted.type != live->type;
  other |= differs(wanted.default_sql, live->default_sql);
  other |= differs(wanted.on_update_sql, live->on_update_sql);
  if (wanted.generated) {
    other |= !live->generated || differs(wanted.generated->sql, live->generated->sql);
  }
  return other;
}

template <class T>
const T* named(const std::vector<T>& items, const std::string& name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

bool index_differs(Index& wanted, const Index* live) {
  bool other = false;
  for (std::size_t i = 0; i < wanted.keys.size(); ++i) {
    std::string& sql = wanted.keys[i].sql;
    if (sql.empty()) continue;
    const bool paired = live != nullptr && i < live->keys.size();
    other |= !paired || differs(sql, live->keys[i].sql);
  }
  return other;
}

/// Options that are SQL text.
constexpr std::array<const char*, 4> sql_options = {"partition_by", "period", "system_period",
                                                    "union"};

bool option_differs(schema::Options& wanted, const schema::Options& live, const char* key) {
  const auto said = wanted.find(key);
  if (said == wanted.end()) return false;
  const auto known = live.find(key);
  return known == live.end() || differs(said->second, known->second);
}

void take_option(schema::Options& wanted, const schema::Options& made, const char* key) {
  const auto spelled = made.find(key);
  if (wanted.contains(key) && spelled != made.end()) wanted[key] = spelled->second;
}

bool options_differ(Table& wanted, const Table& live) {
  bool other = false;
  for (const char* key : sql_options)
    other |= option_differs(wanted.options, live.options, key);
  if (wanted.primary_key) {
    static const schema::Options none;
    const auto& options = live.primary_key ? live.primary_key->options : none;
    other |= option_differs(wanted.primary_key->options, options, "keys");
  }
  return other;
}

/// A column is renamed in the case of its letters alone: live's expressions say the old ones.
bool renames_in_case(const Table& wanted, const Table& live) {
  return std::ranges::any_of(wanted.columns, [&](const Column& column) {
    return live.find_column(column.name) == nullptr &&
           std::ranges::any_of(live.columns, [&](const Column& other) {
             return equals_ignoring_case(other.name, column.name);
           });
  });
}

/// Gives `wanted` live's spellings where they fit. True if the server has to be asked.
bool needs_server(Table& wanted, const Table& live) {
  if (renames_in_case(wanted, live)) return true;
  bool other = false;
  for (Column& column : wanted.columns) {
    other |= column_differs(column, live.find_column(column.name));
  }
  for (Check& check : wanted.checks) {
    const Check* same = named(live.checks, check.name);
    other |= same == nullptr || differs(check.sql, same->sql);
  }
  for (Index& index : wanted.indexes)
    other |= index_differs(index, named(live.indexes, index.name));
  return options_differ(wanted, live) || other;
}

/// What the server made of the table, on what was wanted: only spellings are taken over.
void take_spellings(Table& wanted, const Table& made) {
  for (Column& column : wanted.columns) {
    const Column* spelled = made.find_column(column.name);
    if (spelled == nullptr) continue;
    column.type = spelled->type;
    column.default_sql = spelled->default_sql;
    column.on_update_sql = spelled->on_update_sql;
    column.generated = spelled->generated;
  }
  for (Check& check : wanted.checks) {
    if (const Check* spelled = named(made.checks, check.name)) check.sql = spelled->sql;
  }
  for (Index& index : wanted.indexes) {
    const Index* spelled = named(made.indexes, index.name);
    if (spelled == nullptr || spelled->keys.size() != index.keys.size()) continue;
    for (std::size_t i = 0; i < index.keys.size(); ++i)
      index.keys[i].sql = spelled->keys[i].sql;
  }
  for (const char* key : sql_options)
    take_option(wanted.options, made.options, key);
  if (wanted.primary_key && made.primary_key)
    take_option(wanted.primary_key->options, made.primary_key->options, "keys");
}

/// A table's next number moves with its rows, so it is a difference only where the table is to
/// start further on than it would, and has no rows that say where it is.
void settle_start(Connection& connection, Table& wanted, const Table& live) {
  constexpr const char* key = "auto_increment";
  const auto number = [](const Table& table) -> std::int64_t {
    const auto found = table.options.find(key);
    return found == table.options.end() ? 1 : std::atoll(found->second.c_str());
  };
  if (number(wanted) == number(live)) return;
  bool moves = number(wanted) > number(live);
  if (moves && !live.options.contains(key)) {
    moves = connection.fetch_all(Statement{"SELECT 1 FROM " + quoted_name(live.name) + " LIMIT 1"})
                .empty();
  }
  if (moves) return;
  wanted.options.erase(key);
  if (live.options.contains(key)) wanted.options[key] = live.options.at(key);
}

void make_in(Connection& connection, const std::string& database, const Table& table) {
  Table alone = table;
  alone.name.schema = database;
  alone.foreign_keys.clear();
  const std::string create = create_table(alone, flavor_of(connection.server()));
  if (!holds_invalid_date(alone)) {
    connection.execute(create);
    return;
  }
  connection.execute(allow_invalid_dates(connection.server()));
  try {
    connection.execute(create);
  } catch (const Error& error) {
    if (error.code() != Errc::connection)
      connection.execute(end_of_invalid_dates(connection.server()));
    throw;
  }
  connection.execute(end_of_invalid_dates(connection.server()));
}

/// Stands in for each sequence that a default of the table takes its number from.
void make_sequences_of(Connection& connection, const std::string& database, const Table& table,
                       const Schema& wanted) {
  const schema::Mentions mentions = schema::mentions_of(table);
  for (const schema::Object& object : wanted.objects) {
    if (object.kind != "sequence" || !mentions.speaks_of(object.name.name)) continue;
    connection.execute(fmt::format("CREATE SEQUENCE IF NOT EXISTS {}.{}", dialect().quote(database),
                                   dialect().quote(object.name.name)));
  }
}

std::string why(const Table& table, const Error& error) {
  return fmt::format("table {}: {}", table.name.display(), error.message());
}

}  // namespace

Schema spell(Connection& connection, const Schema& wanted, const Schema& live,
             std::vector<std::string>& unspelled) {
  Schema result = wanted;
  std::vector<Table*> unsure;
  for (Table& table : result.tables) {
    const Table* same = live.find_table(table.name);
    if (same == nullptr) continue;
    settle_start(connection, table, *same);
    if (table != *same && needs_server(table, *same)) unsure.push_back(&table);
  }
  ObjectSpeller objects(result, live);
  if (unsure.empty() && !objects.needs_server()) return result;
  std::vector<const Table*> made;
  try {
    const ScratchDatabase scratch(connection);
    const Inside inside(connection, scratch.name());
    for (const Table* table : unsure) {
      try {
        make_sequences_of(connection, scratch.name(), *table, result);
        make_in(connection, scratch.name(), *table);
        made.push_back(table);
      } catch (const Error& error) {
        if (error.code() == Errc::connection) throw;
        unspelled.push_back(why(*table, error));
      }
    }
    objects.make(connection, made, unspelled);
    const Schema spelled = read_database(connection, scratch.name(), {});
    for (Table* table : unsure) {
      if (const Table* there = spelled.find_table(table->name)) take_spellings(*table, *there);
    }
    objects.take(spelled);
  } catch (const Error& error) {
    if (error.code() == Errc::connection) throw;
    for (const Table* table : unsure)
      unspelled.push_back(why(*table, error));
    objects.give_up(error, unspelled);
  }
  return result;
}

}  // namespace covet::mysql
