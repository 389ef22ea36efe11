#include "core/record/transfer.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/model/junction.h"

namespace covet::record {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

Model junction_model(const Model& owner, const Field& field, const Model& target) {
  const model::Junction junction = model::junction_of(owner, field, target);
  Model made;
  made.handle = owner.handle + "." + field.name;
  made.where = field.where;
  made.table = junction.table;
  made.db_schema = junction.schema;
  made.primary_key = {junction.from, junction.to};
  for (const auto& [column, model] :
       {std::pair(junction.from, &owner), std::pair(junction.to, &target)}) {
    Field& end = made.fields.emplace_back();
    end.name = column;
    end.db_column = column;
    end.type = FieldType::foreign_key;
    end.to = model->handle;
    end.nullable = false;
    end.related_name = "+";
  }
  return made;
}

void find_optional(Reference& reference) {
  const std::vector<std::string> key = reference.from->key_fields();
  for (const std::string& name : reference.fields) {
    const Field* const field = reference.from->find(name);
    const bool in_key = std::ranges::find(key, name) != key.end();
    if (field != nullptr && field->nullable && !in_key) reference.optional = name;
  }
}

void add_reference(std::vector<Reference>& found, const Model& from, const Model* to,
                   std::string name, std::vector<std::string> fields,
                   std::vector<std::string> to_fields, model::Deferrable deferrable) {
  if (to == nullptr) return;
  if (to_fields.empty() || to_fields.front().empty()) to_fields = to->key_fields();
  Reference reference{.from = &from,
                      .to = to,
                      .name = std::move(name),
                      .fields = std::move(fields),
                      .to_fields = std::move(to_fields)};
  reference.deferrable = deferrable != model::Deferrable::no;
  find_optional(reference);
  found.push_back(std::move(reference));
}

using Edges = std::vector<const Reference*>;

/// Tarjan's: groups of models that reach each other, those that others refer to first.
class Groups {
 public:
  Groups(const Models& chosen, const Edges& edges) : edges_(edges) {
    for (const Model* const model : chosen)
      places_[model] = {};
    for (const Model* const model : chosen) {
      if (places_.at(model).number == 0) visit(model);
    }
  }
  const std::vector<Models>& all() const { return groups_; }

 private:
  struct Place {
    std::size_t number = 0;  ///< 0: not seen
    std::size_t lowest = 0;
    bool open = false;
  };

  void visit(const Model* model) {
    Place& place = places_.at(model);
    place = {++count_, count_, true};
    open_.push_back(model);
    for (const Reference* const edge : edges_) {
      const auto other = places_.find(edge->to);
      if (edge->from != model || other == places_.end()) continue;
      if (other->second.number == 0) {
        visit(edge->to);
        place.lowest = std::min(place.lowest, other->second.lowest);
      } else if (other->second.open) {
        place.lowest = std::min(place.lowest, other->second.number);
      }
    }
    if (place.lowest != place.number) return;
    Models group;
    while (group.empty() || group.back() != model) {
      group.push_back(open_.back());
      places_.at(open_.back()).open = false;
      open_.pop_back();
    }
    std::ranges::sort(group, {}, [](const Model* each) { return each->handle; });
    groups_.push_back(std::move(group));
  }

  const Edges& edges_;
  std::map<const Model*, Place> places_;
  Models open_;
  std::size_t count_ = 0;
  std::vector<Models> groups_;
};

Models flat(const std::vector<Models>& groups) {
  Models all;
  for (const Models& group : groups)
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

/// The edges that close a circle within `group`; none where it is a single model without any.
Edges circle_in(const Models& group, const Edges& edges) {
  Edges within;
  for (const Reference* const edge : edges) {
    if (std::ranges::find(group, edge->from) != group.end() &&
        std::ranges::find(group, edge->to) != group.end())
      within.push_back(edge);
  }
  return within;
}

[[noreturn]] void refuse(const Edges& circle) {
  std::vector<std::string> names;
  for (const Reference* const edge : circle)
    names.push_back(fmt::format("`{}.{}`", edge->from->handle, edge->name));
  throw Error(Errc::unsupported,
              "rows refer to each other in a circle that can't be loaded: " + join(names, ", "),
              "make one of these keys nullable, or deferrable = true, and migrate");
}

}  // namespace

ModelSet with_junctions(const ModelSet& models) {
  ModelSet all = models;
  for (const Model& model : models.models) {
    for (const Field& field : model.fields) {
      if (field.type != FieldType::many_to_many || !field.through.empty()) continue;
      if (const Model* const target = models.find(field.to))
        all.models.push_back(junction_model(model, field, *target));
    }
  }
  std::ranges::sort(all.models, {}, &Model::handle);
  return all;
}

std::vector<Reference> references_of(const ModelSet& models) {
  std::vector<Reference> found;
  for (const Model& model : models.models) {
    for (const Field& field : model.fields) {
      if (!model::is_relation(field.type) || field.type == FieldType::many_to_many) continue;
      add_reference(found, model, models.find(field.to), field.name, {field.name}, {field.to_field},
                    field.deferrable);
    }
    for (const model::ForeignKeyDef& key : model.foreign_keys) {
      if (!key.to_table.empty()) continue;
      add_reference(found, model, models.find(key.to), key.name, key.fields, key.to_fields,
                    key.deferrable);
    }
  }
  return found;
}

Models in_order(const Models& chosen, const std::vector<Reference>& references) {
  Edges edges;
  for (const Reference& reference : references)
    edges.push_back(&reference);
  return flat(Groups(chosen, edges).all());
}

LoadOrder order_for_loading(const Models& chosen, const std::vector<Reference>& references,
                            const std::function<bool(const Model&)>& in_one_statement) {
  Edges edges;
  for (const Reference& reference : references) {
    const bool itself = reference.from == reference.to;
    if (reference.deferrable || (itself && in_one_statement(*reference.from))) continue;
    edges.push_back(&reference);
  }
  LoadOrder order;
  while (true) {
    const Groups groups(chosen, edges);
    Edges circle;
    for (const Models& group : groups.all()) {
      if (circle.empty()) circle = circle_in(group, edges);
    }
    if (circle.empty()) {
      order.models = flat(groups.all());
      return order;
    }
    const auto late =
        std::ranges::find_if(circle, [](const Reference* edge) { return !edge->optional.empty(); });
    if (late == circle.end()) refuse(circle);
    order.late.push_back(**late);
    std::erase(edges, *late);
  }
}

}  // namespace covet::record
