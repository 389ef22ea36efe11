#include "core/query/operand.h"

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/validate/json_text.h"

namespace covet::query {
namespace {

/// Unlike what is stored, a decimal is compared as a number.
Value json_of(const Value& value) {
  const auto* const decimal = std::get_if<Decimal>(&value);
  return Json{decimal != nullptr ? decimal->text : validate::json_text(value)};
}

}  // namespace

const Value* constant_of(const Expression& expression) {
  const auto* const constant = std::get_if<Constant>(&expression.node());
  return constant == nullptr ? nullptr : &constant->value;
}

const Expression& single(const Operand& operand, const LookupInfo& lookup) {
  if (const auto* const one = std::get_if<Expression>(&operand)) return *one;
  throw Error(Errc::usage,
              fmt::format("`{}` compares with one value, not with several", lookup.name),
              "`in` takes a list");
}

Value json_of(const Operand& operand, const LookupInfo& lookup) {
  const auto constant = [&](const Expression& each) {
    const Value* const value = constant_of(each);
    if (value == nullptr) {
      throw Error(Errc::usage, fmt::format("`{}` takes constants", lookup.name),
                  "write values instead of fields");
    }
    return *value;
  };
  const auto* const list = std::get_if<ValueList>(&operand);
  if (list == nullptr) return json_of(constant(single(operand, lookup)));
  std::string text = "[";
  for (const Expression& each : list->values) {
    if (text.size() > 1) text += ", ";
    text += std::get<Json>(json_of(constant(each))).text;
  }
  return Json{text + "]"};
}

}  // namespace covet::query
