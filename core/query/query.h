#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/query/expression.h"

namespace covet::query {

struct Named {
  std::string name;
  Expression expression;
};

struct Annotation : Named {
  std::size_t after_filters = 0;  ///< how many filters it knows: it shares their joins
};

struct Combination {
  enum class Kind : std::uint8_t { union_, union_all, intersect, except } kind;
  std::shared_ptr<const Query> query;
};

struct RowLock {
  bool nowait = false;
  bool skip_locked = false;
};

/// WITH name AS (…).
struct CommonTable {
  std::string name;
  std::shared_ptr<const Query> query;
};

/// An explicit join: JOIN model AS name ON condition. The condition names the other's fields as
/// name__field.
struct ExplicitJoin {
  std::string model;
  std::string name;
  Condition on;
  bool left = false;
};

/// What is asked of a database, as a value: models and fields by their names, no SQL. QuerySet
/// makes them; compile() turns them into a statement.
struct Query {
  enum class Purpose : std::uint8_t { rows, count, exists, aggregate, update, remove };

  std::string model{};
  Purpose purpose = Purpose::rows;
  /// One a call of filter() or exclude(): within one, a relation to many means the same related
  /// row.
  std::vector<Condition> filters{};
  std::vector<Annotation> annotations{};
  std::vector<Ordering> order{};
  bool distinct = false;
  std::vector<std::string> distinct_on{};
  std::optional<std::uint64_t> limit{};
  std::uint64_t offset = 0;
  bool none = false;  ///< no rows, whatever there is

  /// values(): paths and annotations, in order; all of them where `fields` is empty.
  bool values = false;
  std::vector<std::string> fields{};
  /// values() before an aggregate: one row for each of these.
  std::optional<std::vector<std::string>> group_by{};
  std::vector<std::string> only{};
  std::vector<std::string> defer{};
  std::vector<std::string> select_related{};
  std::vector<std::string> prefetch_related{};

  std::optional<RowLock> lock{};
  /// The queries whose rows are put together, the first one (whose kind means nothing) too: then
  /// all that this query says itself is about the rows of all.
  std::vector<Combination> combined{};
  std::vector<CommonTable> with{};
  std::vector<ExplicitJoin> joins{};

  std::vector<Named> aggregates{};   ///< Purpose::aggregate
  std::vector<Named> assignments{};  ///< Purpose::update
};

}  // namespace covet::query
