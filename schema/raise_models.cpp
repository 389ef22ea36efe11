#include "schema/raise_models.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/model/toml_text.h"

namespace covet::schema {

namespace {

bool is_generated_unique(const Unique& unique, const Table& table) {
  return unique.columns.size() == 1 && !unique.nulls_not_distinct &&
         unique.deferrable == Deferrable::no && unique.comment.empty() && unique.options.empty() &&
         (unique.name.empty() ||
          unique.name == generated_name(table.name.name, unique.columns, "key"));
}

/// TOML knows no null, which JSON may hold.
bool has_word(const model::Default& value) {
  try {
    if (const auto* const plain = std::get_if<Value>(&value)) model::toml_value(*plain);
    return true;
  } catch (const Error&) {
    return false;
  }
}

class TableRaiser {
 public:
  TableRaiser(const Table& table, const RaiseContext& context)
      : table_(table), context_(context), style_(style_of(table, context)) {}

  model::Model run() {
    model_.handle = context_.handles.table(table_.name);
    if (to_lower(model_.handle) != table_.name.name) model_.table = table_.name.name;
    model_.db_schema = table_.name.schema;
    model_.comment = table_.comment;
    model_.rights = rights();
    for (const Column& column : table_.columns)
      add_field(column);
    add_primary_key();
    for (const Unique& unique : table_.uniques)
      add_unique(unique);
    for (const Check& check : table_.checks)
      add_check(check);
    for (const ForeignKey& key : table_.foreign_keys)
      add_foreign_key(key);
    for (const Index& index : table_.indexes)
      add_index(index);
    if (!table_.options.empty()) model_.engine_options[engine()] = table_.options;
    return std::move(model_);
  }

 private:
  /// Grants of columns by the names of their fields.
  model::Rights rights() const {
    model::Rights rights = table_.rights;
    if (!rights.grants) return rights;
    for (auto& [role, grants] : *rights.grants) {
      for (model::Grant& grant : grants)
        grant.columns = field_names(grant.columns);
    }
    return rights;
  }

  std::string engine() const { return std::string(context_.ddl.engine_keys().back()); }
  model::SqlText own_sql(const std::string& text) const { return {{{engine(), text}}}; }

  const std::string& field_name(const std::string& column) const {
    return context_.fields.at(table_.name).at(column);
  }
  std::vector<std::string> field_names(const std::vector<std::string>& columns) const {
    std::vector<std::string> names;
    for (const std::string& column : columns)
      names.push_back(field_name(column));
    return names;
  }
  model::Field& field_of(const std::string& column) {
    const std::string& name = field_name(column);
    return *std::ranges::find(model_.fields, name, &model::Field::name);
  }

  /// A name for what has none, and is free.
  std::string name_for(const std::string& name, const std::vector<std::string>& columns,
                       std::string_view suffix) {
    std::string wanted = name.empty() ? generated_name(table_.name.name, columns, suffix) : name;
    while (!names_.insert(wanted).second && name.empty())
      wanted += "_";
    return wanted;
  }

  void add_field(const Column& column) {
    const ForeignKey* const key = relation_of(column, table_, context_);
    model::Field field = key != nullptr                                 ? relation(column, *key)
                         : style_.literal_columns.contains(column.name) ? literal(column)
                                                                        : plain(column);
    field.name = field_name(column.name);
    if (field.column() != column.name) field.db_column = column.name;
    field.comment = column.comment;
    Options options = column.options;
    if (key != nullptr) options.insert(key->options.begin(), key->options.end());
    if (!options.empty()) field.engine_options[engine()] = std::move(options);
    const bool in_key =
        table_.primary_key && std::ranges::find(table_.primary_key->columns, column.name) !=
                                  table_.primary_key->columns.end();
    field.nullable = column.nullable || in_key;
    model_.fields.push_back(std::move(field));
  }

  model::Field plain(const Column& column) {
    model::Field field = context_.ddl.raise(column, table_, context_.schema, consumed_);
    if (column.default_sql && !has_word(field.default_value))
      field.default_value = own_sql(*column.default_sql);
    if (!field.enum_name.empty()) {
      for (const EnumType& type : context_.schema.enums) {
        if (type.name.name == field.enum_name || type.name.display() == field.enum_name) {
          field.enum_name = context_.handles.enum_type(type.name);
          break;
        }
      }
    }
    return field;
  }

  model::Field literal(const Column& column) const {
    model::Field field;
    field.type = model::FieldType::native;
    field.native_sql = own_sql(column.type);
    if (column.default_sql) field.default_value = own_sql(*column.default_sql);
    if (column.identity) {
      const std::string& kind = column.identity->kind;
      field.auto_increment =
          model::AutoIncrement{kind == "auto" ? std::string() : kind, column.identity->options};
    }
    if (column.generated) {
      field.generated = own_sql(column.generated->sql);
      field.stored = column.generated->stored;
    }
    field.collation = column.collation;
    if (!column.on_update_sql.empty()) field.on_update_sql = own_sql(column.on_update_sql);
    return field;
  }

  model::Field relation(const Column& column, const ForeignKey& key) {
    const Table& target = *context_.schema.find_table(key.target);
    model::Field field;
    field.type = model::FieldType::foreign_key;
    for (const Unique& unique : table_.uniques) {
      const bool own = unique.columns == key.columns && is_generated_unique(unique, table_);
      if (own && !style_.uniques) field.type = model::FieldType::one_to_one;
    }
    field.to = context_.handles.table(key.target);
    const Column* const there = target.find_column(key.target_columns.front());
    if (there->type != column.type) field.db_type = own_sql(column.type);
    if (!is_sole_key(target, key.target_columns.front())) {
      field.to_field = context_.fields.at(key.target).at(key.target_columns.front());
    }
    if (key.on_delete != RefAction::no_action) field.on_delete = key.on_delete;
    if (key.on_update != RefAction::no_action) field.on_update = key.on_update;
    field.deferrable = key.deferrable;
    if (key.name != generated_name(table_.name.name, key.columns, "fkey"))
      field.constraint = key.name;
    if (column.default_sql) field.default_value = own_sql(*column.default_sql);
    return field;
  }

