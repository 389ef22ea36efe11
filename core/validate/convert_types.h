#pragma once

#include "core/validate/convert.h"

/// The parts of try_convert, for values that aren't NULL.
namespace covet::validate {

Conversion to_integer(const model::Field& field, const Value& value);
Conversion to_float(const model::Field& field, const Value& value);
Conversion to_decimal(const model::Field& field, const Value& value);
Conversion to_boolean(const Value& value);

Conversion to_text_field(const model::Field& field, const Value& value);
Conversion to_enum(const model::ModelSet& models, const model::Field& field, const Value& value);
Conversion to_uuid(const Value& value);
Conversion to_binary(const model::Field& field, const Value& value);
Conversion to_native(const Value& value);

Conversion to_date_time(const model::Field& field, const Value& value);
Conversion to_date(const Value& value);
Conversion to_time(const model::Field& field, const Value& value);

Conversion to_json(const Value& value);
Conversion to_array(const model::ModelSet& models, const model::Field& field, const Value& value);

/// How many bits an integer field has, on the engine that knows sizes.
int bits_of(const model::Field& field);
/// A moment of the years 1 to 9999.
bool is_in_calendar(Timestamp moment);
/// Why a text field can't hold this text: what why_no_text says, its length, its room.
std::optional<Refusal> why_not_held(const model::Field& field, std::string_view text);
/// Valid UTF-8 without NUL: what is wrong with a text that is none.
std::optional<Refusal> why_no_text(std::string_view text);

}  // namespace covet::validate
