#include "core/query/select.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/contains.h"
#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/model/find_model.h"
#include "core/query/walk.h"

namespace covet::query {
Select::Select(const Environment& environment, const Query& query)
    : environment_(environment), query_(query) {}

Select::Select(const Query& query, Select& around, Nesting nesting)
    : environment_(around.environment_),
      query_(query),
      around_(&around),
      outer_(nesting == Nesting::within ? &around : around.outer_),
      depth_(around.depth_ + (nesting == Nesting::within ? 1 : 0)) {}

Source Select::source_of(const std::string& name) const {
  for (const Select* each = this; each != nullptr; each = each->around_) {
    const auto found = each->common_.find(name);
    if (found != each->common_.end())
      return {.rows = Fragment(environment_.dialect.quote(name)), .outputs = found->second};
  }
  const model::Model* const model = environment_.models.find(name);
  if (model != nullptr && !model->abstract) return {.model = model};
  throw model::no_such_model(environment_.models, name);
}

Fragment Select::with() {
  for (const CommonTable& table : query_.with) {
    Select inner(*table.query, *this, Nesting::beside);
    Fragment sql = inner.sql();
    common_.emplace(table.name, inner.outputs());
    common_sql_.emplace_back(table.name, std::move(sql));
  }
  if (common_sql_.empty()) return {};
  std::vector<Fragment> tables;
  tables.reserve(common_sql_.size());
  for (const auto& [name, sql] : common_sql_)
    tables.push_back(Fragment(environment_.dialect.quote(name)) + " AS (" + sql + ")");
  return Fragment("WITH ") + join(tables, ", ") + " ";
}

Fragment Select::sql() {
  Fragment sql = selected();
  const bool within = outer_ != nullptr && outer_ == around_;
  return within && outer_->is_written_to(sql) ? fill(pattern("WithinWrite", "{0}"), {sql}) : sql;
}

/// True where this is an UPDATE or DELETE of a table that `sql` reads.
bool Select::is_written_to(const Fragment& sql) const {
  const bool writes =
      query_.purpose == Query::Purpose::update || query_.purpose == Query::Purpose::remove;
  if (!writes || sources_ == nullptr || sources_->model() == nullptr) return false;
  const model::Model& model = *sources_->model();
  return sql.holds(" " + quoted_table(environment_.dialect, model.db_schema, model.table_name()) +
                   " AS ");
}

Fragment Select::selected() {
  Fragment prefix = with();
  switch (query_.purpose) {
    case Query::Purpose::count:
      return prefix + counted();
    case Query::Purpose::aggregate:
      return prefix + aggregated();
    case Query::Purpose::exists:
    case Query::Purpose::rows:
      break;
    case Query::Purpose::update:
    case Query::Purpose::remove:
      throw Error(Errc::usage, "a query that writes can't stand within another",
                  "leave out update() and delete()");
  }
  if (needs_wrapping()) return prefix + of_rows("*", query_);
  return prefix + (query_.combined.empty() ? rows() : combined());
}

void Select::prepare() {
  Source source = source_of(query_.model);
  sources_ = std::make_unique<Sources>(environment_, std::move(source), depth_);
  for (const ExplicitJoin& join : query_.joins)
    sources_->add(join.name, source_of(join.model), join.left);
  for (const ExplicitJoin& join : query_.joins)
    sources_->set_condition(join.name, compile(join.on, Standing{}));
  auto annotation = query_.annotations.begin();
  const auto annotate_up_to = [&](std::size_t filters) {
    for (; annotation != query_.annotations.end() && annotation->after_filters <= filters;
         ++annotation)
      take_annotation(*annotation);
  };
  for (std::size_t i = 0; i < query_.filters.size(); ++i) {
    annotate_up_to(i);
    take_filter(query_.filters[i], {.use = {.filter = i + 1}, .conjunct = true});
  }
  annotate_up_to(query_.filters.size());
  if (query_.none) where_.emplace_back("1 = 0");
}

void Select::take_filter(const Condition& condition, Standing standing) {
  if (const auto* const all = std::get_if<AllOf>(&condition.node())) {
    for (const Condition& part : all->parts)
      take_filter(part, standing);
    return;
  }
  const bool on_groups =
      has_aggregate(condition) || names_one_of(condition, names_of(&AnnotationKind::aggregate));
  if (on_groups) {
    grouped_ = true;
    grouped_conditions_.push_back(condition);
    standing.conjunct = false;
  }
  (on_groups ? having_ : where_).push_back(compile(condition, standing));
}

std::vector<std::string> Select::names_of(bool AnnotationKind::*kind) const {
  std::vector<std::string> names;
  for (const auto& [name, is] : kinds_) {
    if (is.*kind) names.push_back(name);
  }
  return names;
}

void Select::take_annotation(const Annotation& annotation) {
  if (sources_->knows(annotation.name)) {
    throw Error(Errc::usage,
                fmt::format("`{}` is a field already, so nothing can be annotated by this name",
                            annotation.name),
                "choose another name");
  }
  const Said said = said_by(annotation.expression);
  AnnotationKind kind;
  kind.aggregate =
      said.aggregate || names_one_of(annotation.expression, names_of(&AnnotationKind::aggregate));
  kind.window =
      said.window || names_one_of(annotation.expression, names_of(&AnnotationKind::window));
  Typed typed = compile(annotation.expression, Standing{});
  typed.column = false;
  grouped_ = grouped_ || said.aggregate;
  kinds_[annotation.name] = kind;
  annotations_.insert_or_assign(annotation.name, std::move(typed));
}

void Select::add_output(std::vector<Fragment>& list, const std::string& name, const Typed& typed) {
  list.push_back(typed.sql + " AS " + environment_.dialect.quote(name));
  outputs_.push_back({name, typed.kind, typed.field});
}

void Select::add_model(std::vector<Fragment>& list, const std::string& prefix,
                       const model::Model& model) {
  const std::vector<std::string> key = model.key_fields();
  for (const model::Field& field : model.fields) {
    if (field.type == model::FieldType::many_to_many) continue;
    const bool is_key = contains(key, field.name);
    if (prefix.empty() && !is_key &&
        ((!query_.only.empty() && !contains(query_.only, field.name)) ||
         contains(query_.defer, field.name)))
      continue;
    const Typed column = of_path(Path{prefix + field.name}, {});
    if (!prefix.empty()) related_columns_.push_back(column.sql);
    add_output(list, prefix + field.name, column);
  }
}

/// What is asked to be left out or fetched along is there.
void Select::check_names() const {
  const model::Model& model = *sources_->model();
  for (const std::vector<std::string>* const names : {&query_.only, &query_.defer}) {
    for (const std::string& name : *names) {
      if (name != "pk") field_with_column(model, name);
    }
  }
  for (const std::string& path : query_.prefetch_related) {
    const model::Model* at = &model;
    for (const std::string& name : path_names(path)) {
      const auto relation = find_relation(environment_.models, *at, name);
      if (!relation) {
        const std::string near = did_you_mean(name, relation_names(environment_.models, *at));
        throw Error(Errc::usage, fmt::format("`{}` has no relation `{}`", at->handle, name),
                    near.empty() ? "prefetch_related takes relations" : near);
      }
      at = relation->to;
    }
  }
}

std::vector<Fragment> Select::list() {
  std::vector<Fragment> list;
  const auto add_annotations = [&] {
    for (const Annotation& annotation : query_.annotations)
      add_output(list, annotation.name, annotations_.at(annotation.name));
  };
  if (query_.values && !query_.fields.empty()) {
    for (const std::string& name : query_.fields)
      add_output(list, name, compile(F(name), {}));
    return list;
  }
  if (sources_->model() != nullptr) {
    check_names();
    add_model(list, "", *sources_->model());
    for (const std::string& path : query_.select_related) {
      const model::Model* model = sources_->model();
      std::string prefix;
      for (const std::string& name : path_names(path)) {
        const auto relation = find_relation(environment_.models, *model, name);
        if (!relation || relation->many) {
          throw Error(
              Errc::usage,
              fmt::format("select_related follows a ForeignKey or OneToOne, and `{}` is none",
                          path),
              "prefetch_related follows the others");
        }
        model = relation->to;
        prefix += name + "__";
        if (std::none_of(outputs_.begin(), outputs_.end(),
                         [&](const Output& output) { return output.name.starts_with(prefix); }))
          add_model(list, prefix, *model);
      }
    }
  } else {
    for (const Output& output : sources_->base().outputs)
      add_output(list, output.name, compile(F(output.name), {}));
  }
  add_annotations();
  return list;
}

/// What a group is: by what it was asked to, else each row of the model; and what else stands
/// beside aggregates, where PostgreSQL doesn't see that it depends on those.
Fragment Select::group_by() {
  if (!grouped_) return {};
  std::vector<Fragment> by;
  std::vector<std::string> names;
  if (query_.group_by) {
    names = *query_.group_by;
  } else if (sources_->model() != nullptr) {
    names = sources_->model()->key_fields();
  }
  for (const std::string& name : names)
    by.push_back(compile(F(name), {}).sql);
  if (!query_.group_by && !query_.select_related.empty())
    by.insert(by.end(), related_columns_.begin(), related_columns_.end());
  for (const Annotation& annotation : query_.annotations) {
    const AnnotationKind& kind = kinds_.at(annotation.name);
    const bool apart = kind.aggregate || kind.window ||
                       std::holds_alternative<Constant>(annotation.expression.node()) ||
                       std::holds_alternative<Subquery>(annotation.expression.node());
    const bool shown = !query_.group_by || contains(query_.fields, annotation.name);
    if (apart || !shown || contains(names, annotation.name)) continue;
    by.push_back(annotations_.at(annotation.name).sql);
    names.push_back(annotation.name);
  }
  const auto add = [&](const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (contains(names, path) || find_annotation(path_names(path)).first != nullptr) continue;
      by.push_back(of_path(Path{without_lookup(path)}, {}).sql);
      names.push_back(path);
    }
  };
  for (const Ordering& order : query_.order) {
    if (!has_aggregate(order.by)) add(said_by(order.by).paths);
  }
  for (const Condition& condition : grouped_conditions_)
    add(said_by(condition).paths);
  if (by.empty()) return {};
  return Fragment(" GROUP BY ") + join(by, ", ");
}

