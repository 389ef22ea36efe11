#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace covet::postgresql {

/// `sql` as the catalog prints it, so that the server reads the same: it prints a field that was
/// given as a string, EXTRACT('YEAR' FROM …), without quotes, and would read a word in lower case.
std::string keep_extract_fields(std::string sql);

/// A query as the catalog prints it, so that the server reads the same: it leaves out the name of a
/// column that was never given one, SELECT 'a'::text in the second arm of a UNION, and would read
/// the name of its type. EXTRACT is kept as above.
std::string keep_query(std::string sql);

/// An expression as the catalog prints it, so that the server reads the same, and bare.
std::string printed_expression(std::string sql);

/// Without the pairs of parentheses around the whole: "((a > 0))" → "a > 0", but "(a) + (b)" stays.
std::string bare(std::string_view expression);

/// True if `expression` names `identifier` (bare or quoted).
bool mentions(std::string_view expression, std::string_view identifier);

/// The names of a list as the catalog prints them: payment, "Other", audit.events.
std::vector<schema::TableName> parse_names(std::string_view list);

/// `sql` so that the server reads it as what it printed: it prints a cast of an array,
/// "(ARRAY['a'::character varying])::text[]" (in statistics without the parentheses), and would
/// read casts of the elements. A cast to the elements' own type between keeps the two apart.
std::string keep_array_casts(std::string_view sql);

/// A collation as schema::Column holds it, in SQL.
std::string quote_collation(std::string_view collation);

}  // namespace covet::postgresql
