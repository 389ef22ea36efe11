#include "schema/order_creations.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "schema/mentions.h"

namespace covet::schema {
namespace {

/// Among things that don't name each other, what usually is made of the others comes later.
int usual_rank(const Change& change) {
  constexpr std::array<std::string_view, 24> kinds = {"schema",
                                                      "language",
                                                      "collation",
                                                      "type",
                                                      "domain",
                                                      "sequence",
                                                      "foreign data wrapper",
                                                      "server",
                                                      "function",
                                                      "procedure",
                                                      "aggregate",
                                                      "operator",
                                                      "operator family",
                                                      "operator class",
                                                      "cast",
                                                      "transform",
                                                      "text search parser",
                                                      "text search template",
                                                      "text search dictionary",
                                                      "text search configuration",
                                                      "view",
                                                      "materialized view",
                                                      "trigger",
                                                      "publication"};
  const auto rank = [&](const Object& object) {
    return static_cast<int>(std::ranges::find(kinds, object.kind) - kinds.begin());
  };
  if (const auto* created = std::get_if<CreateObject>(&change)) return rank(created->object);
  if (const auto* replaced = std::get_if<ReplaceObject>(&change)) return rank(replaced->to);
  return std::holds_alternative<CreateEnum>(change) ? 0 : static_cast<int>(kinds.size());
}

bool is_event_trigger(const Change& change) {
  const auto* created = std::get_if<CreateObject>(&change);
  return created != nullptr && created->object.kind == "event trigger";
}

/// The thing that a change creates.
struct Creation {
  Change change;
  Mentions mentions;
  TableName whole{};   ///< empty for what nothing else can name
  std::string name{};  ///< its last part, in lower case

