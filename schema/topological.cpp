#include "schema/topological.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/strings.h"

namespace covet::schema {
namespace {

using Names = std::set<TableName>;

// What a table needs for other reasons than foreign keys; such needs can't form a circle.
Names ancestors(const Table& table) {
  Names needed;
  const auto it = table.options.find("inherits");
  if (it == table.options.end()) return needed;
  for (const std::string& part : split(it->second, ',')) {
    const std::string name(trim(part));
    const std::size_t dot = name.find('.');
    needed.insert(dot == std::string::npos ? TableName{"", name}
                                           : TableName{name.substr(0, dot), name.substr(dot + 1)});
  }
  return needed;
}

}  // namespace

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
