#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/query/operand.h"
#include "core/query/query_reader.h"

namespace covet::query {

Expression QueryReader::expression_of(const Argument& argument, bool texts_are_values) const {
  if (argument.text && !texts_are_values) return F(*argument.text);
  if (const auto* const expression = std::get_if<Expression>(&argument.what)) return *expression;
  if (const auto* const condition = std::get_if<Condition>(&argument.what)) {
    const auto* const holds = std::get_if<Holds>(&condition->node());
    return holds != nullptr ? holds->expression : Expression(ExpressionNode(Test{*condition}));
  }
  if (const auto* const query = std::get_if<QuerySet>(&argument.what))
    return Expression(ExpressionNode(Subquery{std::make_shared<const Query>(query->query())}));
  fault(argument, "a value is expected here, and this is none",
        "write a number, a text, or F(\"field\")");
}

Condition QueryReader::condition_of(const Argument& argument) const {
  if (!argument.name) {
    if (const auto* const condition = std::get_if<Condition>(&argument.what)) return *condition;
    const auto* const expression = std::get_if<Expression>(&argument.what);
    if (expression != nullptr && !argument.text && constant_of(*expression) == nullptr)
      return Condition(ConditionNode(Holds{*expression}));
    fault(argument, "a condition is expected here", "write name=value, or Q(name=value)");
  }
  if (const auto* const list = std::get_if<ValueList>(&argument.what))
    return Condition(ConditionNode(Lookup{*argument.name, *list}));
  if (const auto* const query = std::get_if<QuerySet>(&argument.what))
    return Condition(
        ConditionNode(Lookup{*argument.name, std::make_shared<const Query>(query->query())}));
  return Q(*argument.name, expression_of(argument, true));
}

std::string QueryReader::text_of(const Argument& argument) const {
  if (argument.text) return *argument.text;
  if (const auto* const expression = std::get_if<Expression>(&argument.what)) {
    if (const auto* const path = std::get_if<Path>(&expression->node())) return path->text;
  }
  fault(argument, "a name is expected here", "write it in quotes: \"headline\"");
}

std::int64_t QueryReader::number_of(const Argument& argument) const {
  if (const auto* const expression = std::get_if<Expression>(&argument.what)) {
    const Value* const value = constant_of(*expression);
    if (value != nullptr && std::holds_alternative<std::int64_t>(*value))
      return std::get<std::int64_t>(*value);
  }
  fault(argument, "a whole number is expected here", "write it in digits");
}

bool QueryReader::flag_of(const Argument& argument) const {
  if (const auto* const expression = std::get_if<Expression>(&argument.what)) {
    const Value* const value = constant_of(*expression);
    if (value != nullptr && std::holds_alternative<bool>(*value)) return std::get<bool>(*value);
  }
  fault(argument, "True or False is expected here", "write one of them");
}

void QueryReader::require_known(const std::vector<Argument>& arguments,
                                std::initializer_list<std::string_view> names) const {
  for (const Argument& argument : arguments) {
    if (!argument.name || std::find(names.begin(), names.end(), *argument.name) != names.end())
      continue;
    const std::vector<std::string> known(names.begin(), names.end());
    std::string help = did_you_mean(*argument.name, known);
    if (help.empty())
      help = known.empty() ? "leave it out" : "it takes: " + covet::join(known, ", ");
    fault(argument, fmt::format("nothing here is called `{}`", *argument.name), help);
  }
}

std::vector<Argument> QueryReader::list_of(const Argument& argument) const {
  const auto* const list = std::get_if<ValueList>(&argument.what);
  if (list == nullptr) return {argument};
  std::vector<Argument> parts;
  for (const Expression& each : list->values) {
    Argument part{.what = each, .offset = argument.offset, .size = argument.size};
    if (const Value* const value = constant_of(each)) {
      if (const auto* const text = std::get_if<std::string>(value)) part.text = *text;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<std::string> QueryReader::names_of(const std::vector<Argument>& arguments) const {
  std::vector<std::string> names;
  for (const Argument& argument : arguments) {
    for (const Argument& each : list_of(argument))
      names.push_back(text_of(each));
  }
  return names;
}

std::vector<Named> QueryReader::named(const std::vector<Argument>& arguments,
                                      bool texts_are_values) const {
  std::vector<Named> all;
  for (const Argument& argument : arguments) {
    Expression expression = expression_of(argument, texts_are_values);
    if (argument.name) {
      all.push_back({*argument.name, std::move(expression)});
      continue;
    }
    // Count("authors") by itself is called authors__count.
    const auto* const aggregate = std::get_if<Aggregate>(&expression.node());
    const auto* const path = aggregate == nullptr || !aggregate->operand
                                 ? nullptr
                                 : std::get_if<Path>(&aggregate->operand->node());
    if (path == nullptr) fault(argument, "this value needs a name", "write name=…");
    std::string name = path->text + "__";
    for (const char c : aggregate->function)
      name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    all.push_back({std::move(name), std::move(expression)});
  }
  return all;
}

Ordering QueryReader::ordering_of(const Argument& argument) const {
  if (const auto* const order = std::get_if<Ordering>(&argument.what)) return *order;
  if (argument.text) return ordering(*argument.text);
  return {expression_of(argument, false)};
}

}  // namespace covet::query
