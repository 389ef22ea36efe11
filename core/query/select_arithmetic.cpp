#include "core/query/operand.h"
#include "core/query/select.h"

namespace covet::query {
namespace {

bool is_zero(const Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) return *number == 0;
  if (const auto* const number = std::get_if<double>(&value)) return *number == 0;
  return true;
}

}  // namespace

Kind wider(Kind left, Kind right) {
  const auto either = [&](Kind kind) { return left == kind || right == kind; };
  if (left == right) return left;
  if (either(Kind::real)) return Kind::real;
  if (either(Kind::decimal)) return Kind::decimal;
  return left == Kind::any ? right : left;
}

/// Whole numbers give a whole number, cut towards zero, and nothing is divided by zero: NULL.
Typed Select::of_arithmetic(const Arithmetic& sum, Standing standing) {
  const Typed left = compile(sum.left, standing);
  const Typed right = compile(sum.right, standing);
  Typed typed{.kind = wider(left.kind, right.kind)};
  typed.nullable = left.nullable || right.nullable;
  if (sum.op != '/' && sum.op != '%') {
    typed.sql = Fragment("(") + left.sql + std::string{' ', sum.op, ' '} + right.sql + ")";
    return typed;
  }
  const Value* const constant = constant_of(sum.right);
  const bool safe = constant != nullptr && !is_zero(*constant);
  typed.nullable = typed.nullable || !safe;
  const Fragment by = safe ? right.sql : fill(pattern("Divisor", "{0}"), {right.sql});
  const bool whole = left.kind == Kind::integer && right.kind == Kind::integer;
  const bool divides = sum.op == '/';
  typed.sql = fill(divides ? pattern(whole ? "DivideWhole" : "Divide", "({0} / {1})")
                           : pattern(whole ? "RemainderWhole" : "Remainder", "({0} % {1})"),
                   {left.sql, by});
  return typed;
}

}  // namespace covet::query
