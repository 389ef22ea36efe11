#include "cli/codegen/description.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/model/print_models.h"
#include "core/query/relations.h"

namespace covet::cli::codegen {
namespace {

using model::FieldType;

const std::map<FieldType, Scalar>& scalars() {
  using enum FieldType;
  static const std::map<FieldType, Scalar> table = {
      {char_, Scalar::text},        {text, Scalar::text},           {integer, Scalar::int32},
      {big_integer, Scalar::int64}, {small_integer, Scalar::int16}, {float_, Scalar::real},
      {decimal, Scalar::decimal},   {boolean, Scalar::boolean},     {date_time, Scalar::moment},
      {date, Scalar::date},         {time, Scalar::time},           {json, Scalar::json},
      {uuid, Scalar::uuid},         {email, Scalar::text},          {url, Scalar::text},
      {binary, Scalar::bytes},      {array, Scalar::list},          {enum_, Scalar::choice},
      {native, Scalar::native},
  };
  return table;
}

std::vector<std::string> texts_of(const std::vector<model::Choice>& choices) {
  std::vector<std::string> texts;
  for (const model::Choice& choice : choices)
    texts.push_back(choice.value);
  return texts;
}

/// Called `own` where they are the field's. None where anything of its type is allowed, or
/// [enums.x] is an engine's own.
std::optional<ChoiceSet> choices_of(const model::ModelSet& models, const model::Field& field,
                                    const std::string& own) {
  if (const model::EnumDef* const named = models.find_enum(field.enum_name)) {
    if (named->values.empty()) return std::nullopt;
    return ChoiceSet{named->handle, true, texts_of(named->values)};
  }
  const auto scalar = scalars().find(field.type);
  const bool text = scalar != scalars().end() &&
                    (scalar->second == Scalar::text || scalar->second == Scalar::choice);
  if (!text || field.choices.empty()) return std::nullopt;
  return ChoiceSet{own, false, texts_of(field.choices)};
}

/// `own` is the name of the field of the model: all items are called "items".
Type type_of(const model::ModelSet& models, const model::Field& field, const std::string& own) {
  Type type;
  type.scalar = scalars().at(field.type);
  type.is_unsigned = field.is_unsigned;
  if (type.scalar == Scalar::choice) type.scalar = Scalar::text;
  if (auto choices = choices_of(models, field, own)) {
    type.scalar = Scalar::choice;
    type.choices = std::move(*choices);
  }
  if (type.scalar == Scalar::list && field.items)
    type.items = std::make_shared<const Type>(type_of(models, *field.items, own));
  return type;
}

/// A field's own choices are its model's; who refers to it has their texts.
Type referring_type(Type type) {
  if (type.scalar == Scalar::choice && !type.choices.shared) type.scalar = Scalar::text;
  if (type.scalar == Scalar::text) type.choices = {};
  return type;
}

Giving giving_of(const model::Field& field, bool key) {
  if (!field.generated.empty() || field.auto_now || field.auto_now_add) return Giving::never;
  const bool filled = field.auto_increment || field.auto_generate ||
                      !field.default_factory.empty() ||
                      !std::holds_alternative<std::monostate>(field.default_value);
  return filled || (field.nullable && !key) ? Giving::optional : Giving::required;
}

Field field_of(const model::ModelSet& models, const model::Field& field, bool key) {
  Field made{.name = field.name, .type = {}, .giving = giving_of(field, key), .key = key};
  if (model::is_relation(field.type)) {
    made.to = field.to;
    const model::Field& referred = query::referred_field(models, field);
    made.type = referring_type(type_of(models, referred, referred.name));
  } else {
    made.type = type_of(models, field, field.name);
  }
  made.type.nullable = field.nullable && !key;
  made.comment = field.comment.empty() ? field.help_text : field.comment;
  made.where = field.where;
  return made;
}

/// Names by which a relation that is no field of `model` is reached, in the order in which they
/// are shown.
std::vector<std::string> names_beside_fields(const model::ModelSet& models,
                                             const model::Model& model,
                                             std::vector<std::string>& notes) {
  std::vector<std::string> names;
  const std::vector<std::string> all = query::relation_names(models, model);
  for (const std::string& name : all) {
    const model::Field* const field = model.find(name);
    if (field == nullptr || field->type == FieldType::many_to_many) names.push_back(name);
    const auto bearers = std::count(all.begin(), all.end(), name);
    if (field == nullptr || bearers == (model::is_relation(field->type) ? 1 : 0)) continue;
    std::string note = fmt::format(
        "no relation leads back from `{0}` by `{1}`, as it has a field of that name; give the "
        "field that leads to `{0}` a related_name",
        model.handle, name);
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(std::move(note));
  }
  for (const model::ForeignKeyDef& key : model.foreign_keys) {
    if (key.to_table.empty() && model.find(key.name) == nullptr) names.push_back(key.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void add_relations(const model::ModelSet& models, const model::Model& model, ModelDescription& made,
                   std::vector<std::string>& notes) {
  for (const std::string& name : names_beside_fields(models, model, notes)) {
    try {
      const auto relation = query::find_relation(models, model, name);
      if (!relation) continue;
      const SourceSpan where = relation->field != nullptr ? relation->field->where : model.where;
      made.relations.push_back({name, relation->to->handle, relation->many, where});
    } catch (const Error& error) {
      notes.push_back(fmt::format("`{}` has no relation `{}`: {}; {}", model.handle, name,
                                  error.message(), error.hint()));
    }
  }
}

/// What rows need of the models: the bases are folded in already, and objects hold no rows.
std::string printed(const model::ModelSet& models) {
  model::ModelSet rows = models;
  rows.objects.clear();
  for (model::Model& model : rows.models)
    model.extends.clear();
  std::string text = model::print_models(rows);
  // Better a fault now than in every program that is made.
  const model::SourceText source{"the models as covet prints them", text};
  model::parse_models(std::span(&source, 1));
  return text;
}

std::string text_of(const Type& type) {
  std::string text = fmt::format("{}{}{}", static_cast<int>(type.scalar),
                                 type.is_unsigned ? " unsigned" : "", type.nullable ? " null" : "");
  if (type.items) text += " of (" + text_of(*type.items) + ")";
  if (!type.choices.values.empty()) text += " " + codegen::text_of(type.choices);
  return text;
}

/// Lengths tell where a name ends, whatever it holds.
std::string counted(const std::string& name) {
  return fmt::format("{}:{}", name.size(), name);
}

}  // namespace

Description describe(const model::ModelSet& models) {
  Description made;
  for (const model::Model& model : models.models) {
    ModelDescription each{.handle = model.handle, .comment = model.comment, .where = model.where};
    each.key = model.key_fields();
    for (const model::Field& field : model.fields) {
      if (field.type == FieldType::many_to_many) continue;
      const bool key = std::find(each.key.begin(), each.key.end(), field.name) != each.key.end();
      each.fields.push_back(field_of(models, field, key));
    }
    add_relations(models, model, each, made.notes);
    made.models.push_back(std::move(each));
  }
  for (const model::EnumDef& each : models.enums) {
    if (!each.values.empty()) made.enums.push_back({each.handle, true, texts_of(each.values)});
  }
  made.toml = printed(models);
  return made;
}

std::string text_of(const ChoiceSet& choices) {
  std::string text = (choices.shared ? "enum " : "choices ") + counted(choices.name);
  for (const std::string& value : choices.values)
    text += " " + counted(value);
  return text;
}

std::string text_of(const ModelDescription& model) {
  std::string text = counted(model.handle) + " " + counted(model.comment) + "\n";
  for (const std::string& name : model.key)
    text += "key " + counted(name) + "\n";
  for (const Field& field : model.fields) {
    text += fmt::format("field {} {} {} {} {} {}\n", counted(field.name), text_of(field.type),
                        static_cast<int>(field.giving), field.key ? "key" : "", counted(field.to),
                        counted(field.comment));
  }
  for (const Relation& relation : model.relations) {
    text += fmt::format("relation {} {} {}\n", counted(relation.name), counted(relation.to),
                        relation.many ? "many" : "one");
  }
  return text;
}

}  // namespace covet::cli::codegen
