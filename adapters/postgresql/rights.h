#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/model/rights.h"

namespace covet::postgresql {

/// Every privilege that one can have of a thing of this kind, in the order in which they are said;
/// none of what has no privileges. `major`: the server's main version.
std::span<const std::string_view> privileges_of(std::string_view kind, int major);
/// Those that one can have of single columns.
std::span<const std::string_view> column_privileges(std::string_view kind);

/// "sequence usage (id)" on a table is USAGE of the sequence of its column id.
inline constexpr std::string_view of_sequence = "sequence ";

/// See schema::Ddl.
std::optional<model::Grants> usual_grants(std::string_view kind);
void settle_grants(std::string_view kind, int major, model::Grants& grants);

/// What the schema public, or another default one, gives away from the beginning.
model::Grants first_grants_of_public(int major);

}  // namespace covet::postgresql
