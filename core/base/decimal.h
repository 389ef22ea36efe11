#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

namespace covet {

/// The digits of `number`, once they are known to be some: sign, digits, point, digits, exponent.
/// Throws Error{usage} for anything else, which would be SQL where it is put into a statement.
std::string_view digits_of(const Decimal& number);

/// A decimal number taken apart: 0.`digits` times ten to the power of `point`.
struct DecimalParts {
  bool negative = false;
  std::string digits{};    ///< without zeros at either end; empty: the number is 0
  std::int64_t point = 0;  ///< "120" and "1.2e2": digits "12", point 3

  bool operator==(const DecimalParts&) const = default;
  /// How many digits stand behind the point.
  std::int64_t places() const;
};
/// Nothing for what is no number, or has an exponent beyond ±9999.
std::optional<DecimalParts> parts_of(std::string_view number);
/// Digits without exponent: "-12.50" for two places or more, and never fewer than the number has.
std::string digits_with(const DecimalParts& number, std::int64_t places);

/// Less than, equal to or greater than 0 as `a` is less than, equal to or greater than `b`. Exact.
int compare(const DecimalParts& a, const DecimalParts& b);

}  // namespace covet
