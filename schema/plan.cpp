#include "schema/plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "core/base/strings.h"
#include "schema/mentions.h"

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

std::string name_touched(const Change& change) {
  if (const auto table = table_of(change)) return to_lower(table->name);
  if (const auto* created = std::get_if<CreateObject>(&change)) {
    return created->object.table.empty() ? to_lower(created->object.name.name) : std::string();
  }
  if (const auto* made = std::get_if<CreateEnum>(&change)) return to_lower(made->type.name.name);
  if (const auto* altered = std::get_if<AlterEnum>(&change)) return to_lower(altered->to.name.name);
  return {};
}

/// The routine that a change makes, or null.
Object* routine_of(Change& change) {
  Object* made = nullptr;
  if (auto* created = std::get_if<CreateObject>(&change)) made = &created->object;
  if (auto* replaced = std::get_if<ReplaceObject>(&change)) made = &replaced->to;
  const bool routine = made != nullptr && (made->kind == "function" || made->kind == "procedure");
  return routine ? made : nullptr;
}

bool creates(const Change& change) {
  return std::holds_alternative<CreateTable>(change) ||
         std::holds_alternative<CreateEnum>(change) || std::holds_alternative<CreateObject>(change);
}

/// The changes. Unread is a routine whose body names what a change from there on touches; and one
/// that comes with other things: what a whole database holds has bodies too that name what is long
/// gone.
std::vector<Change> foreseen(std::vector<Change> changes) {
  const bool several = std::ranges::count_if(changes, creates) > 1;
  std::map<std::string, int> ahead;
  for (const Change& change : changes)
    ++ahead[name_touched(change)];
  for (Change& change : changes) {
    if (Object* routine = routine_of(change)) {
      const std::set<std::string, std::less<>> names = mentions_of(*routine).soft;
      routine->unread = (several && creates(change) && !names.empty()) ||
                        std::ranges::any_of(names, [&](const std::string& name) {
                          const auto found = ahead.find(name);
                          return found != ahead.end() && found->second > 0;
                        });
    }
    --ahead[name_touched(change)];
  }
  return changes;
}

/// Puts what has not been said yet of its settings in front of its statements.
void say_settings(Rendered& part, std::set<std::string>& said) {
  for (std::string& setting : part.settings) {
    if (said.insert(setting).second)
      part.statements.insert(part.statements.begin(), std::move(setting));
  }
  part.settings.clear();
}

std::vector<Change> backward(const std::vector<Change>& changes) {
  std::vector<Change> back;
  std::transform(changes.rbegin(), changes.rend(), std::back_inserter(back), inverse);
  return back;
}

}  // namespace

Plan plan(const Schema& before, const std::vector<Change>& ordered, const Ddl& ddl) {
  Plan result;
  Schema old = before;
  Schema now = before;
  const std::vector<Change> up = foreseen(ordered);
  const std::vector<Change> down = foreseen(backward(ordered));
  for (std::size_t first = 0; first < ordered.size();) {
    const std::size_t end = group_end(ordered, first, ddl);
    Step step;
    step.changes.assign(ordered.begin() + static_cast<std::ptrdiff_t>(first),
                        ordered.begin() + static_cast<std::ptrdiff_t>(end));
    const std::vector<Change> back = backward(step.changes);
    for (const Change& change : step.changes)
      schema::apply(now, change);
    const std::size_t size = end - first;
    step.up = ddl.render(std::span(up).subspan(first, size), old, now);
    step.down = ddl.render(std::span(down).subspan(down.size() - end, size), now, old);
    for (const Change& change : step.changes)
      std::ranges::copy(hazards(change), std::back_inserter(step.hazards_up));
    for (const Change& change : back)
      std::ranges::copy(hazards(change), std::back_inserter(step.hazards_down));
    for (const Change& change : step.changes)
      schema::apply(old, change);
    result.steps.push_back(std::move(step));
    first = end;
  }
  std::set<std::string> said_up;
  for (Step& step : result.steps)
    say_settings(step.up, said_up);
  std::set<std::string> said_down;
  for (auto step = result.steps.rbegin(); step != result.steps.rend(); ++step)
    say_settings(step->down, said_down);
  return result;
}

}  // namespace covet::schema
