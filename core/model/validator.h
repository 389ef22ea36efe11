#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/pattern.h"
#include "core/base/value.h"
#include "core/model/field_type.h"

namespace covet::model {

/// One of a field's validators, as a file says it: "email", { range = [1, 10] }, { own = "isbn" }.
struct ValidatorDef {
  std::string name;  ///< that of a ValidatorInfo
  /// What stands behind the name: none, one (min, max, own), two (range, length), or any number
  /// (one_of).
  std::vector<Value> parameters{};
  std::optional<Pattern> pattern{};  ///< of `regex`, which has no parameters
  std::string message{};             ///< said instead of the validator's own words
  SourceSpan where{};
  /// Places aside.
  bool operator==(const ValidatorDef& other) const {
    return name == other.name && parameters == other.parameters && pattern == other.pattern &&
           message == other.message;
  }
};

/// What stands behind a validator's name in a table.
enum class ValidatorForm : std::uint8_t {
  plain,   ///< "slug", or { slug = true, message = "…" }
  regex,   ///< { regex = "^[a-z]+$" }
  one,     ///< { min = 0 }: a value as the field holds
  two,     ///< { range = [1, 10] }: two of these, the least and the most
  counts,  ///< { length = [1, 80] }: two whole numbers, none below 0
  list,    ///< { one_of = ["a", "b"] }
  name,    ///< { own = "isbn" }: what a program registers under that name
};

/// One row per validator.
struct ValidatorInfo {
  std::string_view name;
  ValidatorForm form;
  std::string_view example;
  std::string_view summary;
};
std::span<const ValidatorInfo> validators();
const ValidatorInfo* find_validator(std::string_view name);
/// Whether a field of `type` can have it; ManyToMany has none, as nothing of it stands in a row.
bool fits(const ValidatorInfo& validator, FieldType type);

/// Less than, equal to or greater than 0 as `a` is before, equal to or behind `b`; nothing where
/// they can't be compared. Numbers of all kinds compare with each other, exactly; dates, times and
/// moments each with their own.
std::optional<int> compare_values(const Value& a, const Value& b);

/// `{ range = [1, 10], message = "…" }`: TOML that reads as the same validator again.
std::string print_validator(const ValidatorDef& validator);

}  // namespace covet::model
