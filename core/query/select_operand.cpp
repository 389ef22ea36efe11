#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/query/one_of.h"
#include "core/query/operand.h"
#include "core/query/select.h"

namespace covet::query {
namespace {

/// Text that LIKE or GLOB takes as it is.
std::string escaped(std::string_view text, std::string_view specials, std::string_view open,
                    std::string_view close) {
  std::string escaped;
  for (const char c : text) {
    const bool special = specials.find(c) != std::string_view::npos;
    if (special) escaped += open;
    escaped += c;
    if (special) escaped += close;
  }
  return escaped;
}

std::string searched(std::string_view text, const LookupInfo& lookup, std::string_view pattern) {
  if (pattern.find(" GLOB ") != std::string_view::npos) {
    return (lookup.before.empty() ? "" : "*") + escaped(text, "*?[", "[", "]") +
           (lookup.behind.empty() ? "" : "*");
  }
  if (pattern.find("LIKE ") == std::string_view::npos) return std::string(text);
  return std::string(lookup.before) + escaped(text, "%_!", "!", "") + std::string(lookup.behind);
}

/// How a text lookup is written where its right side is no constant.
std::string_view of_expressions(std::string_view lookup) {
  if (lookup == "contains" || lookup == "icontains") return "POSITION({1} IN {0}) > 0";
  if (lookup == "startswith" || lookup == "istartswith")
    return "SUBSTR({0}, 1, CHAR_LENGTH({1})) = {1}";
  return "RIGHT({0}, CHAR_LENGTH({1})) = {1}";
}

bool is_fraction(const Value& value) {
  const auto* const decimal = std::get_if<Decimal>(&value);
  return std::holds_alternative<double>(value) ||
         (decimal != nullptr && decimal->text.find('.') != std::string::npos);
}

}  // namespace

Typed Select::chosen_json(Typed left, const LookupInfo& lookup, const Operand& operand) {
  const Expression* first = std::get_if<Expression>(&operand);
  if (const auto* const list = std::get_if<ValueList>(&operand);
      list != nullptr && !list->values.empty())
    first = &list->values.front();
  const Value* const value = first == nullptr ? nullptr : constant_of(*first);
  const bool number = value != nullptr && (std::holds_alternative<std::int64_t>(*value) ||
                                           std::holds_alternative<double>(*value) ||
                                           std::holds_alternative<Decimal>(*value));
  if (!number || lookup.takes == Takes::text || left.json_keys.empty())
    return resolved_json(std::move(left));
  const Value path = environment_.spelling.json_path(left.json_keys);
  left.sql = apply("JsonNumber", {left.sql, Fragment::of_value(path)});
  left.kind = Kind::real;
  left.field = nullptr;
  left.json_keys.clear();
  return left;
}

Fragment Select::on_the_right(const Typed& left, const Expression& operand, Standing standing) {
  const Value* const value = constant_of(operand);
  if (value == nullptr) {
    standing.conjunct = false;
    return compile(operand, standing).sql;
  }
  const Value given =
      left.field != nullptr ? operand_value(environment_, *left.field, *value) : *value;
  // A fraction beside a whole number's column is compared as what it is.
  if (left.column && !(left.kind == Kind::integer && is_fraction(given)))
    return Fragment::of_value(given);
  if (left.kind == Kind::text) {
    if (const bool* const flag = std::get_if<bool>(&given))
      return of_constant(std::string(*flag ? "true" : "false")).sql;
    if (!std::holds_alternative<std::string>(given)) return of_constant(to_text(given)).sql;
  }
  if (const auto* const text = std::get_if<std::string>(&given); text != nullptr) {
    if (left.kind == Kind::date) return of_constant(parse_date(*text)).sql;
    if (left.kind == Kind::date_time) return of_constant(parse_timestamp(*text)).sql;
    if (left.kind == Kind::time) return of_constant(parse_time(*text)).sql;
  }
  return of_constant(given).sql;
}

Fragment Select::with_value(const Typed& left, const LookupInfo& lookup, const Expression& operand,
                            Standing standing) {
  Fragment subject = left.sql;
  const bool regular = lookup.name == "regex" || lookup.name == "iregex";
  if (regular && left.kind != Kind::text) subject = apply("CastText", {subject});
  return fill(pattern(lookup.name, lookup.pattern),
              {subject, on_the_right(left, operand, standing)});
}

/// As a column holds them; nothing where one is computed, or is compared as what it is.
std::optional<std::vector<Value>> Select::plain_values(const Typed& left,
                                                       const ValueList& list) const {
  std::vector<Value> values;
  values.reserve(list.values.size());
  for (const Expression& each : list.values) {
    const Value* const value = constant_of(each);
    if (value == nullptr) return std::nullopt;
    if (is_null(*value)) continue;
    values.push_back(left.field == nullptr ? *value
                                           : operand_value(environment_, *left.field, *value));
    if (left.kind == Kind::integer && is_fraction(values.back())) return std::nullopt;
  }
  return values;
}

Fragment Select::with_list(const Typed& left, const LookupInfo& lookup, const Operand& operand,
                           Standing standing) {
  if (const auto* const query = std::get_if<std::shared_ptr<const Query>>(&operand)) {
    if (lookup.takes == Takes::list)
      return fill(pattern(lookup.name, lookup.pattern), {left.sql, subselect(**query)});
  }
  const auto* const list = std::get_if<ValueList>(&operand);
  if (list == nullptr || (lookup.takes == Takes::range && list->values.size() != 2)) {
    throw Error(Errc::usage,
                fmt::format("`{}` takes {}", lookup.name,
                            lookup.takes == Takes::range ? "two values" : "a list or a query"),
                "write [a, b]");
  }
  const bool arrays = left.field != nullptr && left.field->type == model::FieldType::array;
  if (lookup.takes == Takes::list && left.column && !arrays) {
    if (const auto values = plain_values(left, *list)) {
      if (values->empty()) return Fragment(never);
      return one_of(left.sql, *values, environment_.dialect);
    }
  }
  std::vector<Fragment> parts;
  for (const Expression& each : list->values) {
    const Value* const value = constant_of(each);
    if (value != nullptr && is_null(*value) && lookup.takes == Takes::list) continue;
    parts.push_back(on_the_right(left, each, standing));
  }
  if (lookup.takes == Takes::range) {
    parts.insert(parts.begin(), left.sql);
    return fill(pattern(lookup.name, lookup.pattern), parts);
  }
  if (parts.empty()) return Fragment(never);
  return fill(pattern(lookup.name, lookup.pattern), {left.sql, join(parts, ", ")});
}

Fragment Select::with_text(const Typed& left, const LookupInfo& lookup, const Expression& operand,
                           Standing standing) {
  const bool text = left.kind == Kind::text &&
                    (left.field == nullptr || left.field->type != model::FieldType::enum_);
  const Fragment subject = text ? left.sql : apply("CastText", {left.sql});
  const Value* const value = constant_of(operand);
  if (value != nullptr) {
    const std::string_view written = pattern(lookup.name, lookup.pattern);
    return fill(written, {subject, Fragment::of_value(searched(to_text(*value), lookup, written))});
  }
  standing.conjunct = false;
  Fragment other = compile(operand, standing).sql;
  if (lookup.name == "iexact") return fill(pattern("iexact", lookup.pattern), {subject, other});
  if (lookup.name.front() != 'i') {
    return fill(pattern(std::string(lookup.name) + ".of", of_expressions(lookup.name)),
                {subject, other});
  }
  const std::string_view plain = lookup.name.substr(1);
  return fill(pattern(std::string(plain) + ".of", of_expressions(plain)),
              {apply("Lower", {subject}), apply("Lower", {other})});
}

Fragment Select::with_json(const Typed& left, const LookupInfo& lookup, const Operand& operand) {
  const bool list = std::holds_alternative<ValueList>(operand);
  Value json = json_of(operand, lookup);
  if (!list && lookup.name != "json_contains") json = Json{"[" + std::get<Json>(json).text + "]"};
  return fill(pattern(lookup.name, lookup.pattern), {left.sql, Fragment::of_value(json)});
}

}  // namespace covet::query
