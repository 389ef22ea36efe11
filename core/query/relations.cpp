#include "core/query/relations.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/model/junction.h"

namespace covet::query {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

const Model& target_of(const ModelSet& models, const std::string& handle) {
  const Model* const target = models.find(handle);
  if (target == nullptr) throw Error(Errc::internal, "no model is called `" + handle + "`");
  return *target;
}

const Field& sole_key(const Model& model) {
  const std::vector<std::string> key = model.key_fields();
  if (key.size() != 1) {
    throw Error(Errc::internal, "`" + model.handle + "` has no key of one field to refer to");
  }
  return *model.find(key.front());
}

/// One step towards it.
const Field& next_field(const ModelSet& models, const Field& relation) {
  const Model& target = target_of(models, relation.to);
  const Field* const named = relation.to_field.empty() ? nullptr : target.find(relation.to_field);
  return named != nullptr ? *named : sole_key(target);
}

std::string name_back(const Model& owner, const Field& field) {
  return field.related_name.empty() ? to_lower(owner.handle) : field.related_name;
}

Relation along(const ModelSet& models, const Model& owner, const Field& field) {
  Relation relation{.from = &owner, .to = &target_of(models, field.to), .field = &field};
  relation.optional = field.nullable;
  relation.columns = {{field.column(), next_field(models, field).column()}};
  return relation;
}

Relation along(const ModelSet& models, const Model& owner, const model::ForeignKeyDef& key) {
  Relation relation{.from = &owner, .to = &target_of(models, key.to)};
  const std::vector<std::string> to =
      key.to_fields.empty() ? relation.to->key_fields() : key.to_fields;
  for (std::size_t i = 0; i < key.fields.size() && i < to.size(); ++i) {
    const Field* const from = owner.find(key.fields[i]);
    const Field* const target = relation.to->find(to[i]);
    if (from == nullptr || target == nullptr) continue;
    relation.optional = relation.optional || from->nullable;
    relation.columns.push_back({from->column(), target->column()});
  }
  return relation;
}

/// The field of a `through` model that leads to `target`; the second one where a model has a
/// ManyToMany with itself.
const Field& end_of(const Model& through, const std::string& target, bool second) {
  const Field* found = nullptr;
  for (const Field& field : through.fields) {
    if (!model::is_relation(field.type) || field.to != target) continue;
    if (found != nullptr && !second) break;
    found = &field;
    if (!second) break;
    second = false;
  }
  if (found == nullptr) {
    throw Error(Errc::usage,
                fmt::format("`{}` has no field that leads to `{}`", through.handle, target),
                "give the `through` model a ForeignKey to each end");
  }
  return *found;
}

Relation across(const ModelSet& models, const Model& owner, const Field& field) {
  const Model& target = target_of(models, field.to);
  Relation relation{.from = &owner, .to = &target, .field = &field, .many = true, .optional = true};
  if (field.through.empty()) {
    const model::Junction junction = model::junction_of(owner, field, target);
    relation.columns = {{sole_key(owner).column(), junction.from}};
    relation.through = {
        junction.schema, junction.table, {{junction.to, sole_key(target).column()}}};
    return relation;
  }
  const Model& through = target_of(models, field.through);
  const Field& from = end_of(through, owner.handle, false);
  const Field& to = end_of(through, target.handle, &owner == &target);
  relation.columns = {{next_field(models, from).column(), from.column()}};
  relation.through = {
      through.db_schema, through.table_name(), {{to.column(), next_field(models, to).column()}}};
  return relation;
}

Relation turned(Relation relation) {
  std::swap(relation.from, relation.to);
  relation.back = true;
  relation.optional = true;
  if (relation.through) {
    std::swap(relation.columns, relation.through->columns);
    for (ColumnPair& pair : relation.through->columns)
      std::swap(pair.from, pair.to);
  }
  for (ColumnPair& pair : relation.columns)
    std::swap(pair.from, pair.to);
  if (!relation.through) {
    relation.many = relation.field == nullptr || relation.field->type != FieldType::one_to_one;
  }
  return relation;
}

bool leads_to(const Field& field, const Model& model) {
  return model::is_relation(field.type) && field.to == model.handle && field.related_name != "+";
}

Relation of_field(const ModelSet& models, const Model& owner, const Field& field) {
  return field.type == FieldType::many_to_many ? across(models, owner, field)
                                               : along(models, owner, field);
}

}  // namespace

std::optional<Relation> find_relation(const ModelSet& models, const Model& model,
                                      std::string_view name) {
  if (const Field* const field = model.find(name)) {
    if (!model::is_relation(field->type)) return std::nullopt;
    return of_field(models, model, *field);
  }
  for (const model::ForeignKeyDef& key : model.foreign_keys) {
    if (key.name == name && key.to_table.empty()) return along(models, model, key);
  }
  const Model* owner = nullptr;
  const Field* found = nullptr;
  for (const Model& other : models.models) {
    for (const Field& field : other.fields) {
      if (!leads_to(field, model) || name_back(other, field) != name) continue;
      if (found != nullptr) {
        throw Error(Errc::usage,
                    fmt::format("`{}` of `{}` may mean `{}.{}` or `{}.{}`", name, model.handle,
                                owner->handle, found->name, other.handle, field.name),
                    "give one of these fields a related_name of its own");
      }
      owner = &other;
      found = &field;
    }
  }
  if (found == nullptr) return std::nullopt;
  return turned(of_field(models, *owner, *found));
}

std::string path_to_many(const ModelSet& models, const Model* model,
                         const std::vector<std::string>& names) {
  std::string path;
  std::string found;
  for (const std::string& name : names) {
    const auto relation = find_relation(models, *model, name);
    if (!relation) break;
    path += (path.empty() ? "" : "__") + name;
    if (relation->many) found = path;
    model = relation->to;
  }
  return found;
}

std::vector<std::string> relation_names(const ModelSet& models, const Model& model) {
  std::vector<std::string> names;
  for (const Field& field : model.fields) {
    if (model::is_relation(field.type)) names.push_back(field.name);
  }
  for (const Model& other : models.models) {
    for (const Field& field : other.fields) {
      if (leads_to(field, model)) names.push_back(name_back(other, field));
    }
  }
  return names;
}

const Field& field_with_column(const Model& model, const std::string& name) {
  const Field* const field = model.find(name);
  if (field != nullptr && field->type != FieldType::many_to_many) return *field;
  std::vector<std::string> names;
  for (const Field& each : model.fields)
    names.push_back(each.name);
  const std::string near = did_you_mean(name, names);
  throw Error(Errc::usage, fmt::format("`{}` has no column for `{}`", model.handle, name),
              near.empty() ? "name the model's own fields" : near);
}

const Field& referred_field(const ModelSet& models, const Field& relation) {
  const Field* field = &relation;
  for (int steps = 0; model::is_relation(field->type) && steps < 32; ++steps)
    field = &next_field(models, *field);
  return *field;
}

}  // namespace covet::query
