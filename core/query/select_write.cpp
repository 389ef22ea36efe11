#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/query/operand.h"
#include "core/query/select.h"
#include "core/query/walk.h"

namespace covet::query {

/// A computed text isn't an enum's value by itself where enums are types.
Fragment Select::as_column(const model::Field& field, const Typed& value) const {
  const std::string_view cast = environment_.spelling.pattern("CastEnum");
  const bool own_type = field.type == model::FieldType::enum_ && field.db_type.empty();
  if (cast.empty() || !own_type || value.field == &field) return value.sql;
  std::string schema = sources_->model()->db_schema;
  std::string name = sources_->model()->table_name() + "_" + field.name;
  if (const model::EnumDef* const named = environment_.models.find_enum(field.enum_name)) {
    schema = named->db_schema;
    name = named->name.empty() ? named->handle : named->name;
  } else if (!field.enum_name.empty()) {
    return value.sql;
  }
  const Dialect& dialect = environment_.dialect;
  return fill(
      cast, {value.sql, (schema.empty() ? "" : dialect.quote(schema) + ".") + dialect.quote(name)});
}

Fragment Select::assignment(const Named& named) {
  const model::Field* const field = &field_with_column(*sources_->model(), named.name);
  Fragment sql = environment_.dialect.quote(field->column()) + " = ";
  if (const Value* const value = constant_of(named.expression)) {
    return sql += Fragment::of_value(
               operand_value(environment_, plain_field(environment_.models, *field), *value));
  }
  target_ = field;
  sql += as_column(*field, compile(named.expression, {}));
  if (sources_->joined()) {
    throw Error(Errc::usage, fmt::format("update() can't take `{}` from a related row", named.name),
                "use Subquery(…) with OuterRef(\"pk\")");
  }
  return sql;
}

/// Rows by their keys, where they can't be named by a plain WHERE.
Fragment Select::matching() {
  const model::Model& model = *sources_->model();
  const Dialect& dialect = environment_.dialect;
  Query chosen = query_;
  chosen.purpose = Query::Purpose::rows;
  chosen.assignments.clear();
  chosen.values = true;
  chosen.fields = model.key_fields();
  if (chosen.fields.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("`{}` has no key by which these rows could be named", model.handle),
                "give the model a primary key, or filter by its own fields only");
  }
  std::vector<Fragment> key;
  for (const std::string& field : chosen.fields)
    key.push_back(sources_->column(model.find(field)->column()));
  Select select(chosen, *this);
  Fragment rows = select.selected();
  if (!environment_.spelling.facts().reads_what_it_writes)
    rows = Fragment("SELECT * FROM (") + rows + ") AS " + dialect.quote("rows");
  Fragment subject = join(key, ", ");
  if (key.size() > 1) subject = Fragment("(") + subject + ")";
  return subject + " IN (" + rows + ")";
}

Fragment Select::write() {
  // Filters that name a common table stand within the query of keys, and so does its WITH.
  const bool has_common = !with().empty();
  prepare();
  if (sources_->model() == nullptr)
    throw Error(Errc::usage, "a common table can't be written to", "begin with a model");
  if (!query_.combined.empty() || query_.distinct || query_.group_by) {
    throw Error(Errc::usage, "rows that are made one, grouped or put together can't be written to",
                "filter(pk__in=…) takes such a query");
  }
  const bool by_key =
      sources_->joined() || grouped_ || query_.limit || query_.offset > 0 || has_common;
  if (by_key) {
    sources_ = std::make_unique<Sources>(environment_, source_of(query_.model), depth_);
    where_.assign(1, matching());
    // What they name is of the sources that are gone.
    annotations_.clear();
    for (const Annotation& annotation : query_.annotations) {
      if (!has_aggregate(annotation.expression) && !has_window(annotation.expression))
        annotations_.insert_or_assign(annotation.name, compile(annotation.expression, {}));
    }
    if (sources_->joined())
      sources_ = std::make_unique<Sources>(environment_, source_of(query_.model), depth_);
  }
  const Dialect& dialect = environment_.dialect;
  const model::Model& model = *sources_->model();
  const Fragment table = quoted_table(dialect, model.db_schema, model.table_name());
  Fragment sql;
  if (query_.purpose == Query::Purpose::update) {
    if (query_.assignments.empty())
      throw Error(Errc::usage, "update() of what?", "write update(field=value)");
    std::vector<Fragment> set;
    for (const Named& named : query_.assignments)
      set.push_back(assignment(named));
    sql = Fragment("UPDATE ") + table + " SET " + join(set, ", ");
  } else {
    sql = Fragment("DELETE FROM ") + table;
  }
  if (!where_.empty()) sql += Fragment(" WHERE ") + join(where_, " AND ");
  return sql;
}

}  // namespace covet::query
