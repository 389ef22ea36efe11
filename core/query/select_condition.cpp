#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/query/operand.h"
#include "core/query/select.h"
#include "core/query/walk.h"

namespace covet::query {
namespace {

constexpr std::string_view always = "1 = 1";

bool flag_of(const Expression& operand, const LookupInfo& lookup) {
  const Value* const value = constant_of(operand);
  const bool* const flag = value == nullptr ? nullptr : std::get_if<bool>(value);
  if (flag == nullptr)
    throw Error(Errc::usage, fmt::format("`{}` takes true or false", lookup.name),
                "write True or False");
  return *flag;
}

}  // namespace

Fragment Select::compile(const Condition& condition, Standing standing) {
  const auto all = [&](const std::vector<Condition>& parts, std::string_view between,
                       std::string_view none) {
    std::vector<Fragment> written;
    written.reserve(parts.size());
    for (const Condition& part : parts)
      written.push_back(compile(part, standing));
    if (written.empty()) return Fragment(none);
    if (written.size() == 1) return written.front();
    return Fragment("(") + join(written, between) + ")";
  };
  return std::visit(
      overloaded{
          [&](const Lookup& lookup) { return of_lookup(lookup, standing); },
          [&](const Comparison& comparison) {
            const LookupInfo* const lookup = find_lookup(comparison.lookup);
            if (lookup == nullptr)
              throw Error(Errc::usage, "there is no lookup `" + comparison.lookup + "`",
                          "gt, lt, exact …");
            standing.conjunct = false;
            if (standing.negated && leads_to_many(condition))
              return through_many(condition, standing);
            return tested(compile(comparison.left, standing), *lookup, comparison.right, standing);
          },
          [&](const AllOf& parts) { return all(parts.parts, " AND ", always); },
          [&](const AnyOf& parts) {
            standing.conjunct = false;
            return all(parts.parts, " OR ", never);
          },
          [&](const Not& negation) { return of_not(negation.part, standing); },
          [&](const Holds& holds) {
            const Typed typed = compile(holds.expression, standing);
            if (!standing.negated || !typed.nullable)
              return standing.turned ? Fragment("NOT ") + typed.sql : typed.sql;
            return typed.sql + (standing.turned ? " IS NOT TRUE" : " IS TRUE");
          },
      },
      static_cast<const ConditionNode::variant&>(condition.node()));
}

Fragment Select::of_not(const Condition& part, Standing standing) {
  const ConditionNode& node = part.node();
  standing.conjunct = false;
  standing.negated = true;
  const bool leaf = std::holds_alternative<Lookup>(node) ||
                    std::holds_alternative<Comparison>(node) || std::holds_alternative<Holds>(node);
  if (leaf && !standing.turned) {
    standing.turned = true;
    return compile(part, standing);
  }
  standing.turned = false;
  return Fragment("NOT (") + compile(part, standing) + ")";
}

Fragment Select::of_lookup(const Lookup& lookup, Standing standing) {
  std::vector<std::string> names = path_names(lookup.path);
  const auto [annotation, used] = find_annotation(names);
  const bool annotated = annotation != nullptr;
  if (!annotated && standing.negated && sources_->leads_to_many(names))
    return through_many(Condition(ConditionNode(lookup)), standing);
  Place place;
  Typed left;
  std::vector<std::string> rest;
  if (annotated) {
    left = *annotation;
    rest.assign(names.begin() + static_cast<std::ptrdiff_t>(used), names.end());
  } else {
    place = sources_->resolve(names, standing.use);
    rest = place.rest;
  }
  const LookupInfo* info = rest.empty() ? nullptr : find_lookup(rest.back());
  if (info != nullptr) rest.pop_back();
  if (info == nullptr) info = find_lookup("exact");
  place.rest = rest;
  if (annotated) {
    left = transformed(std::move(left), rest);
  } else {
    const bool wants_none =
        info->takes == Takes::flag && flag_of(single(lookup.operand, *info), *info);
    const auto* const one = std::get_if<Expression>(&lookup.operand);
    const bool equals_null =
        one != nullptr && constant_of(*one) != nullptr && is_null(*constant_of(*one));
    if (standing.conjunct && !wants_none && !equals_null) sources_->require(place.join);
    left = of_place(std::move(place));
  }
  return tested(left, *info, lookup.operand, standing);
}

bool Select::leads_to_many(const Condition& condition) const {
  const Said said = said_by(condition);
  return !said.aggregate && sources_->model() != nullptr &&
         std::any_of(said.paths.begin(), said.paths.end(), [&](const std::string& path) {
           const std::vector<std::string> names = path_names(path);
           return find_annotation(names).first == nullptr && sources_->leads_to_many(names);
         });
}

Fragment Select::through_many(const Condition& condition, Standing standing) {
  // "Not one of them is …": the related rows are looked at in a query of their own.
  const model::Model& model = *sources_->model();
  const std::vector<std::string> key = model.key_fields();
  if (key.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("`{}` has no key, so its related rows can't be excluded", model.handle),
                "give the model a primary key");
  }
  Query inner;
  inner.model = query_.model;
  inner.purpose = Query::Purpose::exists;
  std::vector<Condition> conditions;
  for (const std::string& field : key)
    conditions.push_back(
        compare(F(field), "exact", Expression(ExpressionNode(Path{field, 1, true}))));
  conditions.push_back(condition);
  inner.filters.emplace_back(ConditionNode(AllOf{std::move(conditions)}));
  Select select(inner, *this);
  select.transparent_ = true;
  return Fragment(standing.turned ? "NOT EXISTS (" : "EXISTS (") + select.sql() + ")";
}