Fragment Select::order_by() {
  if (query_.order.empty()) return {};
  std::vector<Fragment> by;
  for (const Ordering& order : query_.order) {
    const auto* const path = std::get_if<Path>(&order.by.node());
    const bool whole_key = path != nullptr && path->text == "pk" && sources_->model() != nullptr;
    if (!whole_key) {
      by.push_back(ordering(order, {}));
      continue;
    }
    for (const std::string& field : sources_->model()->key_fields())
      by.push_back(ordering({F(field), order.descending, order.nulls}, {}));
  }
  return Fragment(" ORDER BY ") + join(by, ", ");
}

Fragment Select::limits() const {
  std::string sql;
  if (query_.limit) sql += fmt::format(" LIMIT {}", *query_.limit);
  if (query_.offset > 0) {
    if (!query_.limit && !environment_.spelling.facts().offset_alone)
      sql += fmt::format(" LIMIT {}", pattern("AllRows", "9223372036854775807"));
    sql += fmt::format(" OFFSET {}", query_.offset);
  }
  return sql;
}

Fragment Select::row_lock() const {
  const QueryFacts& facts = environment_.spelling.facts();
  if (!query_.lock || !facts.row_locks) return {};
  Fragment sql = " FOR UPDATE";
  if (facts.lock_of_alias) sql += " OF " + environment_.dialect.quote(sources_->alias());
  if (query_.lock->nowait) sql += " NOWAIT";
  if (query_.lock->skip_locked) sql += " SKIP LOCKED";
  return sql;
}

