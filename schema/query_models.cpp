#include "schema/query_models.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/model/junction.h"
#include "core/query/functions.h"
#include "schema/raise_models.h"

namespace covet::schema {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

const Field* field_of_column(const Model& model, std::string_view column) {
  const auto found = std::ranges::find_if(model.fields, [&](const Field& field) {
    return field.type != FieldType::many_to_many && field.column() == column;
  });
  return found == model.fields.end() ? nullptr : &*found;
}

/// The same column by another name; it is no key and no relation's way back a second time.
Field by_another_name(const Field& field, const std::string& name) {
  Field other = field;
  other.db_column = field.column();
  other.name = name;
  other.primary_key = false;
  other.related_name = "+";
  return other;
}

class Maker {
 public:
  Maker(const Schema& live, const Ddl& ddl, const ModelSet& known, bool planned)
      : live_(live), ddl_(ddl), known_(known), planned_(planned) {}

  ModelSet run() {
    const Handles handles(live_, known_);
    // Fields are called after the columns at first: those names hold whatever the models say.
    const ModelSet nobody;
    RaiseContext context{live_, ddl_, handles, nobody};
    name_fields(context);
    for (const Table& table : live_.tables)
      made_.models.push_back(raise_table(table, context));
    raise_enums(context, made_.models, true, made_);
    for (std::size_t i = 0; i < live_.tables.size(); ++i)
      refine(live_.tables[i], made_.models[i]);
    for (Model& model : made_.models)
      add_names(model);
    add_ways_back();
    if (planned_) add_planned();
    std::ranges::sort(made_.models, {}, &Model::handle);
    for (Model& model : made_.models)
      add_many_to_many(model);
    return std::move(made_);
  }

 private:
  Model* find(std::string_view handle) {
    const auto found = std::ranges::find(made_.models, handle, &Model::handle);
    return found == made_.models.end() ? nullptr : &*found;
  }

  /// The type that the models give the column, where the column is just what it becomes here.
  std::optional<Field> fitting(const Table& table, const Column& column, const Model& owner,
                               const Field& field) const {
    if (model::is_relation(field.type) || field.type == FieldType::enum_) return std::nullopt;
    try {
      const FieldContext context{known_, owner, table.name, is_sole_key(table, column.name)};
      const std::string type = ddl_.lower(field, context).column.type;
      if (!equals_ignoring_case(type, column.type)) return std::nullopt;
    } catch (const Error&) {
      return std::nullopt;  // what this engine can't hold isn't what stands here
    }
    return field;
  }

  void refine(const Table& table, Model& model) {
    const Model* const given = known_.find(model.handle);
    for (Field& field : model.fields) {
      name_enum(table, field);
      const Field* const said =
          given == nullptr ? nullptr : field_of_column(*given, field.column());
      if (said == nullptr) continue;
      if (model::is_relation(said->type)) {
        refine_relation(*said, field);
      } else if (!model::is_relation(field.type) && field.type != FieldType::enum_ &&
                 query::kind_of(said->type) != query::kind_of(field.type)) {
        const Column* const column = table.find_column(field.column());
        auto better = column == nullptr ? std::nullopt : fitting(table, *column, *given, *said);
        if (!better) continue;
        better->name = field.name;
        better->db_column = field.column();
        better->nullable = field.nullable;
        better->primary_key = field.primary_key;
        better->choices.clear();
        better->validators.clear();
        field = std::move(*better);
      }
    }
  }

  /// An enum that is called after its table and column is that of its field's other names too.
  void name_enum(const Table& table, Field& field) const {
    if (field.type != FieldType::enum_ || !field.enum_name.empty()) return;
    const TableName name{table.name.schema, table.name.name + "_" + field.column()};
    for (const model::EnumDef& def : made_.enums) {
      const std::string& own = def.name.empty() ? def.handle : def.name;
      if (def.db_schema == name.schema && own == name.name) field.enum_name = def.handle;
    }
  }

  void refine_relation(const Field& said, Field& field) {
    const Model* const target = find(said.to);
    if (target == nullptr || said.type == FieldType::many_to_many) return;
    if (model::is_relation(field.type)) {
      if (field.to == said.to) field.related_name = said.related_name;
      return;
    }
    // Some databases are built without the keys that the models speak of.
    const bool leads_there = said.to_field.empty() ? target->key_fields().size() == 1
                                                   : target->find(said.to_field) != nullptr;
    if (!leads_there) return;
    const std::string column = field.column();
    Field relation = said;
    relation.name = field.name;
    relation.db_column = column;
    relation.nullable = field.nullable;
    relation.primary_key = field.primary_key;
    field = std::move(relation);
  }