Fragment Select::tested(const Typed& left, const LookupInfo& lookup, const Operand& operand,
                        Standing standing) {
  if (lookup.takes == Takes::flag) {
    const bool none = flag_of(single(operand, lookup), lookup) != standing.turned;
    return resolved_json(left).sql + (none ? " IS NULL" : " IS NOT NULL");
  }
  if (const auto* const one = std::get_if<Expression>(&operand)) {
    const Value* const value = constant_of(*one);
    if (value != nullptr && is_null(*value)) {
      if (lookup.name != "exact" && lookup.name != "ne") {
        throw Error(Errc::usage, fmt::format("nothing compares with None by `{}`", lookup.name),
                    "use isnull");
      }
      const bool none = (lookup.name == "exact") != standing.turned;
      return resolved_json(left).sql + (none ? " IS NULL" : " IS NOT NULL");
    }
  }
  const Fragment test = comparing(left, lookup, operand, standing);
  if (!standing.negated) return test;
  const auto* const one = std::get_if<Expression>(&operand);
  const bool certain = !left.nullable && one != nullptr && constant_of(*one) != nullptr;
  if (certain) return standing.turned ? Fragment("NOT (") + test + ")" : test;
  return Fragment("(") + test + ")" + (standing.turned ? " IS NOT TRUE" : " IS TRUE");
}

Fragment Select::comparing(Typed left, const LookupInfo& lookup, const Operand& operand,
                           Standing standing) {
  const bool array = left.field != nullptr && left.field->type == model::FieldType::array;
  const bool json = left.kind == Kind::json || !left.json_keys.empty();
  if (array && (lookup.name == "contains" || lookup.name == "overlap"))
    return with_json(left, lookup.name == "contains" ? *find_lookup("array_contains") : lookup,
                     operand);
  if (json && lookup.name == "contains" && left.json_keys.empty())
    return with_json(left, *find_lookup("json_contains"), operand);
  if (json && lookup.name == "has_key") {
    const auto* const key = constant_of(single(operand, lookup));
    std::vector<std::string> keys = left.json_keys;
    keys.push_back(key == nullptr ? "" : to_text(*key));
    return fill(pattern("has_key", ""),
                {left.sql, Fragment::of_value(environment_.spelling.json_path(keys))});
  }
  if (json && left.json_keys.empty() && lookup.name == "exact")
    return fill(pattern("json_exact", ""),
                {left.sql, Fragment::of_value(json_of(operand, lookup))});
  if (json) left = chosen_json(std::move(left), lookup, operand);
  switch (lookup.takes) {
    case Takes::value:
      return with_value(left, lookup, single(operand, lookup), standing);
    case Takes::text:
      return with_text(left, lookup, single(operand, lookup), standing);
    case Takes::list:
    case Takes::range:
      return with_list(left, lookup, operand, standing);
    case Takes::json:
    case Takes::flag:
      break;
  }
  return with_json(left, lookup, operand);
}

Fragment Select::subselect(const Query& query) {
  Query inner = query;
  if (!inner.values && inner.combined.empty()) {
    inner.values = true;
    inner.fields = {"pk"};
    inner.annotations.clear();
  }
  const bool cut = inner.limit || inner.offset > 0;
  if (!cut && inner.distinct_on.empty()) inner.order.clear();
  Select select(inner, *this);
  Fragment sql = select.sql();
  if (select.outputs().size() != 1) {
    throw Error(
        Errc::usage,
        fmt::format("`in` compares with one column, and the query has {}", select.outputs().size()),
        "choose one with values(\"…\")");
  }
  // MySQL knows no LIMIT within IN.
  if (cut) return Fragment("SELECT * FROM (") + sql + ") AS " + environment_.dialect.quote("rows");
  return sql;
}

}  // namespace covet::query
