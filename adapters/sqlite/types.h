#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/backend.h"

namespace covet::sqlite {

/// Keys of per-engine SQL in models.
std::span<const std::string_view> engine_keys();

/// What a model says and SQLite can't hold: one diagnostic at `where`.
Error model_fault(const SourceSpan& where, std::string message, std::string help);

/// The type SQLite's column gets for `field`, by covet's own table or by db_type.
std::string type_of(const model::Field& field);

/// True if the field's type is the user's own text, so that covet adds no check that comes with a
/// type.
bool has_own_type(const model::Field& field);

/// The default of the column as SQLite's catalog spells it.
std::optional<std::string> default_of(const model::Field& field);

/// The condition that stands in for a type SQLite doesn't have; "" where there's none.
std::string type_check(const model::Field& field, const std::string& column,
                       const model::ModelSet& models);

/// See schema::Ddl::lower and raise.
schema::LoweredField lower(const model::Field& field, const schema::FieldContext& context);
model::Field raise(const schema::Column& column, const schema::Table& table,
                   std::vector<std::string>& consumed);

}  // namespace covet::sqlite
