#include "core/query/operand.h"

#include <fmt/core.h>

#include "core/base/error.h"

namespace covet::query {
namespace {

Value json_of(const Value& value) {
  if (std::holds_alternative<Json>(value)) return value;
  if (const bool* const flag = std::get_if<bool>(&value)) return Json{*flag ? "true" : "false"};
  if (is_null(value)) return Json{"null"};
  if (const auto* const text = std::get_if<std::string>(&value)) {
    std::string quoted = "\"";
    for (const char c : *text) {
      const auto code = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        quoted += {'\\', c};
      } else if (code < 0x20) {
        quoted += fmt::format("\\u{:04x}", code);
      } else {
        quoted += c;
      }
    }
    return Json{quoted + '"'};
  }
  return Json{to_text(value)};
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
