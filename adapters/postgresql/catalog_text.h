#pragma once

#include <string>
#include <string_view>

namespace covet::postgresql {

/// A catalog query with its {…} filled in: what a server of this version has, and the pieces that
/// many queries share (see catalog_objects_sql.h).
std::string fill_in(std::string_view query, int server_version);

/// SQL for the statements that give an object its owner and grants back, as a JSON list: `acl` and
/// `owner` are columns, `what` is SQL for "TABLE public.t". NULL where there is nothing to say.
std::string kept_sql(std::string_view acl, std::string_view owner, std::string_view what);

/// `sql` where `qualified` (schema.name, as its first occurrence is spelled) has lost the schema.
std::string unqualified(std::string sql, std::string_view qualified, std::string_view schema);

}  // namespace covet::postgresql
