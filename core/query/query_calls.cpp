#include <array>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/query/functions.h"
#include "core/query/operand.h"
#include "core/query/query_reader.h"

namespace covet::query {
namespace {

using Arguments = std::vector<Argument>;

struct Made {
  const QueryReader& reader;
  const QueryWord& name;
  const Arguments& arguments;

  [[noreturn]] void fault(const std::string& message, const std::string& help) const {
    reader.fault(name, message, help);
  }
  const Argument& first(const std::string& example) const {
    if (arguments.empty()) fault(fmt::format("{} of what?", name.text), "write " + example);
    return arguments.front();
  }
};

template <class Node>
Expression expression(Node node) {
  return Expression(ExpressionNode(std::move(node)));
}

Condition q(const Made& made) {
  std::vector<Condition> parts;
  for (const Argument& argument : made.arguments)
    parts.push_back(made.reader.condition_of(argument));
  if (parts.size() == 1) return parts.front();
  return Condition(ConditionNode(AllOf{std::move(parts)}));
}

Expression constant(const Made& made) {
  return made.reader.expression_of(made.first("Value(\"text\")"), true);
}

template <class Parse>
Expression literal(const Made& made, Parse parse) {
  const Argument& argument = made.first("Date(\"2026-11-27\")");
  try {
    return Expression(Value(parse(made.reader.text_of(argument))));
  } catch (const Error& error) {
    if (error.code() != Errc::parse || !error.diagnostics().empty()) throw;
    made.reader.fault(argument, error.message(),
                      "write it as 2026-11-27, 09:30:00, 2026-11-27T09:30:00Z");
  }
}

Expression json(const Made& made) {
  const Argument& argument = made.first("Json('{\"a\": 1}')");
  std::string text = made.reader.text_of(argument);
  if (!nlohmann::json::accept(text))
    made.reader.fault(argument, "this is no JSON", "write Json('{\"a\": 1}')");
  return Expression(Value(Json{std::move(text)}));
}

Expression subquery(const Made& made, bool exists) {
  const Argument& argument = made.first("Subquery(entry.filter(…))");
  const auto* const query = std::get_if<QuerySet>(&argument.what);
  if (query == nullptr)
    made.reader.fault(argument, "a query is expected here", "write entry.filter(…)");
  return expression(Subquery{std::make_shared<const Query>(query->query()), exists});
}

/// OuterRef(OuterRef("pk")) is of the query two around.
Expression outer_ref(const Made& made) {
  const Argument& argument = made.first("OuterRef(\"pk\")");
  const auto* const inner = std::get_if<Expression>(&argument.what);
  const auto* const path = inner == nullptr ? nullptr : std::get_if<Path>(&inner->node());
  if (path != nullptr && path->outer > 0) return OuterRef(path->text, path->outer + 1);
  return OuterRef(made.reader.text_of(argument));
}

Expression raw_sql(const Made& made) {
  RawSql raw;
  raw.sql = made.reader.text_of(made.first("Raw(\"a + {}\", 1)"));
  for (std::size_t i = 1; i < made.arguments.size(); ++i) {
    const Expression value = made.reader.expression_of(made.arguments[i], true);
    const Value* const constant = constant_of(value);
    if (constant == nullptr)
      made.reader.fault(made.arguments[i], "Raw takes constants as parameters",
                        "write fields into its SQL");
    raw.params.push_back(*constant);
  }
  return expression(std::move(raw));
}

/// When(condition, then=…) is read as a Case of one branch.
Expression when(const Made& made) {
  Case choice;
  std::vector<Condition> conditions;
  std::optional<Expression> then;
  for (const Argument& argument : made.arguments) {
    if (argument.name == "then") {
      then = made.reader.expression_of(argument, false);
    } else {
      conditions.push_back(made.reader.condition_of(argument));
    }
  }
  if (!then || conditions.empty())
    made.fault("When wants a condition and a value",
               "write When(rating__gte=4, then=Value(\"good\"))");
  Condition condition = conditions.size() == 1
                            ? conditions.front()
                            : Condition(ConditionNode(AllOf{std::move(conditions)}));
  choice.whens.push_back({std::move(condition), std::move(*then)});
  return expression(std::move(choice));
}

Expression choice(const Made& made) {
  made.reader.require_known(made.arguments, {"default"});
  Case all;
  for (const Argument& argument : made.arguments) {
    if (argument.name == "default") {
      all.otherwise = made.reader.expression_of(argument, false);
      continue;
    }
    const Expression branch = made.reader.expression_of(argument, false);
    const auto* const one = std::get_if<Case>(&branch.node());
    if (one == nullptr)
      made.reader.fault(argument, "Case takes When(…)", "write Case(When(…, then=…), default=…)");
    all.whens.insert(all.whens.end(), one->whens.begin(), one->whens.end());
  }
  if (all.whens.empty()) made.fault("Case has no When", "write Case(When(…, then=…), default=…)");
  return expression(std::move(all));
}

Expression windowed(const Made& made) {
  made.reader.require_known(made.arguments, {"partition_by", "order_by", "rows", "range"});
  Window window{.of = made.reader.expression_of(made.first("Window(RowNumber(), …)"), false)};
  for (const Argument& argument : made.arguments) {
    if (argument.name == "partition_by") {
      for (const Argument& each : made.reader.list_of(argument))
        window.partition_by.push_back(made.reader.expression_of(each, false));
    } else if (argument.name == "order_by") {
      for (const Argument& each : made.reader.list_of(argument))
        window.order_by.push_back(made.reader.ordering_of(each));
    } else if (argument.name == "rows" || argument.name == "range") {
      Frame frame{.rows = argument.name == "rows"};
      const Arguments bounds = made.reader.list_of(argument);
      if (bounds.size() != 2)
        made.reader.fault(argument, "a frame has two ends",
                          "write rows=[-2, 0]; None is unbounded");
      const auto bound = [&](const Argument& each) -> std::optional<std::int64_t> {
        const Value* const value = constant_of(made.reader.expression_of(each, true));
        if (value != nullptr && is_null(*value)) return std::nullopt;
        return made.reader.number_of(each);
      };
      frame.from = bound(bounds[0]);
      frame.to = bound(bounds[1]);
      window.frame = frame;
    }
  }
  return expression(std::move(window));
}

Expression aggregated(const Made& made) {
  made.reader.require_known(made.arguments, {"distinct", "filter"});
  Aggregate aggregate{.function = made.name.text};
  for (const Argument& argument : made.arguments) {
    if (argument.name == "distinct") {
      aggregate.distinct = made.reader.flag_of(argument);
    } else if (argument.name == "filter") {
      const auto* const condition = std::get_if<Condition>(&argument.what);
      if (condition == nullptr)
        made.reader.fault(argument, "a condition is expected here", "write filter=Q(…)");
      aggregate.filter = *condition;
    } else if (!argument.name && !aggregate.operand && argument.text != "*") {
      aggregate.operand = made.reader.expression_of(argument, false);
    }
  }
  return expression(std::move(aggregate));
}

/// Cast("age", "text") is CastText, Extract("day", "year") is ExtractYear.
std::string full_name(const Made& made, std::size_t& used) {
  const std::string& name = made.name.text;
  used = made.arguments.size();
  if ((name != "Cast" && name != "Extract" && name != "Trunc") || used != 2) return name;
  std::string part = made.reader.text_of(made.arguments[1]);
  used = 1;
  bool upper = true;
  std::string camel;
  for (const char c : part) {
    if (c == '_') {
      upper = true;
      continue;
    }
    camel += upper ? to_upper(std::string_view(&c, 1)) : std::string(1, c);
    upper = false;
  }
  return name + camel;
}

Expression called(const Made& made) {
  std::size_t used = 0;
  const std::string name = full_name(made, used);
  const FunctionInfo* const info = find_function(name);
  if (info == nullptr || info->summary.empty()) {
    std::vector<std::string> names = {"F",      "Q",        "Value",  "Case",     "When",
                                      "Window", "Subquery", "Exists", "OuterRef", "Raw",
                                      "Cast",   "Extract",  "Trunc",  "Json"};
    for (const FunctionInfo& each : functions()) {
      if (!each.summary.empty()) names.emplace_back(each.name);
    }
    const std::string near = did_you_mean(name, names);
    made.fault(fmt::format("there is no function `{}`", name),
               near.empty() ? "`covet help query` lists them" : near);
  }
  if (info->use == Use::aggregate) return aggregated(made);
  made.reader.require_known(made.arguments, {});
  std::vector<Expression> arguments;
  for (std::size_t i = 0; i < used; ++i)
    arguments.push_back(made.reader.expression_of(made.arguments[i], false));
  return call(std::string(info->name), std::move(arguments));
}

struct Maker {
  std::string_view name;
  Argument::What (*make)(const Made& made);
};

constexpr std::array<Maker, 14> makers = {{
    {"Q", [](const Made& m) -> Argument::What { return q(m); }},
    {"F",
     [](const Made& m) -> Argument::What { return F(m.reader.text_of(m.first("F(\"name\")"))); }},
    {"OuterRef", [](const Made& m) -> Argument::What { return outer_ref(m); }},
    {"Value", [](const Made& m) -> Argument::What { return constant(m); }},
    {"Date", [](const Made& m) -> Argument::What { return literal(m, parse_date); }},
    {"Time", [](const Made& m) -> Argument::What { return literal(m, parse_time); }},
    {"DateTime", [](const Made& m) -> Argument::What { return literal(m, parse_timestamp); }},
    {"Json", [](const Made& m) -> Argument::What { return json(m); }},
    {"Subquery", [](const Made& m) -> Argument::What { return subquery(m, false); }},
    {"Exists",
     [](const Made& m) -> Argument::What {
       return Condition(ConditionNode(Holds{subquery(m, true)}));
     }},
    {"Raw", [](const Made& m) -> Argument::What { return raw_sql(m); }},
    {"When", [](const Made& m) -> Argument::What { return when(m); }},
    {"Case", [](const Made& m) -> Argument::What { return choice(m); }},
    {"Window", [](const Made& m) -> Argument::What { return windowed(m); }},
}};

}  // namespace

Argument::What made_by_call(const QueryReader& reader, const QueryWord& name,
                            const std::vector<Argument>& arguments) {
  const Made made{reader, name, arguments};
  for (const Maker& maker : makers) {
    if (maker.name == name.text) return maker.make(made);
  }
  return called(made);
}

}  // namespace covet::query
