#include "core/model/model_check.h"

#include <map>
#include <utility>

#include <fmt/core.h>

namespace covet::model {

namespace {

void add_twice(Draft& draft, const SourceSpan& second, const SourceSpan& first, std::string code,
               std::string message, std::string help) {
  draft.faults.add(second, std::move(code), std::move(message), std::move(help))
      .notes.push_back(fmt::format("first here: {}", shown(first)));
}

template <class Things>
void check_handles(Draft& draft, const Things& things, std::string_view what) {
  std::map<std::string, SourceSpan> seen;
  for (const auto& thing : things) {
    const auto [first, is_new] = seen.emplace(thing.handle, thing.where);
    if (is_new) continue;
    add_twice(draft, thing.where, first->second, "CV106",
              fmt::format("{} `{}` is defined twice", what, thing.handle),
              "a handle is unique over all files; `table` or `name` says what it is called in the "
              "database");
  }
}

void check_columns(Draft& draft, const Model& model) {
  std::map<std::string, const Field*> seen;
  for (const Field& field : model.fields) {
    if (field.type == FieldType::many_to_many) continue;
    const auto [first, is_new] = seen.emplace(field.column(), &field);
    if (is_new) continue;
    add_twice(draft, draft.place(field.where, "db_column"), first->second->where, "CV105",
              fmt::format("`{}` and `{}` are both column `{}` of {}", first->second->name,
                          field.name, field.column(), model.table_name()),
              "give one of them another db_column");
  }
}

}  // namespace

std::string shown(const SourceSpan& where) {
  return fmt::format("{}:{}", where.file, where.line);
}

void check_names(Draft& draft) {
  check_handles(draft, draft.set.models, "model");
  check_handles(draft, draft.set.enums, "enum");
  std::map<std::string, std::vector<ObjectDef>> by_kind;
  for (const ObjectDef& object : draft.set.objects)
    by_kind[object.kind + "\n" + object.on].push_back(object);
  for (const auto& [kind, objects] : by_kind)
    check_handles(draft, objects, objects.front().kind);

  std::map<std::pair<std::string, std::string>, const Model*> tables;
  for (const Model& model : draft.set.models) {
    if (model.abstract) continue;
    check_columns(draft, model);
    const auto [first, is_new] = tables.try_emplace({model.db_schema, model.table_name()}, &model);
    if (is_new || first->second->handle == model.handle) continue;
    add_twice(draft, draft.place(model.where, "table"), first->second->where, "CV107",
              fmt::format("models `{}` and `{}` are both table `{}`", first->second->handle,
                          model.handle, model.table_name()),
              "give one of them another `table`");
  }
}

void check_models(Draft& draft) {
  check_names(draft);
  for (const Model& model : draft.set.models) {
    for (const Field& field : model.fields) {
      if (!draft.is_broken(field.where)) check_values(draft, field);
    }
    // A base's keys and relations are looked at where a model extends it.
    if (model.abstract) continue;
    check_keys(draft, model);
    check_relations(draft, model);
  }
}

}  // namespace covet::model
