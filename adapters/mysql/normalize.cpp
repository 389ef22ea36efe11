#include "adapters/mysql/normalize.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/core.h>

#include "adapters/mysql/catalog.h"
#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/scratch.h"
#include "core/base/error.h"
#include "core/base/strings.h"

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

/// Gives `wanted` live's spellings where they fit. True if the server has to be asked.
bool needs_server(Table& wanted, const Table& live) {
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
  return other;
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
}

void make_in(Connection& connection, const std::string& database, const Table& table) {
  Table alone = table;
  alone.name.schema = database;
  alone.foreign_keys.clear();
  connection.execute(create_table(alone, flavor_of(connection.server())));
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
    if (same != nullptr && table != *same && needs_server(table, *same)) unsure.push_back(&table);
  }
  if (unsure.empty()) return result;
  std::vector<Table*> made;
  try {
    const ScratchDatabase scratch(connection);
    for (Table* table : unsure) {
      try {
        make_in(connection, scratch.name(), *table);
        made.push_back(table);
      } catch (const Error& error) {
        if (error.code() == Errc::connection) throw;
        unspelled.push_back(why(*table, error));
      }
    }
    const Schema spelled = read_database(connection, scratch.name(), {});
    for (Table* table : made) {
      if (const Table* there = spelled.find_table(table->name)) take_spellings(*table, *there);
    }
  } catch (const Error& error) {
    if (error.code() == Errc::connection) throw;
    for (const Table* table : unsure)
      unspelled.push_back(why(*table, error));
  }
  return result;
}

}  // namespace covet::mysql
