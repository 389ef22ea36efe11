#include <algorithm>
#include <utility>

#include "schema/raise_models.h"

namespace covet::schema {

namespace {

template <class Things>
std::map<TableName, std::string> handles_of(const Things& things,
                                            std::map<TableName, std::string> handles) {
  std::map<std::string, int> count;
  for (const auto& thing : things)
    ++count[thing.name.name];
  std::set<std::string> taken;
  for (const auto& [name, handle] : handles)
    taken.insert(handle);
  for (const auto& thing : things) {
    const TableName& name = thing.name;
    if (handles.contains(name)) continue;
    std::string handle = name.name;
    if (count[name.name] > 1 && !name.schema.empty()) handle = name.schema + "_" + name.name;
    while (!taken.insert(handle).second)
      handle += "_";
    handles.emplace(name, std::move(handle));
  }
  return handles;
}

std::map<TableName, std::string> given_handles(const std::vector<model::Model>& models) {
  std::map<TableName, std::string> handles;
  for (const model::Model& model : models)
    handles.emplace(TableName{model.db_schema, model.table_name()}, model.handle);
  return handles;
}
std::map<TableName, std::string> given_handles(const std::vector<model::EnumDef>& enums) {
  std::map<TableName, std::string> handles;
  for (const model::EnumDef& type : enums)
    handles.emplace(TableName{type.db_schema, type.name.empty() ? type.handle : type.name},
                    type.handle);
  return handles;
}

/// The name of the field that a person has for the column; "" where there is none.
std::string given_name(const Column& column, const model::Model* model) {
  if (model == nullptr) return {};
  const auto field = std::ranges::find_if(model->fields, [&](const model::Field& one) {
    return one.type != model::FieldType::many_to_many && one.column() == column.name;
  });
  return field == model->fields.end() ? std::string() : field->name;
}

bool is_unique_in(const Table& table, const std::string& column) {
  const std::vector<std::string> columns{column};
  return is_sole_key(table, column) ||
         std::ranges::find(table.uniques, columns, &Unique::columns) != table.uniques.end() ||
         std::ranges::any_of(table.indexes, [&columns](const Index& index) {
           return index.unique && is_plain(index) && has_columns(index, columns);
         });
}

/// What the key alone has to say a field may say as well.
bool has_fields_options(const ForeignKey& key, const Ddl& ddl) {
  const auto known = ddl.column_options();
  return std::ranges::all_of(key.options, [known](const auto& option) {
    return std::ranges::find(known, option.first) != known.end();
  });
}

}  // namespace

bool is_plain(const Index& index) {
  return index.method.empty() && index.where.empty() && index.include.empty() &&
         !index.nulls_not_distinct && index.comment.empty() && index.options.empty() &&
         std::ranges::all_of(index.keys, [](const IndexKey& key) {
           return key == IndexKey{.column = key.column} && !key.column.empty();
         });
}

bool has_columns(const Index& index, const std::vector<std::string>& columns) {
  return std::ranges::equal(index.keys, columns, {}, &IndexKey::column);
}

bool is_sole_key(const Table& table, const std::string& column) {
  return table.primary_key && table.primary_key->columns == std::vector{column};
}

const RaiseStyle& style_of(const Table& table, const RaiseContext& context) {
  static const RaiseStyle natural;
  const auto found = context.styles.find(table.name);
  return found == context.styles.end() ? natural : found->second;
}

Handles::Handles(const Schema& schema, const model::ModelSet& known)
    : tables_(handles_of(schema.tables, given_handles(known.models))),
      enums_(handles_of(schema.enums, given_handles(known.enums))) {}

std::string Handles::table(const TableName& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? std::string() : found->second;
}

std::string Handles::enum_type(const TableName& name) const {
  const auto found = enums_.find(name);
  return found == enums_.end() ? std::string() : found->second;
}

const ForeignKey* relation_of(const Column& column, const Table& table,
                              const RaiseContext& context) {
  const RaiseStyle& style = style_of(table, context);
  if (style.foreign_keys || style.literal_columns.contains(column.name)) return nullptr;
  if (column.identity || column.generated || !column.on_update_sql.empty()) return nullptr;
  const ForeignKey* found = nullptr;
  for (const ForeignKey& key : table.foreign_keys) {
    if (std::ranges::find(key.columns, column.name) == key.columns.end()) continue;
    // A column with a part in two references can't be named after one of them.
    if (found != nullptr || key.columns.size() != 1) return nullptr;
    found = &key;
  }
  if (found == nullptr || !found->match.empty() || !found->valid) return nullptr;
  if (!found->comment.empty() || !has_fields_options(*found, context.ddl)) return nullptr;
  // Some engines take what a field may not say.
  const bool sets_null =
      found->on_delete == RefAction::set_null || found->on_update == RefAction::set_null;
  if (sets_null && !column.nullable) return nullptr;
  const Table* const target = context.schema.find_table(found->target);
  if (target == nullptr || found->target_columns.size() != 1) return nullptr;
  const Column* const key = target->find_column(found->target_columns.front());
  if (key == nullptr) return nullptr;
  const bool to_itself = found->target == table.name && key == &column;
  return is_unique_in(*target, key->name) && !to_itself ? found : nullptr;
}

void name_fields(RaiseContext& context) {
  constexpr std::string_view tail = "_id";
  for (const Table& table : context.schema.tables) {
    FieldNames& names = context.fields[table.name];
    names.clear();
    const model::Model* const model = context.known.find(context.handles.table(table.name));
    std::set<std::string> taken;
    for (const Column& column : table.columns)
      taken.insert(column.name);
    for (const Column& column : table.columns) {
      std::string name = given_name(column, model);
      if (!name.empty()) {
        names.emplace(column.name, std::move(name));
        continue;
      }
      name = column.name;
      if (name.size() > tail.size() && name.ends_with(tail) &&
          relation_of(column, table, context) != nullptr) {
        const std::string shorter = name.substr(0, name.size() - tail.size());
        if (taken.insert(shorter).second) name = shorter;
      }
      names.emplace(column.name, std::move(name));
    }
  }
}

void raise_enums(const RaiseContext& context, const std::vector<model::Model>& models,
                 bool all_enums, model::ModelSet& set) {
  std::set<std::string> made_by_choices;
  for (const model::Model& model : models) {
    for (const model::Field& field : model.fields) {
      if (!field.choices.empty() && field.enum_name.empty())
        made_by_choices.insert(model.table_name() + "_" + field.name);
    }
  }
  for (const EnumType& type : context.schema.enums) {
    const bool plain = type.comment.empty() && type.rights.empty();
    if (!all_enums && plain && made_by_choices.contains(type.name.name)) continue;
    model::EnumDef def;
    def.handle = context.handles.enum_type(type.name);
    if (def.handle != type.name.name) def.name = type.name.name;
    def.db_schema = type.name.schema;
    def.comment = type.comment;
    def.rights = type.rights;
    for (const std::string& value : type.values)
      def.values.push_back({value});
    set.enums.push_back(std::move(def));
  }
}

}  // namespace covet::schema
