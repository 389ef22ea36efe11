#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/overloaded.h"
#include "core/query/expression.h"

/// What stands within an expression or a condition.
namespace covet::query {

/// Calls `take` with each part that it is made of, one level down: an Expression, a Condition or a
/// Query.
template <class Take>
void each_part(const Expression& whole, const Take& take) {
  const auto all = [&](const auto& parts) {
    for (const auto& part : parts)
      take(part);
  };
  std::visit(overloaded{
                 [](const Path&) {},
                 [](const Constant&) {},
                 [](const RawSql&) {},
                 [&](const Call& call) { all(call.arguments); },
                 [&](const Arithmetic& sum) {
                   take(sum.left);
                   take(sum.right);
                 },
                 [&](const Aggregate& aggregate) {
                   if (aggregate.operand) take(*aggregate.operand);
                   if (aggregate.filter) take(*aggregate.filter);
                 },
                 [&](const Case& choice) {
                   for (const When& when : choice.whens) {
                     take(when.condition);
                     take(when.then);
                   }
                   if (choice.otherwise) take(*choice.otherwise);
                 },
                 [&](const Window& window) {
                   take(window.of);
                   all(window.partition_by);
                   for (const Ordering& order : window.order_by)
                     take(order.by);
                 },
                 [&](const Subquery& subquery) { take(*subquery.query); },
                 [&](const Test& test) { take(test.condition); },
             },
             static_cast<const ExpressionNode::variant&>(whole.node()));
}
template <class Take>
void each_part(const Condition& whole, const Take& take) {
  const auto all = [&](const auto& parts) {
    for (const auto& part : parts)
      take(part);
  };
  const auto operand = [&](const Operand& given) {
    std::visit(overloaded{
                   [&](const Expression& one) { take(one); },
                   [&](const ValueList& list) { all(list.values); },
                   [&](const std::shared_ptr<const Query>& query) { take(*query); },
               },
               given);
  };
  std::visit(overloaded{
                 [&](const Lookup& lookup) { operand(lookup.operand); },
                 [&](const Comparison& comparison) {
                   take(comparison.left);
                   operand(comparison.right);
                 },
                 [&](const AllOf& every) { all(every.parts); },
                 [&](const AnyOf& some) { all(some.parts); },
                 [&](const Not& negation) { take(negation.part); },
                 [&](const Holds& holds) { take(holds.expression); },
             },
             static_cast<const ConditionNode::variant&>(whole.node()));
}

/// True where its value may hang on other rows than its own: a query within, or SQL as it is.
bool looks_elsewhere(const Expression& expression);

// Of the following, nothing looks into a query within.

struct Said {
  std::vector<std::string> paths{};       ///< outside of aggregates
  std::vector<std::string> aggregated{};  ///< within them
  bool aggregate = false;                 ///< one that makes groups: not a window's
  bool window = false;
};
Said said_by(const Expression& expression);
Said said_by(const Condition& condition);

bool has_aggregate(const Expression& expression);
bool has_aggregate(const Condition& condition);
bool has_window(const Expression& expression);

/// True if `path` is one of `names`, or goes on from one: "n", "n__year".
bool begins_with_one(const std::string& path, const std::vector<std::string>& names);

/// True if a path in it, within aggregates too, begins with one of `names`.
bool names_one_of(const Condition& condition, const std::vector<std::string>& names);
bool names_one_of(const Expression& expression, const std::vector<std::string>& names);

}  // namespace covet::query
