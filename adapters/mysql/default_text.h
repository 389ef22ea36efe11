#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mysql/flavor.h"
#include "adapters/mysql/type_text.h"
#include "core/base/value.h"
#include "core/model/model.h"

/// Defaults in the spelling of the catalog, and back.
namespace covet::mysql {

/// A value as the default of a column of that type. Throws Error{usage} for one that can't be one.
std::string spell_default(const Value& value, const TypeText& type, const Flavor& flavor);

/// Bytes as the catalog prints them where they are plain text, else as x'…'.
std::string bytes_default(const Bytes& bytes);

/// An expression as far as its spelling is known without the server: now() in all its forms.
/// `on_type` is the column's. "" for NULL.
std::string spell_expression(std::string_view sql, const TypeText& on_type, const Flavor& flavor);

/// The present moment, as the default of a column of that type; "" where there is none.
std::string now_text(const TypeText& type, const Flavor& flavor);

/// The value that spells like this, for a field of that kind; nothing for an expression.
std::optional<Value> read_default(const std::string& sql, model::FieldType type);

/// True for a date that no calendar has ('2011-02-31'), of a type that may hold it: only the mode
/// ALLOW_INVALID_DATES takes it. Zeros, which covet's own sessions take, are none.
bool is_invalid_date(std::string_view default_sql, const TypeText& type);

/// The text of a string literal, its escapes undone.
std::string literal_text(std::string_view literal);

}  // namespace covet::mysql
