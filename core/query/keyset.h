#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/compile.h"

namespace covet::query {

/// A page of a query's rows that is found by where the page before it ended, not by counting rows:
/// as fast at the millionth row as at the first, and steady while rows come and go. (Known as
/// keyset pagination or the seek method: M. Winand, https://use-the-index-luke.com/no-offset.)
///
/// The query's order is made total by its model's key (or by what it groups by). The last
/// `key_columns` outputs of `compiled` are not of the query: they are where a row stands in that
/// order.
struct PageQuery {
  Compiled compiled;
  std::size_t key_columns = 0;

  /// Names the place of the row with these values of the key columns, for `after`.
  std::string place_of(const std::vector<Value>& keys) const;
  std::string order_mark{};  ///< tells this order from others
};

/// At most `rows` rows of `query` behind the place `after`; "": the first ones. Throws Error{usage}
/// for a query that has limits of its own, a random order or none that could be made total, and for
/// a place that is of another query's order.
PageQuery page_query(const Query& query, const model::ModelSet& models, const Dialect& dialect,
                     std::uint64_t rows, std::string_view after);

}  // namespace covet::query
