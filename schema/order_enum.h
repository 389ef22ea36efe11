#pragma once

#include <utility>

#include "schema/change.h"

/// Enums that gain and lose values. A part of order().
namespace covet::schema {

bool loses_values(const AlterEnum& change);
bool gains_values(const AlterEnum& change);

/// True where adding values and giving them other names won't do: the type is made anew.
bool rebuilds(const AlterEnum& change);

/// An enum that gains and loses values does so in two changes, so that columns can move from the
/// ones to the others.
std::pair<AlterEnum, AlterEnum> split_enum(const AlterEnum& change);

}  // namespace covet::schema
