#include "schema/plan.h"

#include <algorithm>
#include <iterator>

namespace covet::schema {
namespace {

/// The end of the group that begins at `first`: consecutive changes of one table where the engine
/// does those at once.
std::size_t group_end(const std::vector<Change>& changes, std::size_t first, const Ddl& ddl) {
  const auto groups = [](const Change& change) {
    return table_of(change) && !std::holds_alternative<CreateTable>(change) &&
           !std::holds_alternative<DropTable>(change) &&
           !std::holds_alternative<RenameTable>(change);
  };
  std::size_t end = first + 1;
  if (!ddl.group_by_table() || !groups(changes[first])) return end;
  while (end < changes.size() && groups(changes[end]) &&
         table_of(changes[end]) == table_of(changes[first]))
    ++end;
  return end;
}

}  // namespace

Plan plan(const Schema& before, const std::vector<Change>& ordered, const Ddl& ddl) {
  Plan result;
  Schema old = before;
  Schema now = before;
  for (std::size_t first = 0; first < ordered.size();) {
    const std::size_t end = group_end(ordered, first, ddl);
    Step step;
    step.changes.assign(ordered.begin() + static_cast<std::ptrdiff_t>(first),
                        ordered.begin() + static_cast<std::ptrdiff_t>(end));
    std::vector<Change> back;
    std::transform(step.changes.rbegin(), step.changes.rend(), std::back_inserter(back), inverse);
    for (const Change& change : step.changes)
      schema::apply(now, change);
    step.up = ddl.render(step.changes, old, now);
    step.down = ddl.render(back, now, old);
    for (const Change& change : step.changes)
      std::ranges::copy(hazards(change), std::back_inserter(step.hazards_up));
    for (const Change& change : back)
      std::ranges::copy(hazards(change), std::back_inserter(step.hazards_down));
    for (const Change& change : step.changes)
      schema::apply(old, change);
    result.steps.push_back(std::move(step));
    first = end;
  }
  return result;
}

}  // namespace covet::schema