  void add_primary_key() {
    if (!table_.primary_key) return;
    const PrimaryKey& key = *table_.primary_key;
    const bool named = style_.key_name && !key.name.empty();
    if (named) model_.primary_key_name = key.name;
    model_.primary_key_comment = key.comment;
    model_.primary_key_options = key.options;
    const bool plain = !named && key.comment.empty() && key.options.empty();
    if (key.columns.size() == 1 && plain) {
      field_of(key.columns.front()).primary_key = true;
    } else {
      model_.primary_key = field_names(key.columns);
    }
  }

  void add_unique(const Unique& unique) {
    const bool simple = !style_.uniques && is_generated_unique(unique, table_) &&
                        !is_sole_key(table_, unique.columns.front());
    if (simple) {
      model::Field& field = field_of(unique.columns.front());
      const bool one_to_one = field.type == model::FieldType::one_to_one;
      if (one_to_one ? one_to_one_done_.insert(field.name).second : !field.unique) {
        field.unique = !one_to_one;
        return;
      }
    }
    model::UniqueDef def;
    def.name = name_for(unique.name, unique.columns, "key");
    def.fields = field_names(unique.columns);
    def.nulls_not_distinct = unique.nulls_not_distinct;
    def.deferrable = unique.deferrable;
    def.comment = unique.comment;
    def.options = unique.options;
    model_.uniques.push_back(std::move(def));
  }

  void add_check(const Check& check) {
    if (std::ranges::find(consumed_, check.name) != consumed_.end()) return;
    model::CheckDef def;
    def.name = name_for(check.name, {}, "check");
    def.sql = model::sql_for_all(check.sql);
    def.no_inherit = check.no_inherit;
    def.valid = check.valid;
    def.enforced = check.enforced;
    def.comment = check.comment;
    def.options = check.options;
    model_.checks.push_back(std::move(def));
  }

  /// Some engines take a key that leads to a table or columns that aren't there.
  bool leads_to_a_model(const ForeignKey& key) const {
    const Table* const target = context_.schema.find_table(key.target);
    return target != nullptr && std::ranges::all_of(key.target_columns, [&](const auto& column) {
             return target->find_column(column) != nullptr;
           });
  }

  void add_foreign_key(const ForeignKey& key) {
    const Column* const column = table_.find_column(key.columns.front());
    if (column != nullptr && relation_of(*column, table_, context_) == &key) return;
    model::ForeignKeyDef def;
    def.name = name_for(key.name, key.columns, "fkey");
    def.fields = field_names(key.columns);
    if (leads_to_a_model(key)) def.to = context_.handles.table(key.target);
    if (def.to.empty()) {
      def.to_table = key.target.name;
      def.to_schema = key.target.schema;
      def.to_fields = key.target_columns;
    } else {
      const Table& target = *context_.schema.find_table(key.target);
      const FieldNames& names = context_.fields.at(key.target);
      const bool usual = target.primary_key && target.primary_key->columns == key.target_columns;
      for (const std::string& name : key.target_columns) {
        if (!usual) def.to_fields.push_back(names.contains(name) ? names.at(name) : name);
      }
    }
    if (key.on_delete != RefAction::no_action) def.on_delete = key.on_delete;
    if (key.on_update != RefAction::no_action) def.on_update = key.on_update;
    def.deferrable = key.deferrable;
    def.match = key.match;
    def.valid = key.valid;
    def.comment = key.comment;
    def.options = key.options;
    model_.foreign_keys.push_back(std::move(def));
  }

  /// It bears a foreign key's name and covers just its columns: MySQL made it.
  bool is_made_by_the_engine(const Index& index) const {
    return !index.unique && is_plain(index) &&
           std::ranges::any_of(table_.foreign_keys, [&index](const ForeignKey& key) {
             return key.name == index.name && has_columns(index, key.columns);
           });
  }

  void add_index(const Index& index) {
    if (!style_.indexes && is_made_by_the_engine(index)) return;
    if (index.keys.size() == 1 && is_plain(index) && !index.unique &&
        index.name == generated_name(table_.name.name, {index.keys.front().column}, "idx")) {
      field_of(index.keys.front().column).db_index = true;
      return;
    }
    model::IndexDef def;
    def.name = index.name;
    for (const IndexKey& from : index.keys) {
      model::Key& key = def.keys.emplace_back();
      if (from.column.empty()) {
        key.sql = model::sql_for_all(from.sql);
      } else {
        key.field = field_name(from.column);
      }
      key.descending = from.descending;
      key.nulls = from.nulls;
      key.collation = from.collation;
      key.opclass = from.opclass;
      key.length = from.length;
    }
    def.unique = index.unique;
    def.method = index.method;
    if (!index.where.empty()) def.where_sql = model::sql_for_all(index.where);
    def.include = field_names(index.include);
    def.nulls_not_distinct = index.nulls_not_distinct;
    def.comment = index.comment;
    def.options = index.options;
    model_.indexes.push_back(std::move(def));
  }

  const Table& table_;
  const RaiseContext& context_;
  const RaiseStyle& style_;
  model::Model model_;
  std::vector<std::string> consumed_;
  std::set<std::string> names_;
  std::set<std::string> one_to_one_done_;
};

}  // namespace

model::Model raise_table(const Table& table, const RaiseContext& context) {
  return TableRaiser(table, context).run();
}

}  // namespace covet::schema