  // What was found out while it waits: so that a thousand functions that call each other are put in
  // order within a second.
  const std::string* hard_wait{};  ///< a name that it waited for when it was last looked at
  const std::string* soft_wait{};
  std::optional<std::vector<const Creation*>> used{};
  std::optional<std::vector<const Creation*>> used_later{};
};

Creation creation_of(Change change) {
  Creation made{.change = std::move(change), .mentions = {}};
  const auto object = [&](const Object& it) {
    made.mentions = mentions_of(it);
    if (it.table.empty()) made.whole = it.name;
    if (it.kind == "trigger") made.name = place_name(it.table, it.name.name);
  };
  std::visit(overloaded{
                 [&](const CreateTable& c) {
                   made.mentions = mentions_of(c.table);
                   made.whole = c.table.name;
                 },
                 [&](const CreateEnum& c) { made.whole = c.type.name; },
                 [&](const CreateObject& c) { object(c.object); },
                 [&](const ReplaceObject& c) {
                   object(c.to);
                   // It is there, and may be drawn from before it gets its owner.
                   if (c.to.kind == "sequence") made.whole = {};
                 },
                 [](const auto&) {},
             },
             made.change);
  if (made.name.empty()) made.name = to_lower(made.whole.name);
  return made;
}

/// A sequence goes with the table that owns it, so who else draws from it comes behind that table.
void come_after_owners(std::list<Creation>& creations) {
  for (const Creation& sequence : creations) {
    const auto* created = std::get_if<CreateObject>(&sequence.change);
    if (created == nullptr || created->object.kind != "sequence") continue;
    for (Creation& user : creations) {
      if (&user == &sequence || !user.mentions.speaks_of(sequence.name)) continue;
      const bool had_own = user.mentions.hard.contains(user.name);
      user.mentions.hard.insert(sequence.mentions.hard.begin(), sequence.mentions.hard.end());
      if (!had_own) user.mentions.hard.erase(user.name);
    }
  }
}

}  // namespace

void move_users(std::vector<Change>& early, std::vector<Change>& late) {
  std::vector<TableName> names;
  for (const Change& change : late) {
    const auto* created = std::get_if<CreateObject>(&change);
    if (created != nullptr &&
        (created->object.kind == "view" || created->object.kind == "materialized view")) {
      names.push_back(created->object.name);
    }
  }
  if (names.empty()) return;
  std::vector<Creation> waiting;
  for (Change& change : early)
    waiting.push_back(creation_of(std::move(change)));
  early.clear();
  bool moved = false;
  for (bool more = true; more;) {
    more = false;
    for (auto one = waiting.begin(); one != waiting.end();) {
      const bool uses =
          !one->whole.name.empty() && std::ranges::any_of(names, [&](const TableName& name) {
            return name != one->whole && one->mentions.uses(name);
          });
      // Of a word that only looks like a name nothing is made but a table's type.
      if (!uses || !std::holds_alternative<CreateTable>(one->change)) {
        ++one;
        continue;
      }
      names.push_back(one->whole);
      late.push_back(std::move(one->change));
      one = waiting.erase(one);
      more = moved = true;
    }
  }
  for (Creation& one : waiting)
    early.push_back(std::move(one.change));
  if (moved) late = in_order_of_need(std::move(late));
}

void drop_users(std::vector<Change>& tables, std::vector<Change>& views) {
  const auto turned = [](const std::vector<Change>& changes) {
    std::vector<Change> back;
    std::transform(changes.rbegin(), changes.rend(), std::back_inserter(back), inverse);
    return back;
  };
  std::vector<Change> early = turned(tables);
  std::vector<Change> late = turned(views);
  move_users(early, late);
  if (early.size() == tables.size()) return;
  tables = turned(early);
  views = turned(late);
}

std::vector<Change> in_order_of_need(std::vector<Change> creations) {
  std::stable_sort(creations.begin(), creations.end(),
                   [](const Change& a, const Change& b) { return usual_rank(a) < usual_rank(b); });
  // These act on every statement behind them.
  std::stable_partition(creations.begin(), creations.end(),
                        [](const Change& change) { return !is_event_trigger(change); });
  std::list<Creation> waiting;
  std::multiset<std::string, std::less<>> names;
  for (Change& change : creations) {
    waiting.push_back(creation_of(std::move(change)));
    names.insert(waiting.back().name);
  }
  come_after_owners(waiting);
  const auto is_missing = [&](const Creation& one, const std::string& name) {
    return names.count(name) > (name == one.name ? 1U : 0U);
  };
  const auto waits_for = [&](const Creation& one, const auto& mentioned, const std::string*& last) {
    if (last != nullptr && is_missing(one, *last)) return true;
    const auto found = std::ranges::find_if(
        mentioned, [&](const std::string& name) { return is_missing(one, name); });
    last = found == mentioned.end() ? nullptr : &*found;
    return last != nullptr;
  };
  const auto waits_hard = [&](Creation& one) {
    return waits_for(one, one.mentions.hard, one.hard_wait);
  };
  const auto waits_soft = [&](Creation& one) {
    return waits_for(one, one.mentions.soft, one.soft_wait);
  };
  std::set<const Creation*> gone;
  const auto uses_waiting = [&](const Creation& one, bool (Mentions::*uses)(const TableName&) const,
                                std::optional<std::vector<const Creation*>>& used) {
    if (!used) {
      used.emplace();
      for (const Creation& other : waiting) {
        const bool can_be_named = &other != &one && !other.name.empty() && other.whole != one.whole;
        if (can_be_named && (one.mentions.*uses)(other.whole)) used->push_back(&other);
      }
    }
    return std::ranges::any_of(*used, [&](const Creation* other) { return !gone.contains(other); });
  };
  std::list<Creation> placed;
  std::vector<Change> ordered;
  while (!waiting.empty()) {
    auto next = std::ranges::find_if(
        waiting, [&](Creation& one) { return !waits_hard(one) && !waits_soft(one); });
    // A circle: a word may only look like a name, and what a body uses may come later. Where even
    // that doesn't help, the text is to blame.
    if (next == waiting.end()) {
      next = std::ranges::find_if(waiting, [&](Creation& one) {
        return !waits_hard(one) && !uses_waiting(one, &Mentions::uses_later, one.used_later);
      });
    }
    if (next == waiting.end()) {
      next = std::ranges::find_if(waiting, [&](Creation& one) { return !waits_hard(one); });
    }
    if (next == waiting.end()) {
      next = std::ranges::find_if_not(
          waiting, [&](Creation& one) { return uses_waiting(one, &Mentions::uses, one.used); });
    }
    if (next == waiting.end()) next = waiting.begin();
    names.erase(names.find(next->name));
    ordered.push_back(std::move(next->change));
    gone.insert(&*next);
    placed.splice(placed.end(), waiting, next);
  }
  return ordered;
}

}  // namespace covet::schema
