#include "schema/topological.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/db/sql_lexer.h"

namespace covet::schema {
namespace {

using Names = std::set<TableName>;

}  // namespace

Names ancestors(const Table& table) {
  Names names;
  for (const char* option : {"inherits", "partition_of"}) {
    const auto found = table.options.find(option);
    if (found == table.options.end()) continue;
    TableName name;
    const auto finish = [&] {
      if (!name.name.empty()) names.insert(std::exchange(name, {}));
    };
    for (const Token& token : lex_code(found->second, LexicalRules{})) {
      if (token.text == ",") {
        finish();
      } else if (token.text == ".") {
        name.schema = std::exchange(name.name, {});
      } else {
        name.name = unquote(token);
      }
    }
    finish();
  }
  return names;
}

std::vector<Table> topological(
    std::vector<Table> tables, bool circles_are_fine,
    const std::function<void(const Table&, const ForeignKey&)>& detached) {
  std::map<TableName, Table> waiting;
  for (Table& table : tables) {
    TableName name = table.name;
    waiting.emplace(std::move(name), std::move(table));
  }

  std::map<TableName, Names> needs;  // of a table: those still waiting
  std::map<TableName, Names> needed_by;
  for (const auto& [name, table] : waiting) {
    Names all = ancestors(table);
    for (const ForeignKey& key : table.foreign_keys)
      all.insert(key.target);
    for (const TableName& other : all) {
      if (other == name || !waiting.contains(other)) continue;
      needs[name].insert(other);
      needed_by[other].insert(name);
    }
  }

  Names ready;
  for (const auto& [name, table] : waiting) {
    if (!needs.contains(name)) ready.insert(name);
  }

  std::vector<Table> ordered;
  while (!waiting.empty()) {
    if (ready.empty()) {
      // A circle: the first by name that doesn't wait for an ancestor gives up its keys to the
      // tables still waiting.
      auto it = waiting.begin();
      for (auto other = waiting.begin(); other != waiting.end(); ++other) {
        const Names own = ancestors(other->second);
        const bool waits = std::any_of(own.begin(), own.end(),
                                       [&](const TableName& n) { return waiting.contains(n); });
        if (!waits) {
          it = other;
          break;
        }
      }
      if (!circles_are_fine) {
        std::erase_if(it->second.foreign_keys, [&](const ForeignKey& key) {
          if (key.target == it->first || !waiting.contains(key.target)) return false;
          detached(it->second, key);
          return true;
        });
      }
      ready.insert(it->first);
    }
    const TableName name = *ready.begin();
    ready.erase(ready.begin());
    ordered.push_back(std::move(waiting.at(name)));
    waiting.erase(name);
    for (const TableName& other : needed_by[name]) {
      Names& rest = needs[other];
      rest.erase(name);
      if (rest.empty() && waiting.contains(other)) ready.insert(other);
    }
  }
  return ordered;
}

}  // namespace covet::schema
