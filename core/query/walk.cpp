#include "core/query/walk.h"

#include <algorithm>

#include "core/base/overloaded.h"
#include "core/query/query.h"

namespace covet::query {
namespace {

class Walker {
 public:
  Said said;

  void take(const Expression& expression) {
    std::visit(overloaded{
                   [&](const Path& path) {
                     if (path.outer == 0)
                       (within_ > 0 ? said.aggregated : said.paths).push_back(path.text);
                   },
                   [&](const Call& call) { all(call.arguments); },
                   [&](const Arithmetic& sum) {
                     take(sum.left);
                     take(sum.right);
                   },
                   [&](const Aggregate& aggregate) {
                     said.aggregate = true;
                     ++within_;
                     parts_of(aggregate);
                     --within_;
                   },
                   [&](const Case& choice) {
                     for (const When& when : choice.whens) {
                       take(when.condition);
                       take(when.then);
                     }
                     if (choice.otherwise) take(*choice.otherwise);
                   },
                   [&](const Window& window) { take(window); },
                   [&](const Test& test) { take(test.condition); },
                   [](const auto&) {},
               },
               static_cast<const ExpressionNode::variant&>(expression.node()));
  }

  void take(const Condition& condition) {
    std::visit(overloaded{
                   [&](const Lookup& lookup) {
                     (within_ > 0 ? said.aggregated : said.paths).push_back(lookup.path);
                     take(lookup.operand);
                   },
                   [&](const Comparison& comparison) {
                     take(comparison.left);
                     take(comparison.right);
                   },
                   [&](const AllOf& every) { all(every.parts); },
                   [&](const AnyOf& some) { all(some.parts); },
                   [&](const Not& negation) { take(negation.part); },
                   [&](const Holds& holds) { take(holds.expression); },
               },
               static_cast<const ConditionNode::variant&>(condition.node()));
  }

 private:
  template <class Part>
  void all(const std::vector<Part>& parts) {
    for (const Part& part : parts)
      take(part);
  }

  void parts_of(const Aggregate& aggregate) {
    if (aggregate.operand) take(*aggregate.operand);
    if (aggregate.filter) take(*aggregate.filter);
  }

  /// What a window sums up stays row by row.
  void take(const Window& window) {
    said.window = true;
    if (const auto* const aggregate = std::get_if<Aggregate>(&window.of.node())) {
      parts_of(*aggregate);
    } else {
      take(window.of);
    }
    all(window.partition_by);
    for (const Ordering& order : window.order_by)
      take(order.by);
  }

  void take(const Operand& operand) {
    if (const auto* const one = std::get_if<Expression>(&operand)) take(*one);
    if (const auto* const list = std::get_if<ValueList>(&operand)) all(list->values);
  }

  int within_ = 0;  ///< aggregates
};

template <class What>
Said said_of(const What& what) {
  Walker walker;
  walker.take(what);
  return std::move(walker.said);
}

bool any_begins(const Said& said, const std::vector<std::string>& names) {
  const auto begins = [&](const std::string& path) { return begins_with_one(path, names); };
  return std::any_of(said.paths.begin(), said.paths.end(), begins) ||
         std::any_of(said.aggregated.begin(), said.aggregated.end(), begins);
}

}  // namespace

Said said_by(const Expression& expression) {
  return said_of(expression);
}
Said said_by(const Condition& condition) {
  return said_of(condition);
}

bool has_aggregate(const Expression& expression) {
  return said_by(expression).aggregate;
}
bool has_aggregate(const Condition& condition) {
  return said_by(condition).aggregate;
}
bool has_window(const Expression& expression) {
  return said_by(expression).window;
}

bool begins_with_one(const std::string& path, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return path == name || path.starts_with(name + "__");
  });
}

bool names_one_of(const Condition& condition, const std::vector<std::string>& names) {
  return any_begins(said_by(condition), names);
}
bool names_one_of(const Expression& expression, const std::vector<std::string>& names) {
  return any_begins(said_by(expression), names);
}

}  // namespace covet::query
