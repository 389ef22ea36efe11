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

/// In a query of its own, of the same row.
Typed Select::counted_apart(const Aggregate& aggregate) {
  Query inner;
  inner.model = query_.model;
  inner.purpose = Query::Purpose::aggregate;
  inner.aggregates = {{"value", Expression(ExpressionNode(aggregate))}};
  std::vector<Condition> same;
  for (const std::string& field : sources_->model()->key_fields())
    same.push_back(compare(F(field), "exact", Expression(ExpressionNode(Path{field, true, true}))));
  inner.filters.emplace_back(ConditionNode(AllOf{std::move(same)}));
  Select select(inner, *this);
  select.transparent_ = true;
  Typed typed;
  typed.sql = Fragment("(") + select.sql() + ")";
  typed.kind = select.outputs().front().kind;
  typed.field = select.outputs().front().field;
  return typed;
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
    Typed given = compile(*aggregate.operand, standing);
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
