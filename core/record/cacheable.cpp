#include "core/record/cacheable.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/overloaded.h"

namespace covet::record {
namespace {

using namespace query;

constexpr std::array<std::string_view, 3> changing = {"Now", "Today", "Random"};

/// Looks for what makes an answer one that can't be kept, subqueries included.
class Search {
 public:
  explicit Search(bool raw_sql) : raw_sql_(raw_sql) {}
  bool found() const { return found_; }

  void take(const Query& query) {
    const bool reads = query.purpose != Query::Purpose::update &&
                       query.purpose != Query::Purpose::remove && !query.lock;
    found_ = found_ || !reads;
    all(query.filters);
    for (const Annotation& each : query.annotations)
      take(each.expression);
    for (const Named& each : query.aggregates)
      take(each.expression);
    for (const Ordering& each : query.order)
      take(each.by);
    for (const ExplicitJoin& join : query.joins)
      take(join.on);
    for (const Combination& each : query.combined)
      take(*each.query);
    for (const CommonTable& each : query.with)
      take(*each.query);
  }

 private:
  void take(const Expression& expression) {
    std::visit(overloaded{
                   [](const Path&) {},
                   [](const Constant&) {},
                   [&](const Call& call) {
                     found_ = found_ || std::find(changing.begin(), changing.end(),
                                                  call.function) != changing.end();
                     all(call.arguments);
                   },
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
                   [&](const RawSql&) { found_ = found_ || !raw_sql_; },
               },
               static_cast<const ExpressionNode::variant&>(expression.node()));
  }

  void take(const Condition& condition) {
    std::visit(overloaded{
                   [&](const Lookup& lookup) { take(lookup.operand); },
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

  void take(const Operand& operand) {
    std::visit(overloaded{
                   [&](const Expression& one) { take(one); },
                   [&](const ValueList& list) { all(list.values); },
                   [&](const std::shared_ptr<const Query>& query) { take(*query); },
               },
               operand);
  }

  template <class Part>
  void all(const std::vector<Part>& parts) {
    for (const Part& part : parts)
      take(part);
  }

  bool raw_sql_;
  bool found_ = false;
};

}  // namespace

bool is_cacheable(const Query& query, bool raw_sql) {
  Search search(raw_sql);
  search.take(query);
  return !search.found();
}

}  // namespace covet::record
