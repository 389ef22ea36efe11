#include "schema/from_models.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "schema/lower_objects.h"
#include "schema/lower_relations.h"
#include "schema/rights.h"

namespace covet::schema {

namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

class Lowering {
 public:
  Lowering(const ModelSet& models, const Ddl& ddl) : models_(models), ddl_(ddl) {}

  Wanted run() {
    for (const Model& model : models_.models)
      lower(model);
    add_named_enums();
    add_objects();
    check_tables();
    if (!faults_.empty()) {
      const std::string message = faults_.front().message;
      const std::string hint = faults_.front().help;
      throw Error(Errc::model, message, hint).with(std::move(faults_));
    }
    sort(wanted_.schema);
    return std::move(wanted_);
  }

 private:
  void add_fault(const SourceSpan& where, std::string code, std::string message,
                 std::string help = {}) {
    Diagnostic fault;
    fault.code = std::move(code);
    fault.message = std::move(message);
    fault.where = where;
    fault.help = std::move(help);
    faults_.push_back(std::move(fault));
  }

  /// Runs `work`; an engine's refusal becomes a fault at `where`, and the rest goes on.
  void guarded(const SourceSpan& where, const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      if (error.code() != Errc::model) throw;
      if (error.diagnostics().empty()) {
        return add_fault(where, "CV119", error.message(), error.hint());
      }
      for (Diagnostic fault : error.diagnostics()) {
        if (fault.where == SourceSpan{}) fault.where = where;
        faults_.push_back(std::move(fault));
      }
    }
  }

  void check_name(const SourceSpan& where, const std::string& name) {
    try {
      std::ignore = ddl_.dialect().quote(name);
    } catch (const Error& error) {
      add_fault(where, "CV115", error.message(), error.hint());
    }
  }

  void add_notes(const std::vector<std::string>& notes) {
    wanted_.notes.insert(wanted_.notes.end(), notes.begin(), notes.end());
  }

  void lower(const Model& model) {
    Table table{.name = table_of(model)};
    check_name(model.where, table.name.name);
    table.comment = model.comment;
    const std::vector<std::string> key = model.key_fields();
    for (const Field& field : model.fields) {
      if (field.type == FieldType::many_to_many) {
        guarded(field.where, [&] { add_junction(field, model); });
      } else {
        guarded(field.where, [&] { add_field(field, model, key, table); });
      }
    }
    if (!key.empty()) {
      table.primary_key =
          PrimaryKey{model.primary_key_name.empty() ? generated_name(table.name.name, {}, "pkey")
                                                    : model.primary_key_name,
                     columns_of(model, key), model.primary_key_comment, model.primary_key_options};
    }
    add_indexes(model, table);
    add_constraints(model, table);
    table.options = options_for(model.engine_options, ddl_.table_options(), model.where,
                                fmt::format("model `{}`", model.handle));
    add_renames(model);
    table.rights = rights_of(model);
    settle_rights("table", table.rights, model.where);
    complete(model.where, std::move(table));
  }

  void settle_rights(const std::string& kind, model::Rights& rights, const SourceSpan& where) {
    constexpr const char* note =
        "what this engine doesn't have of owners and grants is left out";
    guarded(where, [&] {
      if (schema::settle_rights(kind, rights, ddl_)) return;
      if (std::ranges::find(wanted_.notes, note) == wanted_.notes.end())
        wanted_.notes.emplace_back(note);
    });
  }

  void complete(const SourceSpan& where, Table table) {
    guarded(where, [&] { ddl_.complete(table, wanted_.notes); });
    places_.push_back(where);
    wanted_.schema.tables.push_back(std::move(table));
  }

  void add_field(const Field& field, const Model& model, const std::vector<std::string>& key,
                 Table& table) {
    const bool in_key = std::ranges::find(key, field.name) != key.end();
    const bool sole_key = in_key && key.size() == 1;
    check_name(field.where, field.column());
    if (model::is_relation(field.type)) {
      table.columns.push_back(relation_column(field, models_, ddl_));
      table.foreign_keys.push_back(relation_key(field, table.name, models_));
    } else {
      LoweredField lowered = ddl_.lower(field, {models_, model, table.name, sole_key});
      table.columns.push_back(std::move(lowered.column));
      std::ranges::move(lowered.checks, std::back_inserter(table.checks));
      add_notes(lowered.notes);
      if (lowered.enums.empty()) rename_values(field, table);
      for (EnumType& type : lowered.enums)
        add_enum(std::move(type), field.choices);
    }
    if (in_key) table.columns.back().nullable = false;
    if (!field.engine_options.empty()) {
      table.columns.back().options =
          options_for(field.engine_options, ddl_.column_options(), field.where,
                      fmt::format("field `{}`", field.name));
    }
    const std::vector<std::string> columns{field.column()};
    if ((field.unique || field.type == FieldType::one_to_one) && !sole_key) {
      table.uniques.push_back(
          {.name = generated_name(table.name.name, columns, "key"), .columns = columns});
    }
    if (field.db_index) {
      table.indexes.push_back(Index{.name = generated_name(table.name.name, columns, "idx"),
                                    .keys = {IndexKey{.column = columns.front()}}});
    }
  }

