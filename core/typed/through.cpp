#include "core/typed/through.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/query/query.h"

namespace covet::typed {
namespace {

using query::ConditionNode;
using query::Expression;
using query::ExpressionNode;

template <class Node>
Expression expression(Node node) {
  return Expression(ExpressionNode(std::move(node)));
}
template <class Node>
query::Condition condition(Node node) {
  return query::Condition(ConditionNode(std::move(node)));
}

/// Puts the relation before each path of the query that the condition stands in. Within a subquery
/// those are the outer ones; what is deeper still refers to the subquery.
class Leader {
 public:
  Leader(std::string_view relation, bool within)
      : prefix_(std::string(relation) + "__"), within_(within) {}

  Expression lead(const Expression& given) const {
    return std::visit(
        overloaded{
            [&](const query::Path& path) {
              query::Path led = path;
              if (path.outer == within_) led.text = prefix_ + path.text;
              return expression(std::move(led));
            },
            [&](const query::Constant& constant) { return expression(constant); },
            [&](const query::Call& call) {
              return expression(query::Call{call.function, all(call.arguments)});
            },
            [&](const query::Arithmetic& sum) {
              return expression(query::Arithmetic{sum.op, lead(sum.left), lead(sum.right)});
            },
            [&](const query::Aggregate& aggregate) {
              query::Aggregate led = aggregate;
              if (led.operand) led.operand = lead(*led.operand);
              if (led.filter) led.filter = lead(*led.filter);
              return expression(std::move(led));
            },
            [&](const query::Case& choice) {
              query::Case led;
              for (const query::When& when : choice.whens)
                led.whens.push_back({lead(when.condition), lead(when.then)});
              if (choice.otherwise) led.otherwise = lead(*choice.otherwise);
              return expression(std::move(led));
            },
            [&](const query::Window& window) {
              query::Window led = window;
              led.of = lead(window.of);
              led.partition_by = all(window.partition_by);
              for (query::Ordering& order : led.order_by)
                order.by = lead(order.by);
              return expression(std::move(led));
            },
            [&](const query::Subquery& subquery) { return lead(subquery); },
            [&](const query::Test& test) { return expression(query::Test{lead(test.condition)}); },
            [](const query::RawSql&) -> Expression {
              throw Error(Errc::unsupported, "raw SQL can't be asked of a related row",
                          "ask it of the query's own model");
            },
        },
        static_cast<const ExpressionNode::variant&>(given.node()));
  }

  query::Condition lead(const query::Condition& given) const {
    return std::visit(
        overloaded{
            [&](const query::Lookup& lookup) {
              return condition(query::Lookup{within_ ? lookup.path : prefix_ + lookup.path,
                                             lead(lookup.operand)});
            },
            [&](const query::Comparison& comparison) {
              return condition(query::Comparison{lead(comparison.left), comparison.lookup,
                                                 lead(comparison.right)});
            },
            [&](const query::AllOf& every) { return condition(query::AllOf{all(every.parts)}); },
            [&](const query::AnyOf& some) { return condition(query::AnyOf{all(some.parts)}); },
            [&](const query::Not& negation) { return condition(query::Not{lead(negation.part)}); },
            [&](const query::Holds& holds) {
              return condition(query::Holds{lead(holds.expression)});
            },
        },
        static_cast<const ConditionNode::variant&>(given.node()));
  }

 private:
  template <class Part>
  std::vector<Part> all(const std::vector<Part>& parts) const {
    std::vector<Part> led;
    led.reserve(parts.size());
    for (const Part& part : parts)
      led.push_back(lead(part));
    return led;
  }

  query::Operand lead(const query::Operand& operand) const {
    if (const auto* const one = std::get_if<Expression>(&operand)) return lead(*one);
    if (const auto* const list = std::get_if<query::ValueList>(&operand))
      return query::ValueList{all(list->values)};
    const auto& inner = std::get<std::shared_ptr<const query::Query>>(operand);
    return within_ ? inner : within(*inner);
  }

  Expression lead(const query::Subquery& subquery) const {
    if (within_) return expression(subquery);
    return expression(query::Subquery{within(*subquery.query), subquery.exists});
  }

  std::shared_ptr<const query::Query> within(const query::Query& given) const {
    const Leader inside(std::string_view(prefix_).substr(0, prefix_.size() - 2), true);
    query::Query led = given;
    led.filters = inside.all(given.filters);
    for (query::Annotation& annotation : led.annotations)
      annotation.expression = inside.lead(annotation.expression);
    for (query::Ordering& order : led.order)
      order.by = inside.lead(order.by);
    return std::make_shared<const query::Query>(std::move(led));
  }

  std::string prefix_;
  bool within_;
};

query::Condition is_there(std::string_view relation) {
  return query::Q(std::string(relation) + "__isnull", query::Expression(Value(false)));
}

query::Condition any_row(std::string_view model, std::span<const std::string_view> key,
                         std::string_view relation, std::optional<query::Condition> rows) {
  if (key.empty()) {
    throw Error(Errc::unsupported,
                "`" + std::string(model) + "` has no key, so its related rows can't be looked for",
                "give the model a primary key");
  }
  query::AllOf every;
  for (const std::string_view field : key) {
    every.parts.push_back(
        query::compare(query::F(std::string(field)), "exact", query::OuterRef(std::string(field))));
  }
  // First, so that what is asked of the row, in subqueries too, is asked of this one.
  every.parts.push_back(is_there(relation));
  if (rows) every.parts.push_back(std::move(*rows));
  query::Query inner;
  inner.model = model;
  inner.filters.push_back(condition(std::move(every)));
  return condition(query::Holds{
      expression(query::Subquery{std::make_shared<const query::Query>(std::move(inner)), true})});
}

}  // namespace

query::Condition through(const query::Condition& given, std::string_view relation) {
  return Leader(relation, false).lead(given);
}

query::Condition any_through(std::string_view model, std::span<const std::string_view> key,
                             std::string_view relation, const query::Condition& given) {
  return any_row(model, key, relation, through(given, relation));
}

query::Condition any_through(std::string_view model, std::span<const std::string_view> key,
                             std::string_view relation) {
  return any_row(model, key, relation, std::nullopt);
}

}  // namespace covet::typed
