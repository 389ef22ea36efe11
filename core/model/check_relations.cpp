#include <algorithm>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/model/model_check.h"

namespace covet::model {

namespace {

/// The concrete model of that handle, or null and CV110.
const Model* find_target(Draft& draft, const std::string& handle, const SourceSpan& where,
                         const std::string& what) {
  const Model* const found = draft.set.find(handle);
  if (found != nullptr && !found->abstract) return found;
  if (found != nullptr) {
    draft.faults.add(
        where, "CV110",
        fmt::format("{} references `{}`, which is abstract and has no table", what, handle),
        "refer to a model that extends it");
    return nullptr;
  }
  std::vector<std::string> names;
  for (const Model& other : draft.set.models) {
    if (!other.abstract) names.push_back(other.handle);
  }
  Diagnostic& fault = draft.faults.add(
      where, "CV110", fmt::format("{} references `{}`, and there's no such model", what, handle));
  if (const auto near = nearest(handle, names)) {
    fault.label =
        fmt::format("did you mean `{}` ({})?", *near, shown(draft.set.find(*near)->where));
  }
  return nullptr;
}

bool is_unique(const Model& model, const std::string& field) {
  const auto alone = [&field](const std::vector<std::string>& names) {
    return names.size() == 1 && names.front() == field;
  };
  const Field* const found = model.find(field);
  if (found == nullptr || found->unique || found->type == FieldType::one_to_one) return true;
  if (alone(model.key_fields())) return true;
  if (std::ranges::any_of(model.uniques, alone, &UniqueDef::fields)) return true;
  return std::ranges::any_of(model.indexes, [&field](const IndexDef& index) {
    return index.unique && index.where_sql.empty() && index.keys.size() == 1 &&
           index.keys.front().field == field;
  });
}

/// A relation without to_field wants a primary key of one field.
void check_single_key(Draft& draft, const Model& target, const SourceSpan& where,
                      const std::string& what, bool junction) {
  const std::size_t count = target.key_fields().size();
  if (count == 1) return;
  const std::string help = junction
                               ? "write the junction table as a model, and name it with `through`"
                               : "name a unique field with `to_field`";
  if (count == 0) {
    draft.faults.add(
        where, "CV111",
        fmt::format("{} references `{}`, which has no primary key", what, target.handle), help);
    return;
  }
  draft.faults.add(
      where, "CV114",
      fmt::format("{} references `{}`, whose primary key has {} fields", what, target.handle,
                  count),
      junction ? help
               : "write the columns as fields, and the reference in [models.….foreign_keys]");
}

void check_to_field(Draft& draft, const Model& target, const Field& field,
                    const std::string& what) {
  const SourceSpan& where = draft.place(field.where, "to_field");
  const Field* const key = target.find(field.to_field);
  if (key == nullptr || key->type == FieldType::many_to_many) {
    std::vector<std::string> names;
    for (const Field& other : target.fields)
      names.push_back(other.name);
    draft.faults
        .add(where, "CV108",
             fmt::format("{} references `{}.{}`, and there's no such field", what, target.handle,
                         field.to_field))
        .label = did_you_mean(field.to_field, names);
  } else if (!is_unique(target, field.to_field)) {
    draft.faults.add(where, "CV113",
                     fmt::format("{} references `{}.{}`, which isn't unique", what, target.handle,
                                 field.to_field),
                     fmt::format("write `unique = true` at {}", shown(key->where)));
  }
}

void check_relation(Draft& draft, const Model& model, const Field& field) {
  const std::string what = fmt::format("`{}.{}`", model.handle, field.name);
  const SourceSpan& where = draft.place(field.where, "to");
  const Model* const target = find_target(draft, field.to, where, what);
  const bool junction = field.type == FieldType::many_to_many;
  if (junction && !field.through.empty()) {
    find_target(draft, field.through, draft.place(field.where, "through"), what);
    return;
  }
  if (target == nullptr) return;
  if (!field.to_field.empty()) return check_to_field(draft, *target, field, what);
  check_single_key(draft, *target, where, what, junction);
  if (junction && target != &model) check_single_key(draft, model, field.where, what, junction);
}

void check_foreign_key(Draft& draft, const ForeignKeyDef& key) {
  const std::string what = fmt::format("foreign key `{}`", key.name);
  const SourceSpan& where = draft.place(key.where, "to_fields");
  std::size_t columns = key.to_fields.size();
  if (key.to_table.empty()) {
    const Model* const target = find_target(draft, key.to, draft.place(key.where, "to"), what);
    if (target == nullptr) return;
    if (key.to_fields.empty()) columns = target->key_fields().size();
    for (const std::string& name : key.to_fields) {
      if (target->find(name) != nullptr) continue;
      std::vector<std::string> names;
      for (const Field& field : target->fields)
        names.push_back(field.name);
      draft.faults
          .add(where, "CV108",
               fmt::format("{} names `{}`, and `{}` has no such field", what, name, target->handle))
          .label = did_you_mean(name, names);
    }
  }
  if (columns == key.fields.size() && columns > 0) return;
  draft.faults.add(
      where, "CV104",
      fmt::format("{} leads from {} to {}", what, count_of(key.fields.size(), "field"), columns),
      "name as many `to_fields` as `fields`");
}

}  // namespace

void check_relations(Draft& draft, const Model& model) {
  for (const Field& field : model.fields) {
    if (!is_relation(field.type) || field.to.empty()) continue;
    // A base's field is in each model that extends it: once is enough.
    if (draft.first_look_at(field.where)) check_relation(draft, model, field);
  }
  for (const ForeignKeyDef& key : model.foreign_keys)
    check_foreign_key(draft, key);
}

}  // namespace covet::model
