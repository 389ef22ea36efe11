#include "adapters/mysql/spelling.h"

#include <array>

#include "adapters/shared/json_path.h"
#include "adapters/shared/pattern_table.h"

namespace covet::mysql {
namespace {

using adapters::Pattern;

constexpr auto patterns = std::to_array<Pattern>({
    {"iexact", "LOWER({0}) = LOWER({1})"},
    {"contains", "{0} LIKE BINARY {1} ESCAPE '!'"},
    {"startswith", "{0} LIKE BINARY {1} ESCAPE '!'"},
    {"endswith", "{0} LIKE BINARY {1} ESCAPE '!'"},
    {"icontains", "LOWER({0}) LIKE LOWER({1}) ESCAPE '!'"},
    {"istartswith", "LOWER({0}) LIKE LOWER({1}) ESCAPE '!'"},
    {"iendswith", "LOWER({0}) LIKE LOWER({1}) ESCAPE '!'"},
    {"contains.of", "INSTR({0}, BINARY {1}) > 0"},
    {"startswith.of", "LEFT({0}, CHAR_LENGTH({1})) = BINARY {1}"},
    {"endswith.of", "RIGHT({0}, CHAR_LENGTH({1})) = BINARY {1}"},
    {"regex", "{0} REGEXP CONCAT('(?-i)', {1})"},
    {"iregex", "{0} REGEXP CONCAT('(?i)', {1})"},
    {"ExtractWeek", "WEEK({0}, 3)"},
    {"ExtractWeekDay", "DAYOFWEEK({0})"},
    {"ExtractIsoWeekDay", "(WEEKDAY({0}) + 1)"},
    {"TruncYear", "MAKEDATE(YEAR({0}), 1)"},
    {"TruncMonth", "CAST(DATE_FORMAT({0}, '%Y-%m-01') AS DATE)"},
    {"TruncDay", "DATE({0})"},
    {"TruncTime", "TIME({0})"},
    {"Now", "CURRENT_TIMESTAMP(6)"},
    {"Random", "RAND()"},
    {"DivideWhole", "({0} DIV {1})"},
    // Of whole numbers it has four digits.
    {"Avg", "AVG({0} + 0e0)"},
    {"CastText", "CAST({0} AS CHAR)"},
    {"CastInteger", "CAST({0} AS SIGNED)"},
    {"CastReal", "CAST({0} AS DOUBLE)"},
    {"CastDecimal", "CAST({0} AS DECIMAL(65, 10))"},
    {"JsonText",
     "CASE WHEN JSON_TYPE(JSON_EXTRACT({0}, {1})) <> 'NULL' THEN JSON_UNQUOTE(JSON_EXTRACT({0}, "
     "{1})) END"},
    {"JsonNumber",
     "CASE WHEN JSON_TYPE(JSON_EXTRACT({0}, {1})) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', "
     "'DECIMAL') THEN JSON_EXTRACT({0}, {1}) + 0 END"},
    {"json_exact",
     "/*M! JSON_NORMALIZE( */ {0} /*M! ) */ = /*M! JSON_NORMALIZE( */ /*!80000 CAST( */ {1} "
     "/*!80000 AS JSON) */ /*M! ) */"},
    {"json_contains", "JSON_CONTAINS({0}, {1})"},
    {"has_key", "JSON_CONTAINS_PATH({0}, 'one', {1})"},
    {"array_contains", "JSON_CONTAINS({0}, {1})"},
    {"overlap", "JSON_OVERLAPS({0}, {1})"},
    {"Explain", "EXPLAIN "},
    {"ExplainAnalyze", "/*M! ANALYZE */ /*!80018 EXPLAIN ANALYZE */ "},
    {"AllRows", "18446744073709551615"},
    {"ConflictIgnore", " ON DUPLICATE KEY UPDATE {0} = {0}"},
    {"ConflictUpdate", " ON DUPLICATE KEY UPDATE {0}"},
    {"ConflictValue", "VALUES({0})"},
    {"LastKey", "LAST_INSERT_ID()"},
    // The table's own columns give the new values their types and collations.
    {"UpdateRows",
     "UPDATE {0} JOIN (SELECT {5} FROM {0} WHERE FALSE UNION ALL VALUES {2}) AS covet_rows ON {4} "
     "= "
     "covet_0 SET {3}"},
    {"UpdateRow", "/*!80019 ROW */ ({*})"},
    // MariaDB takes it as it is, and knows no outer row within a derived table.
    {"WithinWrite", "/*!80000 SELECT * FROM ( */ {0} /*!80000 ) AS covet_read */"},
    {"Round.2", "ROUND(CAST({0} AS DECIMAL(65, 20)), {1})"},
    {"DefaultRow", " () VALUES ()"},
    {"AuditTable",
     "CREATE TABLE IF NOT EXISTS `covet_audit` (`id` varchar(36) NOT NULL PRIMARY KEY, `at` "
     "datetime(6) NOT NULL, `who` varchar(255) NOT NULL, `model` varchar(255) NOT NULL, "
     "`record_key` json NOT NULL, `action` varchar(10) NOT NULL, `old_values` json, `new_values` "
     "json) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"},
    // A key of 0 would be taken for one that is to be made.
    {"LoadBegin",
     "SET @covet_checks = @@SESSION.foreign_key_checks, @covet_mode = @@SESSION.sql_mode, "
     "SESSION foreign_key_checks = 0, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, "
     "',NO_AUTO_VALUE_ON_ZERO')"},
    {"LoadEnd", "SET SESSION foreign_key_checks = @covet_checks, SESSION sql_mode = @covet_mode"},
});

// MariaDB 10.11 drops an ORDER BY that names what GROUP BY does, and sorts for the window instead.
constexpr query::QueryFacts facts_of_engine{.returning = false,
                                            .aggregate_filter = false,
                                            .nulls_order = false,
                                            .nulls_sort_first = true,
                                            .enums_compare_as_text = true,
                                            .offset_alone = false,
                                            .reads_what_it_writes = false,
                                            .sorts_grouped_windows = false,
                                            .window_defaults = false,
                                            .loads_in_any_order = true};

Value json_path(const std::vector<std::string>& keys) {
  return adapters::json_path(keys);
}

// Values stand in the text here: there may be any number.
std::optional<Value> list(std::span<const Value> /*values*/) {
  return std::nullopt;
}

}  // namespace

const query::Spelling& spelling() {
  static const adapters::PatternTable instance(facts_of_engine, patterns, json_path, list);
  return instance;
}

}  // namespace covet::mysql
