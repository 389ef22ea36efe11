#pragma once

#include <string_view>

#include "core/base/error.h"
#include "core/query/query_set.h"

namespace covet::query {

/// Reads a query as a person writes it, in the manner of Django:
///
///     entry.filter(blog__name__startswith="Beatles", rating__gte=3)
///          .exclude(Q(headline="") | Q(pub_date=None))
///          .annotate(authors_n=Count("authors"))
///          .order_by("-pub_date").values("headline", "authors_n")[:10]
///
/// Beginning with a model's handle. Values are written as in Python or JSON (True, true, None,
/// null); a query stands within another as an argument. Knows no models: names are checked by
/// compile(). Throws Error{parse} with one diagnostic that points at the place.
QuerySet parse_query(std::string_view text);

/// The same for what filter() takes: `age__gte=18, Q(a=1) | Q(b=2)`.
Condition parse_condition(std::string_view text);

/// And for a value: `F("price") * 2`, `Lower("name")`.
Expression parse_expression(std::string_view text);

/// What compile() refused of a query that was read from `text`, with a diagnostic that points at
/// the name in it that the error is about, where it is about one.
Error point_at_name(Error error, std::string_view text);

}  // namespace covet::query
