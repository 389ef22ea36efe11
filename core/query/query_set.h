#pragma once

#include <string>
#include <vector>

#include "core/query/query.h"

namespace covet::query {

/// Builds a Query step by step. Immutable: each step gives a new one and leaves the old. Asks no
/// database: compile() and core/record do. Names are checked when it is compiled.
///
///     QuerySet("entry").filter(Q("blog__name", "Beatles")).order_by({"-pub_date"}).limit(10)
class QuerySet {
 public:
  /// All rows of the model with this handle.
  explicit QuerySet(std::string model);
  explicit QuerySet(Query query) : query_(std::move(query)) {}
  const Query& query() const { return query_; }

  QuerySet filter(Condition condition) const;
  QuerySet exclude(Condition condition) const;
  /// "-name" descends; "?" is random. Replaces an earlier order.
  QuerySet order_by(const std::vector<std::string>& names) const;
  QuerySet order_by(std::vector<Ordering> order) const;
  /// The other way round. Throws Error{usage} where nothing is ordered.
  QuerySet reverse() const;
  QuerySet distinct(std::vector<std::string> on = {}) const;
  /// At most so many rows, and so many left out before them, whichever was said first.
  /// limit(10).limit(20) are 10 rows.
  QuerySet limit(std::uint64_t rows) const;
  QuerySet offset(std::uint64_t rows) const;
  /// Rows `from` to before `to`, counted from 0, of those that there are already.
  QuerySet slice(std::uint64_t from, std::optional<std::uint64_t> to = {}) const;
  QuerySet none() const;
  QuerySet annotate(std::vector<Named> named) const;
  QuerySet values(std::vector<std::string> fields) const;
  QuerySet only(std::vector<std::string> fields) const;
  QuerySet defer(std::vector<std::string> fields) const;
  QuerySet select_related(std::vector<std::string> paths) const;
  QuerySet prefetch_related(std::vector<std::string> paths) const;
  QuerySet for_update(RowLock lock = {}) const;
  /// With a query of the same columns. What is said afterwards is about the rows of both.
  QuerySet combine(Combination::Kind kind, const QuerySet& other) const;
  QuerySet with(std::string name, const QuerySet& other) const;
  QuerySet join(ExplicitJoin join) const;

  // What ends a chain: other purposes.
  QuerySet count() const;
  QuerySet exists() const;
  QuerySet aggregate(std::vector<Named> named) const;
  QuerySet update(std::vector<Named> assignments) const;
  QuerySet remove() const;

 private:
  Query query_;
};

/// "-name", "?", "name" as an Ordering.
Ordering ordering(const std::string& name);

}  // namespace covet::query
