#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/query/lookups.h"
#include "core/query/select.h"
#include "core/query/walk.h"

namespace covet::query {

std::pair<const Typed*, std::size_t> Select::find_annotation(
    const std::vector<std::string>& names) const {
  if (annotations_.empty()) return {nullptr, 0};
  for (std::size_t used = names.size(); used > 0; --used) {
    std::string name = names.front();
    for (std::size_t i = 1; i < used; ++i)
      name += "__" + names[i];
    if (const auto found = annotations_.find(name); found != annotations_.end())
      return {&found->second, used};
  }
  return {nullptr, 0};
}

std::string Select::without_lookup(const std::string& path) const {
  const std::size_t last = path.rfind("__");
  const bool lookup = last != std::string::npos && find_lookup(path.substr(last + 2)) != nullptr;
  return lookup ? path.substr(0, last) : path;
}

/// Rows of two relations to many multiply each other.
bool Select::would_multiply(const Aggregate& aggregate) const {
  if (aggregate.distinct || query_.group_by || sources_->model() == nullptr ||
      query_.purpose != Query::Purpose::rows)
    return false;
  for (const std::string& path : said_by(Expression(ExpressionNode(aggregate))).aggregated) {
    const std::vector<std::string> names = path_names(path);
    if (find_annotation(names).first != nullptr) continue;
    if (sources_->leads_to_many(names) && sources_->multiplies(names, grouped_)) return true;
  }
  return false;
}

/// The relations to many that an aggregate goes through.
std::set<std::string> Select::relations_of(const Expression& aggregate) const {
  std::set<std::string> relations;
  for (const std::string& path : said_by(aggregate).aggregated) {
    const std::vector<std::string> names = path_names(path);
    if (find_annotation(names).first != nullptr) continue;
    relations.insert(path_to_many(environment_.models, sources_->model(), names));
  }
  relations.erase("");
  return relations;
}

/// True where one aggregate would count the rows that another one's relation to many repeats.
bool Select::would_mix() const {
  if (query_.aggregates.size() < 2 || sources_->model() == nullptr) return false;
  const std::set<std::string> first = relations_of(query_.aggregates.front().expression);
  return std::any_of(query_.aggregates.begin() + 1, query_.aggregates.end(),
                     [&](const Named& each) { return relations_of(each.expression) != first; });
}

/// Each in a query of its own.
Fragment Select::aggregated_apart() {
  std::vector<Fragment> list;
  for (const Named& named : query_.aggregates) {
    Query one = query_;
    one.with.clear();
    one.aggregates = {named};
    Select select(one, *this, Nesting::beside);
    list.push_back(Fragment("(") + select.sql() + ") AS " + environment_.dialect.quote(named.name));
    outputs_.push_back(select.outputs().front());
  }
  return Fragment("SELECT ") + join(list, ", ");
}

/// In a query of its own, of the same row.
Typed Select::counted_apart(const Aggregate& aggregate) {
  Query inner;
  inner.model = query_.model;
  inner.purpose = Query::Purpose::aggregate;
  inner.aggregates = {{"value", Expression(ExpressionNode(aggregate))}};
  std::vector<Condition> same;
  for (const std::string& field : sources_->model()->key_fields())
    same.push_back(compare(F(field), "exact", Expression(ExpressionNode(Path{field, 1, true}))));
  inner.filters.emplace_back(ConditionNode(AllOf{std::move(same)}));
  Select select(inner, *this);
  select.transparent_ = true;
  Typed typed;
  typed.sql = Fragment("(") + select.sql() + ")";
  typed.kind = select.outputs().front().kind;
  typed.field = select.outputs().front().field;
  return typed;
}

/// What Count counts where it is told to count related rows whose key is of several fields: one of
/// those, which no row is without.
Expression Select::counted(const Aggregate& aggregate) const {
  const auto* const path = std::get_if<Path>(&aggregate.operand->node());
  if (path == nullptr || aggregate.distinct || aggregate.function != "Count" || path->outer > 0)
    return *aggregate.operand;
  const model::Model* at = sources_->model();
  for (const std::string& name : path_names(path->text)) {
    const auto relation =
        at == nullptr ? std::nullopt : find_relation(environment_.models, *at, name);
    if (!relation) return *aggregate.operand;
    at = relation->to;
  }
  const std::vector<std::string> key =
      at == nullptr ? std::vector<std::string>{} : at->key_fields();
  return key.size() < 2 ? *aggregate.operand : F(path->text + "__" + key.front());
}

Typed Select::of_aggregate(const Aggregate& aggregate, Standing standing) {
  standing.conjunct = false;
  const FunctionInfo& info = function_named(aggregate.function);
  if (info.use != Use::aggregate) {
    throw Error(Errc::usage, fmt::format("{} is no aggregate", info.name),
                "aggregates: Count, Sum, Avg, Min, Max");
  }
  if (would_multiply(aggregate)) return counted_apart(aggregate);
  Typed typed{.kind = info.result, .nullable = info.name != "Count"};
  Fragment operand = "*";
  if (aggregate.operand) {
    Typed given = compile(counted(aggregate), standing);
    if (info.result == Kind::any) {
      typed.kind = given.kind;
      if (info.name != "Sum") typed.field = given.field;
    }
    operand = std::move(given.sql);
  } else if (info.name != "Count") {
    throw Error(Errc::usage, fmt::format("{} of what?", info.name),
                fmt::format("name a field: {}(\"price\")", info.name));
  }
  if (aggregate.filter) {
    const Fragment condition = compile(*aggregate.filter, standing);
    if (environment_.spelling.facts().aggregate_filter) {
      if (aggregate.distinct) operand = Fragment("DISTINCT ") + operand;
      typed.sql =
          fill(pattern(info.name, info.pattern), {operand}) + " FILTER (WHERE " + condition + ")";
      return typed;
    }
    const Fragment counted = aggregate.operand ? operand : Fragment("1");
    operand = Fragment("CASE WHEN ") + condition + " THEN " + counted + " END";
  }
  if (aggregate.distinct) operand = Fragment("DISTINCT ") + operand;
  typed.sql = fill(pattern(info.name, info.pattern), {operand});
  return typed;
}

}  // namespace covet::query
