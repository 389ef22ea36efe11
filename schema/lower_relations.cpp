#include "schema/lower_relations.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/model/junction.h"

namespace covet::schema {

namespace {

using model::Field;
using model::Model;
using model::ModelSet;

Error key_circle(const Field& relation) {
  Diagnostic fault;
  fault.code = "CV114";
  fault.message =
      fmt::format("the type of `{}` is that of the key it refers to, and that leads back to itself",
                  relation.name);
  fault.where = relation.where;
  fault.help = "give one of these models a key of its own: id = { type = \"BigInteger\", … }";
  return Error(Errc::model, fault.message, fault.help).with(std::vector{fault});
}

struct PlainTarget {
  const Model* owner;
  const Field* field;
};

/// Follows relations that refer to relations.
PlainTarget plain_target(const Field& relation, const ModelSet& models) {
  std::vector<const Field*> seen;
  const Field* field = &relation;
  const Model* owner = nullptr;
  while (model::is_relation(field->type)) {
    if (std::ranges::find(seen, field) != seen.end()) throw key_circle(relation);
    seen.push_back(field);
    owner = models.find(field->to);
    field = &target_field(models, *field);
  }
  return {owner, field};
}

bool is_sole_key(const Model& model, const Field& field) {
  const std::vector<std::string> key = model.key_fields();
  return key.size() == 1 && key.front() == field.name;
}

/// The target's field without what belongs to its own column only, with what the relation says.
Field reference_to(const Field& target, const Field& relation) {
  Field field = target;
  field.name = relation.name;
  field.db_column = relation.column();
  field.where = relation.where;
  field.default_value = relation.default_value;
  field.nullable = relation.nullable;
  field.comment = relation.comment;
  if (!relation.db_type.empty()) field.db_type = relation.db_type;
  field.auto_increment.reset();
  field.auto_generate = field.auto_now = field.auto_now_add = field.enforce = false;
  field.primary_key = field.unique = field.db_index = false;
  field.generated = field.on_update_sql = {};
  return field;
}

Column reference_column(const Field& relation, const Model& owner, const Field& target,
                        const ModelSet& models, const Ddl& ddl) {
  const FieldContext at_target{models, owner, table_of(owner), is_sole_key(owner, target)};
  const Column key = ddl.lower(target, at_target).column;
  const FieldContext here{models, owner, table_of(owner), false};
  Column column = ddl.lower(reference_to(target, relation), here).column;
  column.type = key.type;
  column.collation = key.collation;
  column.nullable = relation.nullable;
  return column;
}

std::string name_before(const Model& model) {
  return model.renamed_from.empty() ? model.table_name() : model.renamed_from;
}

}  // namespace

TableName table_of(const Model& model) {
  return {model.db_schema, model.table_name()};
}

std::vector<std::string> columns_of(const Model& model, const std::vector<std::string>& fields) {
  std::vector<std::string> columns;
  for (const std::string& name : fields) {
    const Field* const field = model.find(name);
    columns.push_back(field == nullptr ? name : field->column());
  }
  return columns;
}

const Field& target_field(const ModelSet& models, const Field& relation) {
  const Model* const target = models.find(relation.to);
  const Field* found = nullptr;
  if (target != nullptr) {
    const std::vector<std::string> key = target->key_fields();
    if (!relation.to_field.empty()) {
      found = target->find(relation.to_field);
    } else if (key.size() == 1) {
      found = target->find(key.front());
    }
  }
  if (found == nullptr) {
    throw Error(Errc::internal,
                fmt::format("`{}` refers to no field of `{}`", relation.name, relation.to));
  }
  return *found;
}

Column relation_column(const Field& relation, const ModelSet& models, const Ddl& ddl) {
  const PlainTarget target = plain_target(relation, models);
  Column column = reference_column(relation, *target.owner, *target.field, models, ddl);
  if (const auto type = relation.db_type.pick(ddl.engine_keys())) column.type = *type;
  return column;
}

ForeignKey relation_key(const Field& relation, const TableName& table, const ModelSet& models) {
  const std::string column = relation.column();
  ForeignKey key;
  key.name = relation.constraint.empty() ? generated_name(table.name, {column}, "fkey")
                                         : relation.constraint;
  key.columns = {column};
  key.target = table_of(*models.find(relation.to));
  key.target_columns = {target_field(models, relation).column()};
  key.on_delete = relation.on_delete.value_or(RefAction::no_action);
  key.on_update = relation.on_update.value_or(RefAction::no_action);
  key.deferrable = relation.deferrable;
  return key;
}

Table junction_table(const Field& field, const Model& owner, const ModelSet& models,
                     const Ddl& ddl) {
  const Model& target = *models.find(field.to);
  const model::Junction junction = model::junction_of(owner, field, target);
  Table table{.name = {junction.schema, junction.table}};
  for (const auto& [column, model] :
       {std::pair(junction.from, &owner), std::pair(junction.to, &target)}) {
    Field end;
    end.name = column;
    end.db_column = column;
    end.type = model::FieldType::foreign_key;
    end.to = model->handle;
    end.nullable = false;
    end.on_delete = RefAction::cascade;
    end.where = field.where;
    table.columns.push_back(relation_column(end, models, ddl));
    table.foreign_keys.push_back(relation_key(end, table.name, models));
  }
  table.primary_key =
      PrimaryKey{generated_name(table.name.name, {}, "pkey"), {junction.from, junction.to}};
  table.indexes.push_back(Index{.name = generated_name(table.name.name, {junction.to}, "idx"),
                                .keys = {IndexKey{.column = junction.to}}});
  return table;
}

std::vector<Rename> junction_renames(const Field& field, const Model& owner,
                                     const ModelSet& models) {
  const Model& target = *models.find(field.to);
  const std::string field_before = field.renamed_from.empty() ? field.name : field.renamed_from;
  const model::Junction now = model::junction_of(owner, field, target);
  const model::Junction before =
      model::junction_of(owner.db_schema, name_before(owner), name_before(target), field_before);
  const TableName name{now.schema, now.table};
  std::vector<Rename> renames;
  if (before.table != now.table)
    renames.push_back({.table = name, .table_from = {before.schema, before.table}});
  const auto column = [&renames, &name](const std::string& from, const std::string& to) {
    if (from != to) renames.push_back({.table = name, .column_from = from, .column_to = to});
  };
  column(before.from, now.from);
  column(before.to, now.to);
  return renames;
}

ForeignKey lower_foreign_key(const model::ForeignKeyDef& from, const model::Model& model,
                             const model::ModelSet& models) {
  ForeignKey key;
  key.name = from.name;
  key.columns = columns_of(model, from.fields);
  if (from.to_table.empty()) {
    const model::Model& target = *models.find(from.to);
    key.target = table_of(target);
    key.target_columns =
        columns_of(target, from.to_fields.empty() ? target.key_fields() : from.to_fields);
  } else {
    key.target = {from.to_schema, from.to_table};
    key.target_columns = from.to_fields;
  }
  key.on_delete = from.on_delete.value_or(RefAction::no_action);
  key.on_update = from.on_update.value_or(RefAction::no_action);
  key.deferrable = from.deferrable;
  key.match = from.match;
  key.valid = from.valid;
  key.comment = from.comment;
  key.options = from.options;
  return key;
}

}  // namespace covet::schema
