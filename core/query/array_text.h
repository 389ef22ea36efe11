#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/model.h"

namespace covet::query {

/// A JSON array as PostgreSQL writes arrays (Array Input and Output Syntax): [1, "a", null] is
/// {"1","a",NULL}. Arrays within it nest. Nothing for what is no JSON array.
std::optional<std::string> array_literal(std::string_view json);

/// The inverse, for an array whose elements are `items`: numbers and booleans stay bare. Nothing
/// for what is no such literal.
std::optional<std::string> array_json(std::string_view literal, const model::Field& items);

}  // namespace covet::query
