#pragma once

#include <string_view>

#include "core/base/value.h"

namespace covet {

/// The digits of `number`, once they are known to be some: sign, digits, point, digits, exponent.
/// Throws Error{usage} for anything else, which would be SQL where it is put into a statement.
std::string_view digits_of(const Decimal& number);

}  // namespace covet
