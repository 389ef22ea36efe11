#include "core/record/cacheable.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/query/walk.h"

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
    const auto* const call = std::get_if<Call>(&expression.node());
    const bool changes = call != nullptr && std::find(changing.begin(), changing.end(),
                                                      call->function) != changing.end();
    const bool raw = !raw_sql_ && std::holds_alternative<RawSql>(expression.node());
    found_ = found_ || changes || raw;
    each_part(expression, [this](const auto& part) { take(part); });
  }
  void take(const Condition& condition) {
    each_part(condition, [this](const auto& part) { take(part); });
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
