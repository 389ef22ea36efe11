#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/value.h"
#include "core/model/model.h"

namespace covet::validate {

/// Why a field can't hold a value: "it holds 0 to 255".
struct Refusal {
  std::string message;
  std::string help{};
};
using Conversion = std::variant<Value, Refusal>;

/// The value as `field`'s column holds it, from what a program, JSON, CSV or TOML gives. Converting
/// the result again gives the same. Nothing is rounded, cut or guessed but where it says so:
///
/// - integers: std::int64_t (std::uint64_t above its range) from whole numbers of any kind, 42.0
///   and "4.2e1" too, within the type's, `size`'s and `unsigned`'s range
/// - Float: a finite double, of single range where precision is 24 or less
/// - Decimal: Decimal with decimal_places digits behind the point, and no more than max_digits
/// - Boolean: bool from 0, 1, and the words true, t, yes, y, on, 1 and their opposites
/// - Char, Text, Email, URL: valid UTF-8 without NUL, max_length code points at most (254 and 2048
///   of Email and URL unless said); Char and Text also from Uuid
/// - Enum: one of its choices or of its [enums.x]; a number for the choice that is written so
/// - DateTime: Timestamp of the years 1 to 9999, from text too (without an offset it is UTC), a
/// Date
///   as its midnight; Time: TimeOfDay from 00:00 to before 24:00, or with time_zone = true also
///   text with an offset; both cut to `precision` digits of a second. Date: a day that exists
/// - JSON: Json; text is taken for JSON text. UUID: Uuid from its text or 16 bytes
/// - Binary: Bytes; text is "\\x…" in hex, else base64; max_length bytes at most, as many if
/// `fixed`
/// - Array: Json, an array of items each converted like a field; exact numbers, dates and the like
///   become strings in it
/// - ForeignKey, OneToOne: as the field they refer to holds it. Native: as it is
///
/// Everywhere `choices` are all that is allowed, and NULL only where the field is nullable and no
/// primary key. ManyToMany has no column and refuses everything.
Conversion try_convert(const model::ModelSet& models, const model::Field& field,
                       const Value& value);

/// The same. Throws Error{usage}, which names field, value and what was expected.
Value convert(const model::ModelSet& models, const model::Field& field, const Value& value);

/// A field's `default` as its column holds it, where it is a value: the text of a JSON field is
/// that string, and the text of a Binary one its bytes, as it is in the database. Null where there
/// is none or it is SQL.
Value default_of(const model::ModelSet& models, const model::Field& field);

/// For messages: as to_text, in quotes where it is text, 60 characters at most, each line end and
/// control character a blank. A text that isn't UTF-8 is shown as bytes.
std::string shortened(const Value& value);

}  // namespace covet::validate