  void add_junction(const Field& field, const Model& model) {
    if (!field.through.empty()) return;
    Table table = junction_table(field, model, models_, ddl_);
    check_name(field.where, table.name.name);
    const std::vector<Rename> renames = junction_renames(field, model, models_);
    wanted_.options.renames.insert(wanted_.options.renames.end(), renames.begin(), renames.end());
    complete(field.where, std::move(table));
  }

  std::optional<std::string> pick(const model::SqlText& sql) const {
    return sql.pick(ddl_.engine_keys());
  }

  /// Nothing where the index is not for this engine: a part of it has SQL for others only.
  std::optional<Index> lower_index(const model::IndexDef& from, const Model& model) const {
    Index index{.name = from.name, .keys = {}};
    index.unique = from.unique;
    index.method = from.method;
    index.include = columns_of(model, from.include);
    index.nulls_not_distinct = from.nulls_not_distinct;
    index.comment = from.comment;
    index.options = from.options;
    if (!from.where_sql.empty()) {
      const auto where = pick(from.where_sql);
      if (!where) return std::nullopt;
      index.where = *where;
    }
    for (const model::Key& key : from.keys) {
      IndexKey& made = index.keys.emplace_back();
      if (!key.sql.empty()) {
        const auto sql = pick(key.sql);
        if (!sql) return std::nullopt;
        made.sql = *sql;
      } else {
        made.column = columns_of(model, {key.field}).front();
      }
      made.descending = key.descending;
      made.nulls = key.nulls;
      made.collation = key.collation;
      made.opclass = key.opclass;
      made.length = key.length;
    }
    return index;
  }

  void add_indexes(const Model& model, Table& table) {
    for (const model::IndexDef& from : model.indexes) {
      check_name(from.where, from.name);
      std::optional<Index> index = lower_index(from, model);
      if (index) {
        table.indexes.push_back(std::move(*index));
      } else if (from.unique) {
        add_fault(from.where, "CV119",
                  fmt::format("unique index `{}` has no SQL for this engine", from.name),
                  fmt::format("add it: sql.{} = \"…\"", ddl_.engine_keys().back()));
      } else {
        wanted_.notes.push_back(fmt::format("index {}.{}: left out, it has no SQL for this engine",
                                            table.name.display(), from.name));
      }
    }
  }

  void add_constraints(const Model& model, Table& table) {
    for (const model::UniqueDef& from : model.uniques) {
      check_name(from.where, from.name);
      table.uniques.push_back({.name = from.name,
                               .columns = columns_of(model, from.fields),
                               .nulls_not_distinct = from.nulls_not_distinct,
                               .deferrable = from.deferrable,
                               .comment = from.comment,
                               .options = from.options});
    }
    for (const model::CheckDef& from : model.checks) {
      check_name(from.where, from.name);
      if (const auto sql = pick(from.sql)) {
        table.checks.push_back({.name = from.name,
                                .sql = *sql,
                                .no_inherit = from.no_inherit,
                                .valid = from.valid,
                                .enforced = from.enforced,
                                .comment = from.comment,
                                .options = from.options});
      } else {
        wanted_.notes.push_back(fmt::format("check {}.{}: left out, it has no SQL for this engine",
                                            table.name.display(), from.name));
      }
    }
    for (const model::ForeignKeyDef& from : model.foreign_keys) {
      check_name(from.where, from.name);
      table.foreign_keys.push_back(lower_foreign_key(from, model, models_));
    }
  }

