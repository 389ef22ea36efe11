#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace covet::query {

/// What an engine's queries can do, as data.
struct QueryFacts {
  bool returning = true;               ///< INSERT … RETURNING
  bool distinct_on = false;            ///< DISTINCT ON (…)
  bool aggregate_filter = true;        ///< COUNT(…) FILTER (WHERE …)
  bool nulls_order = true;             ///< NULLS FIRST
  bool row_locks = true;               ///< FOR UPDATE
  bool lock_of_alias = false;          ///< FOR UPDATE OF a
  bool nulls_sort_first = false;       ///< NULL is the least of all
  bool enums_compare_as_text = false;  ///< < and > of enums, which sort as they are declared
  bool offset_alone = true;            ///< OFFSET without LIMIT
  bool nests_compounds = true;         ///< (SELECT … LIMIT 1) UNION (SELECT …)
  bool reads_what_it_writes = true;    ///< UPDATE t … WHERE id IN (SELECT … FROM t)
  bool sorts_grouped_windows = true;   ///< ORDER BY holds beside GROUP BY and a window
  bool window_defaults = true;         ///< LAG(a, 1, default)
  bool typed_parameters = false;       ///< a CASE of nothing but parameters is a text
  bool array_literals = false;         ///< arrays are written {1,2}, not as JSON
  /// After "LoadBegin" a row may refer to one that comes later; before the end somebody looks
  /// whether it came, as the engine doesn't, or doesn't say which it misses.
  bool loads_in_any_order = false;
  /// With so many parameters a statement of many rows is best sent; less than the engine takes.
  std::size_t parameters_at_once = 16'000;
  std::size_t decimal_digits = 0;  ///< so many a Decimal column keeps exactly; 0: all
};

/// How an engine writes what SQL's standard doesn't settle. Pure; one object serves all threads.
class Spelling {
 public:
  virtual ~Spelling() = default;
  virtual const QueryFacts& facts() const = 0;
  /// The engine's own pattern for a function, lookup or other operation (see functions.h and
  /// lookups.h for the names), with {0}, {1}, … for what it is applied to; "" where the standard's
  /// holds. Loads have three of their own, left out where "": "LoadBegin" and "LoadEnd" are
  /// statements around the rows; "KeysBeyond" moves what makes keys beyond those there are: {0} is
  /// the table and {1} the column as literals, {2} the column and {3} the table.
  /// "UpdateRows" gives rows new values by their key: {0} is the table, {1} the names of what is
  /// given, {2} the rows, each written as "UpdateRow", {3} the assignments, {4} the key's column,
  /// {5} the table's columns under the names of {1}. "WithinWrite" is
  /// a SELECT of the table that the statement around it writes to. "AuditTable" makes
  /// the table of the audit log (core/record/audit.h), if there is none.
  virtual std::string_view pattern(std::string_view operation) const = 0;
  /// All of these, none of them NULL, as the one parameter {1} of the pattern "InMany"; nothing
  /// where the engine takes many values in another way, or can't have these in one.
  virtual std::optional<Value> list(std::span<const Value> values) const = 0;
  /// The parameter that leads to a place within a JSON document: keys, or indices as digits.
  virtual Value json_path(const std::vector<std::string>& keys) const = 0;
};

}  // namespace covet::query
