#pragma once

#include <array>
#include <string_view>

#include "schema/backend.h"

namespace covet::postgresql {

/// The keys for per-engine SQL in models.
inline constexpr std::array<std::string_view, 1> engine_keys{"postgresql"};

/// Ddl::lower and Ddl::raise; `major` is the server's main version.
schema::LoweredField lower(const model::Field& field, const schema::FieldContext& context,
                           int major);
model::Field raise(const schema::Column& column, const schema::Table& table,
                   const schema::Schema& schema);

/// A model::Error that points at `where`.
Error model_fault(const SourceSpan& where, std::string message, std::string hint);

}  // namespace covet::postgresql