  /// The least specific engine key first, so that "mariadb" has the last word over "mysql".
  Options options_for(const std::map<std::string, model::OptionTexts>& by_engine,
                      std::span<const std::string_view> known, const SourceSpan& where,
                      const std::string& what) {
    Options options;
    const auto keys = ddl_.engine_keys();
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
      const auto own = by_engine.find(std::string(*key));
      if (own == by_engine.end()) continue;
      for (const auto& [name, value] : own->second) {
        if (std::ranges::find(known, name) != known.end()) {
          options[name] = value;
          continue;
        }
        const std::vector<std::string> words(known.begin(), known.end());
        const std::string hint = did_you_mean(name, words);
        add_fault(where, "CV117",
                  fmt::format("{} has an unknown option `{}` for {}", what, name, *key),
                  hint.empty() ? fmt::format("known here: {}", join(words, ", ")) : hint);
      }
    }
    return options;
  }

  void add_renames(const Model& model) {
    const TableName table = table_of(model);
    std::vector<Rename>& renames = wanted_.options.renames;
    if (!model.renamed_from.empty()) {
      renames.push_back({.table = table, .table_from = {table.schema, model.renamed_from}});
    }
    for (const Field& field : model.fields) {
      if (field.renamed_from.empty() || field.type == FieldType::many_to_many) continue;
      // A relation's old name is its field's or its column's; only the one that exists acts.
      if (model::is_relation(field.type) && !field.renamed_from.ends_with("_id")) {
        renames.push_back({.table = table,
                           .column_from = field.renamed_from + "_id",
                           .column_to = field.column()});
      }
      renames.push_back(
          {.table = table, .column_from = field.renamed_from, .column_to = field.column()});
    }
  }

  void add_enum(EnumType type, const std::vector<model::Choice>& choices) {
    for (const model::Choice& choice : choices) {
      if (!choice.renamed_from.empty())
        wanted_.options.enum_renames.push_back({type.name, choice.renamed_from, choice.value});
    }
    if (wanted_.schema.find_enum(type.name) == nullptr)
      wanted_.schema.enums.push_back(std::move(type));
  }

  /// Without a named type, each column lists the values by itself.
  void rename_values(const Field& field, const Table& table) {
    const model::EnumDef* type = models_.find_enum(field.enum_name);
    const auto& choices = type != nullptr ? type->values : field.choices;
    for (const model::Choice& choice : choices) {
      if (choice.renamed_from.empty()) continue;
      wanted_.options.value_renames.push_back(
          {table.name, field.column(), choice.renamed_from, choice.value});
    }
  }

  /// Engines with named enums have them whether or not a field uses them.
  void add_named_enums() {
    if (!ddl_.dialect().facts().schemas) return;
    for (const model::EnumDef& from : models_.enums) {
      EnumType type;
      type.name = {from.db_schema, from.name.empty() ? from.handle : from.name};
      type.comment = from.comment;
      check_name(from.where, type.name.name);
      for (const model::Choice& value : from.values)
        type.values.push_back(value.value);
      model::Rights rights = from.rights;
      settle_rights("enum", rights, from.where);
      const TableName name = type.name;
      add_enum(std::move(type), from.values);
      std::ranges::find(wanted_.schema.enums, name, &EnumType::name)->rights = std::move(rights);
    }
  }

  void add_objects() {
    for (const model::ObjectDef& from : models_.objects) {
      if (std::optional<Object> object = lower_object(from, models_, ddl_)) {
        settle_rights(object->kind, object->rights, from.where);
        wanted_.schema.objects.push_back(std::move(*object));
      }
    }
  }

  /// Junction tables have names that no model file shows.
  void check_tables() {
    std::map<TableName, SourceSpan> seen;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const TableName& name = wanted_.schema.tables[i].name;
      const auto [first, is_new] = seen.emplace(name, places_[i]);
      if (is_new) continue;
      add_fault(places_[i], "CV107",
                fmt::format("table `{}` comes from two places, a ManyToMany field among them",
                            name.display()),
                "name the model of the junction with `through`, or rename the field");
      faults_.back().notes.push_back(
          fmt::format("first here: {}:{}", first->second.file, first->second.line));
    }
  }

  const ModelSet& models_;
  const Ddl& ddl_;
  Wanted wanted_;
  std::vector<Diagnostic> faults_;
  std::vector<SourceSpan> places_;  ///< of wanted_.schema.tables, until they are sorted
};

}  // namespace

Wanted from_models(const ModelSet& models, const Ddl& ddl, const std::string& default_schema) {
  if (default_schema.empty()) return Lowering(models, ddl).run();
  ModelSet set = models;
  const auto drop_default = [&default_schema](std::string& schema) {
    if (schema == default_schema) schema.clear();
  };
  for (Model& model : set.models) {
    drop_default(model.db_schema);
    for (model::ForeignKeyDef& key : model.foreign_keys)
      drop_default(key.to_schema);
  }
  for (model::EnumDef& type : set.enums)
    drop_default(type.db_schema);
  for (model::ObjectDef& object : set.objects)
    drop_default(object.db_schema);
  return Lowering(set, ddl).run();
}

}  // namespace covet::schema