Fragment Select::assemble(const std::vector<Fragment>& list, const std::string& head) {
  // All paths are resolved before the joins are written.
  const Fragment groups = group_by();
  const Fragment order = order_by();
  Fragment sql = Fragment("SELECT ") + head + join(list, ", ") + " FROM " + sources_->from();
  if (!where_.empty()) sql += Fragment(" WHERE ") + join(where_, " AND ");
  sql += groups;
  if (!having_.empty()) sql += Fragment(" HAVING ") + join(having_, " AND ");
  return sql + order + limits() + row_lock();
}

Fragment Select::rows() {
  prepare();
  if (query_.purpose == Query::Purpose::exists) {
    Fragment sql = Fragment("SELECT 1 FROM ");
    const Fragment groups = group_by();
    sql += sources_->from();
    if (!where_.empty()) sql += Fragment(" WHERE ") + join(where_, " AND ");
    sql += groups;
    if (!having_.empty()) sql += Fragment(" HAVING ") + join(having_, " AND ");
    outputs_ = {{"exists", Kind::integer}};
    return sql + (query_.limit || query_.offset > 0 ? limits() : Fragment(" LIMIT 1"));
  }
  std::string head;
  if (query_.distinct) head = "DISTINCT ";
  if (!query_.distinct_on.empty()) {
    if (!environment_.spelling.facts().distinct_on) {
      throw Error(Errc::unsupported,
                  fmt::format("{} has no DISTINCT ON", environment_.dialect.facts().engine),
                  "use values(…).distinct(), or a window with RowNumber()");
    }
    std::vector<Fragment> on;
    for (const std::string& name : query_.distinct_on)
      on.push_back(compile(F(name), {}).sql);
    const Fragment list_on = join(on, ", ");
    const std::vector<Fragment> columns = list();
    std::vector<Fragment> all = columns;
    all.front() = Fragment("ON (") + list_on + ") " + all.front();
    return assemble(all, head);
  }
  return assemble(list(), head);
}

}  // namespace covet::query
