#include "core/record/table_graph.h"

#include <algorithm>
#include <set>

#include "core/base/strings.h"
#include "core/model/junction.h"

namespace covet::record {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::RefAction;

void make_set(TableGraph::Tables& tables) {
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
}

/// Of "public.events" and "\"Events\"" the table's own name.
std::string bare(std::string_view name) {
  const std::string text = replace_all(std::string(trim(name)), "\"", "");
  return text.substr(text.rfind('.') + 1);
}

/// What the rows of the referring table suffer: nothing, a change, or the same.
bool reaches(RefAction action) {
  return action != RefAction::no_action && action != RefAction::restrict_;
}

}  // namespace

TableGraph::TableGraph(const model::ModelSet& models) {
  for (const Model& model : models.models)
    number(model.table_name());
  for (const Model& model : models.models)
    link(models, model);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string& name = names_[i];
    by_start_[to_lower(name.substr(0, name.find_first_of("\"`")))].push_back(i);
  }
}

std::size_t TableGraph::number(std::string_view table) {
  const auto [place, fresh] = numbers_.emplace(to_lower(table), names_.size());
  if (fresh) {
    names_.emplace_back(table);
    edges_.emplace_back();
  }
  return place->second;
}

void TableGraph::edge(std::string_view to, std::string_view from, RefAction on_delete,
                      RefAction on_update) {
  const std::size_t target = number(to);
  const std::size_t owner = number(from);
  edges_[target].push_back({owner, on_delete, on_update});
}

void TableGraph::link(const model::ModelSet& models, const Model& model) {
  const std::string table = model.table_name();
  for (const Field& field : model.fields) {
    const Model* const target = field.to.empty() ? nullptr : models.find(field.to);
    if (target == nullptr) continue;
    if (field.type != FieldType::many_to_many) {
      edge(target->table_name(), table, field.on_delete.value_or(RefAction::no_action),
           field.on_update.value_or(RefAction::no_action));
    } else if (field.through.empty()) {
      const std::string junction = model::junction_of(model, field, *target).table;
      edge(table, junction, RefAction::cascade, RefAction::cascade);
      edge(target->table_name(), junction, RefAction::cascade, RefAction::cascade);
    }
  }
  for (const model::ForeignKeyDef& key : model.foreign_keys) {
    const Model* const target = key.to.empty() ? nullptr : models.find(key.to);
    edge(target != nullptr ? target->table_name() : key.to_table, table,
         key.on_delete.value_or(RefAction::no_action),
         key.on_update.value_or(RefAction::no_action));
  }
  link_family(model, models);
}

void TableGraph::link_family(const Model& model, const model::ModelSet& models) {
  for (const auto& [engine, options] : model.engine_options) {
    for (const char* const relation : {"partition_of", "inherits"}) {
      const auto option = options.find(relation);
      if (option == options.end()) continue;
      for (const std::string& name : split(option->second, ',')) {
        const Model* const named = models.find(bare(name));
        const std::string parent = named != nullptr ? named->table_name() : bare(name);
        // A row of one is a row of the other: what happens there happens here.
        const std::size_t whole = number(parent);
        const std::size_t part = number(model.table_name());
        edges_[whole].push_back({.from = part, .same = true});
        edges_[part].push_back({.from = whole, .same = true});
      }
    }
  }
}

TableGraph::Tables TableGraph::named_in(std::string_view sql, const Dialect& dialect) const {
  const char quote = dialect.quote("x").front();
  Tables found;
  // Between each two quotes, whether they are a pair or not: what stands in a text or a name with
  // a quote in it can then put nothing out of step.
  for (std::size_t at = sql.find(quote); at != std::string_view::npos;) {
    const std::size_t end = sql.find(quote, at + 1);
    if (end == std::string_view::npos) break;
    const auto known = by_start_.find(to_lower(sql.substr(at + 1, end - at - 1)));
    if (known != by_start_.end())
      found.insert(found.end(), known->second.begin(), known->second.end());
    at = end;
  }
  make_set(found);
  return found;
}

TableGraph::Tables TableGraph::reached(std::string_view table, Action action) const {
  const auto start = numbers_.find(to_lower(table));
  if (start == numbers_.end()) return {};
  std::set<std::pair<std::size_t, Action>> seen;
  std::vector<std::pair<std::size_t, Action>> waiting{{start->second, action}};
  while (!waiting.empty()) {
    const auto now = waiting.back();
    waiting.pop_back();
    if (!seen.insert(now).second) continue;
    for (const Edge& edge : edges_[now.first]) {
      if (edge.same) {
        waiting.emplace_back(edge.from, now.second);
        continue;
      }
      const RefAction what = now.second == Action::remove ? edge.on_delete : edge.on_update;
      if (now.second == Action::create || !reaches(what)) continue;
      const bool removes = now.second == Action::remove && what == RefAction::cascade;
      waiting.emplace_back(edge.from, removes ? Action::remove : Action::update);
    }
  }
  Tables tables;
  for (const auto& [number, how] : seen)
    tables.push_back(number);
  make_set(tables);
  return tables;
}

}  // namespace covet::record
