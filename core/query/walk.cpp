#include "core/query/walk.h"

#include <algorithm>

#include "core/base/overloaded.h"
#include "core/query/query.h"
#include "core/query/sources.h"

namespace covet::query {
namespace {

bool any_has_aggregate(const std::vector<Expression>& expressions) {
  return std::any_of(expressions.begin(), expressions.end(),
                     [](const Expression& each) { return has_aggregate(each); });
}

bool any_has_aggregate(const std::vector<Condition>& conditions) {
  return std::any_of(conditions.begin(), conditions.end(),
                     [](const Condition& each) { return has_aggregate(each); });
}

bool has_aggregate(const Operand& operand) {
  if (const auto* const one = std::get_if<Expression>(&operand)) return query::has_aggregate(*one);
  if (const auto* const list = std::get_if<ValueList>(&operand))
    return any_has_aggregate(list->values);
  return false;
}

/// The names that a condition's lookups begin with.
void collect_names(const Condition& condition, std::vector<std::string>& names) {
  const auto each_of = [&](const std::vector<Condition>& parts) {
    for (const Condition& part : parts)
      collect_names(part, names);
  };
  const ConditionNode& node = condition.node();
  if (const auto* const lookup = std::get_if<Lookup>(&node)) {
    names.push_back(path_names(lookup->path).front());
  } else if (const auto* const comparison = std::get_if<Comparison>(&node)) {
    if (const auto* const path = std::get_if<Path>(&comparison->left.node()))
      names.push_back(path_names(path->text).front());
  } else if (const auto* const all = std::get_if<AllOf>(&node)) {
    each_of(all->parts);
  } else if (const auto* const any = std::get_if<AnyOf>(&node)) {
    each_of(any->parts);
  } else if (const auto* const negation = std::get_if<Not>(&node)) {
    collect_names(negation->part, names);
  }
}

}  // namespace

bool has_aggregate(const Expression& expression) {
  const auto* const node = &expression.node();
  return std::visit(
      overloaded{
          [](const Aggregate&) { return true; },
          [](const Call& call) { return any_has_aggregate(call.arguments); },
          [](const Arithmetic& sum) { return has_aggregate(sum.left) || has_aggregate(sum.right); },
          [](const Case& choice) {
            return (choice.otherwise && has_aggregate(*choice.otherwise)) ||
                   std::any_of(choice.whens.begin(), choice.whens.end(), [](const When& when) {
                     return has_aggregate(when.condition) || has_aggregate(when.then);
                   });
          },
          [](const Test& test) { return has_aggregate(test.condition); },
          [](const auto&) { return false; },
      },
      static_cast<const ExpressionNode::variant&>(*node));
}

bool has_aggregate(const Condition& condition) {
  return std::visit(overloaded{
                        [](const Lookup& lookup) { return has_aggregate(lookup.operand); },
                        [](const Comparison& comparison) {
                          return has_aggregate(comparison.left) || has_aggregate(comparison.right);
                        },
                        [](const AllOf& all) { return any_has_aggregate(all.parts); },
                        [](const AnyOf& any) { return any_has_aggregate(any.parts); },
                        [](const Not& negation) { return has_aggregate(negation.part); },
                        [](const Holds& holds) { return has_aggregate(holds.expression); },
                    },
                    static_cast<const ConditionNode::variant&>(condition.node()));
}

bool has_window(const Expression& expression) {
  return std::holds_alternative<Window>(expression.node());
}

bool names_one_of(const Condition& condition, const std::vector<std::string>& wanted) {
  std::vector<std::string> names;
  collect_names(condition, names);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  });
}

}  // namespace covet::query
