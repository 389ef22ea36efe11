#include <array>
#include <functional>
#include <utility>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/query/query_reader.h"

namespace covet::query {
namespace {

using Arguments = std::vector<Argument>;

struct Step {
  const QueryReader& reader;
  const QuerySet& query;
  const QueryWord& name;
  const Arguments& arguments;

  [[noreturn]] void fault(const std::string& message, const std::string& help) const {
    reader.fault(name, message, help);
  }
};

Condition all_of(const Step& step) {
  std::vector<Condition> parts;
  for (const Argument& argument : step.arguments)
    parts.push_back(step.reader.condition_of(argument));
  if (parts.size() == 1) return parts.front();
  return Condition(ConditionNode(AllOf{std::move(parts)}));
}

std::uint64_t rows_of(const Step& step) {
  if (step.arguments.size() != 1) step.fault("one number of rows is expected", "write limit(10)");
  const std::int64_t rows = step.reader.number_of(step.arguments.front());
  if (rows < 0) step.fault("a number of rows can't be negative", "write 0 or more");
  return static_cast<std::uint64_t>(rows);
}

QuerySet combine(const Step& step, Combination::Kind kind) {
  step.reader.require_known(step.arguments, {"all"});
  QuerySet query = step.query;
  for (const Argument& argument : step.arguments) {
    if (argument.name == "all") {
      if (step.reader.flag_of(argument) && kind == Combination::Kind::union_)
        kind = Combination::Kind::union_all;
    }
  }
  for (const Argument& argument : step.arguments) {
    if (argument.name) continue;
    const auto* const other = std::get_if<QuerySet>(&argument.what);
    if (other == nullptr)
      step.reader.fault(argument, "another query is expected here", "write entry.filter(…)");
    query = query.combine(kind, *other);
  }
  return query;
}

QuerySet first(const Step& step, bool last) {
  const Query& asked = step.query.query();
  if (asked.order.empty() && (asked.group_by || asked.distinct || !asked.combined.empty()))
    step.fault("these rows have no order, so none of them is the first",
               "say order_by(…) before it");
  QuerySet query = asked.order.empty() ? step.query.order_by({"pk"}) : step.query;
  return (last ? query.reverse() : query).limit(1);
}

QuerySet with_lock(const Step& step) {
  step.reader.require_known(step.arguments, {"nowait", "skip_locked"});
  RowLock lock;
  for (const Argument& argument : step.arguments) {
    if (argument.name == "nowait") lock.nowait = step.reader.flag_of(argument);
    if (argument.name == "skip_locked") lock.skip_locked = step.reader.flag_of(argument);
  }
  return step.query.for_update(lock);
}

QuerySet with_tables(const Step& step) {
  QuerySet query = step.query;
  for (const Argument& argument : step.arguments) {
    const auto* const other = std::get_if<QuerySet>(&argument.what);
    if (other == nullptr || !argument.name)
      step.reader.fault(argument, "a named query is expected here",
                        "write with(recent=entry.filter(…))");
    query = query.with(*argument.name, *other);
  }
  return query;
}

QuerySet joined(const Step& step) {
  std::string name;
  std::string model;
  bool left = false;
  std::optional<Condition> on;
  for (const Argument& argument : step.arguments) {
    if (argument.name == "on") {
      on = std::get_if<Condition>(&argument.what) != nullptr ? std::get<Condition>(argument.what)
                                                             : step.reader.condition_of(argument);
    } else if (argument.name == "left") {
      left = step.reader.flag_of(argument);
    } else if (argument.name && std::holds_alternative<QuerySet>(argument.what)) {
      name = *argument.name;
      model = std::get<QuerySet>(argument.what).query().model;
    }
  }
  if (name.empty() || !on)
    step.fault("a join wants a named model and a condition",
               "write join(b=blog, on=F(\"x\") == F(\"b__x\"))");
  return step.query.join({std::move(model), std::move(name), *on, left});
}

QuerySet ordered(const Step& step) {
  std::vector<Ordering> order;
  for (const Argument& argument : step.arguments)
    order.push_back(step.reader.ordering_of(argument));
  return step.query.order_by(std::move(order));
}

QuerySet filtered(const Step& step, bool exclude) {
  if (step.arguments.empty()) return step.query;
  return exclude ? step.query.exclude(all_of(step)) : step.query.filter(all_of(step));
}

struct Method {
  std::string_view name;
  QuerySet (*apply)(const Step& step);
};

constexpr std::array<Method, 33> methods = {{
    {"all", [](const Step& s) { return s.query; }},
    {"filter", [](const Step& s) { return filtered(s, false); }},
    {"exclude", [](const Step& s) { return filtered(s, true); }},
    {"get", [](const Step& s) { return filtered(s, false).limit(2); }},
    {"order_by", ordered},
    {"reverse", [](const Step& s) { return s.query.reverse(); }},
    {"distinct", [](const Step& s) { return s.query.distinct(s.reader.names_of(s.arguments)); }},
    {"limit", [](const Step& s) { return s.query.limit(rows_of(s)); }},
    {"offset", [](const Step& s) { return s.query.offset(rows_of(s)); }},
    {"none", [](const Step& s) { return s.query.none(); }},
    {"annotate",
     [](const Step& s) { return s.query.annotate(s.reader.named(s.arguments, false)); }},
    {"values", [](const Step& s) { return s.query.values(s.reader.names_of(s.arguments)); }},
    {"values_list",
     [](const Step& s) {
       Arguments names;
       for (const Argument& argument : s.arguments) {
         if (!argument.name) names.push_back(argument);
       }
       return s.query.values(s.reader.names_of(names));
     }},
    {"only", [](const Step& s) { return s.query.only(s.reader.names_of(s.arguments)); }},
    {"defer", [](const Step& s) { return s.query.defer(s.reader.names_of(s.arguments)); }},
    {"select_related",
     [](const Step& s) { return s.query.select_related(s.reader.names_of(s.arguments)); }},
    {"prefetch_related",
     [](const Step& s) { return s.query.prefetch_related(s.reader.names_of(s.arguments)); }},
    {"select_for_update", with_lock},
    {"for_update", with_lock},
    {"union", [](const Step& s) { return combine(s, Combination::Kind::union_); }},
    {"intersection", [](const Step& s) { return combine(s, Combination::Kind::intersect); }},
    {"difference", [](const Step& s) { return combine(s, Combination::Kind::except); }},
    {"with", with_tables},
    {"join", joined},
    {"first", [](const Step& s) { return first(s, false); }},
    {"last", [](const Step& s) { return first(s, true); }},
    {"count", [](const Step& s) { return s.query.count(); }},
    {"exists", [](const Step& s) { return s.query.exists(); }},
    {"aggregate",
     [](const Step& s) { return s.query.aggregate(s.reader.named(s.arguments, false)); }},
    {"update", [](const Step& s) { return s.query.update(s.reader.named(s.arguments, true)); }},
    {"delete", [](const Step& s) { return s.query.remove(); }},
    {"earliest", [](const Step& s) { return ordered(s).limit(1); }},
    {"latest", [](const Step& s) { return ordered(s).reverse().limit(1); }},
}};

}  // namespace

std::vector<std::string_view> method_names() {
  std::vector<std::string_view> names;
  for (const Method& method : methods)
    names.push_back(method.name);
  return names;
}

QuerySet apply_method(const QueryReader& reader, const QuerySet& query, const QueryWord& name,
                      const std::vector<Argument>& arguments) {
  const Step step{reader, query, name, arguments};
  for (const Method& method : methods) {
    if (method.name == name.text) return method.apply(step);
  }
  const std::vector<std::string_view> known = method_names();
  const std::vector<std::string> names(known.begin(), known.end());
  const std::string near = did_you_mean(name.text, names);
  step.fault(fmt::format("a query has no step `{}`", name.text),
             near.empty() ? "`covet help query` lists them" : near);
}

}  // namespace covet::query
