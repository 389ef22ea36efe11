#include <algorithm>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/model/model_check.h"

namespace covet::model {

namespace {

void check_field_name(Draft& draft, const Model& model, const std::string& name,
                      const SourceSpan& where, const std::string& what) {
  const Field* const field = model.find(name);
  if (field != nullptr && field->type != FieldType::many_to_many) return;
  if (field != nullptr) {
    draft.faults.add(
        where, "CV108",
        fmt::format("{} names `{}`, a ManyToMany field, which has no column", what, name));
    return;
  }
  std::vector<std::string> names;
  std::string of_column;
  for (const Field& other : model.fields) {
    names.push_back(other.name);
    if (other.column() == name) of_column = other.name;
  }
  draft.faults
      .add(where, "CV108",
           fmt::format("{} names `{}`, and `{}` has no such field", what, name, model.handle))
      .label = of_column.empty() ? did_you_mean(name, names)
                                 : fmt::format("that is the column; the field is `{}`", of_column);
}

void check_fields(Draft& draft, const Model& model, const std::vector<std::string>& names,
                  const SourceSpan& where, const std::string& what) {
  for (const std::string& name : names) {
    check_field_name(draft, model, name, where, what);
    if (std::ranges::count(names, name) > 1) {
      draft.faults.add(where, "CV104", fmt::format("{} names `{}` twice", what, name));
      return;
    }
  }
}

void check_primary_key(Draft& draft, const Model& model) {
  const SourceSpan& where = draft.place(model.where, "primary_key");
  check_fields(draft, model, model.primary_key, where, "the primary key");
  if (model.primary_key.empty()) return;
  for (const Field& field : model.fields) {
    if (!field.primary_key) continue;
    if (std::ranges::find(model.primary_key, field.name) != model.primary_key.end()) continue;
    draft.faults
        .add(draft.place(field.where, "primary_key"), "CV111",
             fmt::format("`{}` has two primary keys: this field, and the list of the model",
                         model.handle),
             "a table has one: say it in one place")
        .notes.push_back(fmt::format("the list: {}", shown(where)));
  }
}

}  // namespace

void check_keys(Draft& draft, const Model& model) {
  check_primary_key(draft, model);
  for (const IndexDef& index : model.indexes) {
    const std::string what = fmt::format("index `{}`", index.name);
    for (const Key& key : index.keys) {
      if (key.sql.empty()) check_field_name(draft, model, key.field, key.where, what);
    }
    check_fields(draft, model, index.include, draft.place(index.where, "include"), what);
  }
  for (const UniqueDef& unique : model.uniques) {
    check_fields(draft, model, unique.fields, draft.place(unique.where, "fields"),
                 fmt::format("unique constraint `{}`", unique.name));
  }
  for (const ForeignKeyDef& key : model.foreign_keys) {
    check_fields(draft, model, key.fields, draft.place(key.where, "fields"),
                 fmt::format("foreign key `{}`", key.name));
  }
  if (!model.rights.grants) return;
  for (const auto& [role, grants] : *model.rights.grants) {
    for (const Grant& grant : grants) {
      check_fields(draft, model, grant.columns, draft.place(model.where, "grants"),
                   fmt::format("the grant of {} to `{}`", grant.privilege, role));
    }
  }
}

}  // namespace covet::model