  /// Both the column's name and the field's.
  void add_names(Model& model) const {
    const Model* const given = known_.find(model.handle);
    std::set<std::string> taken;
    for (const Field& field : model.fields)
      taken.insert(field.name);
    std::vector<Field> others;
    const auto add = [&](const Field& field, const std::string& name) {
      if (taken.insert(name).second) others.push_back(by_another_name(field, name));
    };
    for (const Field& field : model.fields)
      add(field, field.column());
    for (const Field& field : model.fields) {
      const Field* const said =
          given == nullptr ? nullptr : field_of_column(*given, field.column());
      if (said != nullptr) add(field, said->name);
    }
    std::ranges::move(others, std::back_inserter(model.fields));
  }

  /// A relation's way back goes by its table's name too, where nothing else claims that.
  void add_ways_back() {
    std::map<std::pair<std::string, std::string>, int> claims;
    const auto each_relation = [&](auto&& visit) {
      for (Model& model : made_.models) {
        for (std::size_t i = 0; i < model.fields.size(); ++i) {
          const Field& field = model.fields[i];
          if (model::is_relation(field.type) && field.related_name != "+") visit(model, i);
        }
      }
    };
    each_relation([&](const Model& model, std::size_t i) {
      const Field& field = model.fields[i];
      const std::string own =
          field.related_name.empty() ? to_lower(model.handle) : field.related_name;
      ++claims[{field.to, own}];
      if (own != model.table_name()) ++claims[{field.to, model.table_name()}];
    });
    each_relation([&](Model& model, std::size_t i) {
      const Field field = model.fields[i];
      const std::string table = model.table_name();
      const std::string own =
          field.related_name.empty() ? to_lower(model.handle) : field.related_name;
      if (own == table || claims[{field.to, table}] != 1) return;
      const auto other = std::ranges::find_if(model.fields, [&](const Field& one) {
        return one.related_name == "+" && one.column() == field.column();
      });
      if (other != model.fields.end()) {
        other->related_name = table;
      } else if (model.find(field.name + "_id") == nullptr) {
        model.fields.push_back(by_another_name(field, field.name + "_id"));
        model.fields.back().related_name = table;
      }
    });
  }

  void add_planned() {
    for (const Model& planned : known_.models) {
      Model* const live = find(planned.handle);
      if (live == nullptr) {
        made_.models.push_back(planned);
        std::erase_if(made_.models.back().fields,
                      [](const Field& field) { return field.type == FieldType::many_to_many; });
        continue;
      }
      for (const Field& field : planned.fields) {
        if (field.type == FieldType::many_to_many || live->find(field.name) != nullptr) continue;
        if (field_of_column(*live, field.column()) == nullptr) live->fields.push_back(field);
      }
    }
    for (const model::EnumDef& def : known_.enums) {
      if (made_.find_enum(def.handle) == nullptr) made_.enums.push_back(def);
    }
  }

  bool has_table(const model::Junction& junction) const {
    const Table* const table = live_.find_table({junction.schema, junction.table});
    return table != nullptr && table->find_column(junction.from) != nullptr &&
           table->find_column(junction.to) != nullptr;
  }

  void add_many_to_many(Model& model) {
    const Model* const given = known_.find(model.handle);
    if (given == nullptr) return;
    for (const Field& field : given->fields) {
      if (field.type != FieldType::many_to_many || model.find(field.name) != nullptr) continue;
      const Model* const target = find(field.to);
      if (target == nullptr) continue;
      const bool there = field.through.empty()
                             ? planned_ || has_table(model::junction_of(model, field, *target))
                             : find(field.through) != nullptr;
      if (there) model.fields.push_back(field);
    }
  }

  const Schema& live_;
  const Ddl& ddl_;
  const ModelSet& known_;
  bool planned_;
  ModelSet made_{};
};

}  // namespace

QueryModels::QueryModels(const Schema& live, const Ddl& ddl, const ModelSet& known, bool planned)
    : models_(Maker(live, ddl, known, planned).run()) {
  add_names();
}

QueryModels::QueryModels(const ModelSet& known) : models_(known) {
  add_names();
}

void QueryModels::add_names() {
  // A table's own name before another one's handle, and the default schema's before any other's.
  for (const bool elsewhere : {false, true}) {
    for (const Model& model : models_.models) {
      if (model.db_schema.empty() != elsewhere) handles_.emplace(model.table_name(), model.handle);
    }
  }
  for (const Model& model : models_.models)
    handles_.emplace(model.handle, model.handle);
}

std::string QueryModels::handle_of(const std::string& name) const {
  const auto found = handles_.find(name);
  return found == handles_.end() ? name : found->second;
}

}  // namespace covet::schema
