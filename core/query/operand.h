#pragma once

#include <string_view>

#include "core/query/expression.h"
#include "core/query/lookups.h"

namespace covet::query {

/// A condition that no row meets.
inline constexpr std::string_view never = "1 = 0";

/// Its value; null for what is computed.
const Value* constant_of(const Expression& expression);

/// The one value that `lookup` compares with. Throws Error{usage} for several.
const Expression& single(const Operand& operand, const LookupInfo& lookup);

/// An operand of constants as a JSON document. Throws Error{usage} for others.
Value json_of(const Operand& operand, const LookupInfo& lookup);

}  // namespace covet::query
