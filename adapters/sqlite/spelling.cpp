#include "adapters/sqlite/spelling.h"

#include <array>

#include "adapters/shared/json_path.h"
#include "adapters/shared/pattern_table.h"
#include "core/base/error.h"

namespace covet::sqlite {
namespace {

using adapters::Pattern;

constexpr std::array<Pattern, 53> patterns = {{
    {"iexact", "covet_fold({0}) = covet_fold({1})"},
    {"contains", "{0} GLOB {1}"},
    {"startswith", "{0} GLOB {1}"},
    {"endswith", "{0} GLOB {1}"},
    {"icontains", "covet_fold({0}) LIKE covet_fold({1}) ESCAPE '!'"},
    {"istartswith", "covet_fold({0}) LIKE covet_fold({1}) ESCAPE '!'"},
    {"iendswith", "covet_fold({0}) LIKE covet_fold({1}) ESCAPE '!'"},
    {"contains.of", "INSTR({0}, {1}) > 0"},
    {"startswith.of", "SUBSTR({0}, 1, LENGTH({1})) = {1}"},
    {"endswith.of", "({1} = '' OR SUBSTR({0}, -LENGTH({1})) = {1})"},
    {"regex", "{0} REGEXP {1}"},
    {"iregex", "{0} REGEXP '(?i)' || {1}"},
    {"Lower", "covet_lower({0})"},
    {"Upper", "covet_upper({0})"},
    {"Length", "LENGTH({0})"},
    {"Left", "SUBSTR({0}, 1, {1})"},
    {"Right", "CASE WHEN {1} > 0 THEN SUBSTR({0}, -{1}) ELSE '' END"},
    {"StrIndex", "INSTR({0}, {1})"},
    {"Greatest", "MAX({*})"},
    {"Least", "MIN({*})"},
    {"ConcatJoin", " || "},
    {"Now", "STRFTIME('%Y-%m-%d %H:%M:%f000', 'now')"},
    {"Today", "DATE('now')"},
    {"Random", "((RANDOM() + 9223372036854775808.0) / 18446744073709551616.0)"},
    {"ExtractYear", "CAST(STRFTIME('%Y', {0}) AS INTEGER)"},
    {"ExtractMonth", "CAST(STRFTIME('%m', {0}) AS INTEGER)"},
    {"ExtractDay", "CAST(STRFTIME('%d', {0}) AS INTEGER)"},
    {"ExtractHour", "CAST(STRFTIME('%H', {0}) AS INTEGER)"},
    {"ExtractMinute", "CAST(STRFTIME('%M', {0}) AS INTEGER)"},
    {"ExtractSecond", "CAST(STRFTIME('%S', {0}) AS INTEGER)"},
    {"ExtractQuarter", "((CAST(STRFTIME('%m', {0}) AS INTEGER) + 2) / 3)"},
    {"ExtractWeek", "((STRFTIME('%j', DATE({0}, '-3 days', 'weekday 4')) - 1) / 7 + 1)"},
    {"ExtractWeekDay", "(CAST(STRFTIME('%w', {0}) AS INTEGER) + 1)"},
    {"ExtractIsoWeekDay", "((CAST(STRFTIME('%w', {0}) AS INTEGER) + 6) % 7 + 1)"},
    {"TruncYear", "DATE({0}, 'start of year')"},
    {"TruncMonth", "DATE({0}, 'start of month')"},
    {"TruncDay", "DATE({0})"},
    {"TruncTime", "TIME({0})"},
    {"CastText", "CAST({0} AS TEXT)"},
    {"CastInteger", "CAST({0} AS INTEGER)"},
    {"CastReal", "CAST({0} AS REAL)"},
    {"CastDecimal", "CAST({0} AS NUMERIC)"},
    {"CastDate", "DATE({0})"},
    {"ConstantDecimal", "CAST({0} AS NUMERIC)"},
    {"JsonText",
     "CASE JSON_TYPE({0}, {1}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE "
     "CAST(JSON_EXTRACT({0}, {1}) AS TEXT) END"},
    {"JsonNumber",
     "CASE WHEN JSON_TYPE({0}, {1}) IN ('integer', 'real') THEN JSON_EXTRACT({0}, {1}) END"},
    {"json_exact", "JSON({0}) = JSON({1})"},
    {"has_key", "JSON_TYPE({0}, {1}) IS NOT NULL"},
    {"array_contains",
     "NOT EXISTS (SELECT 1 FROM JSON_EACH({1}) AS wanted WHERE wanted.value NOT IN (SELECT value "
     "FROM JSON_EACH({0})))"},
    {"overlap",
     "EXISTS (SELECT 1 FROM JSON_EACH({1}) AS wanted WHERE wanted.value IN (SELECT value FROM "
     "JSON_EACH({0})))"},
    {"AllRows", "-1"},
    {"Explain", "EXPLAIN QUERY PLAN {0}"},
    {"LoadBegin", "PRAGMA defer_foreign_keys = ON"},
}};

constexpr query::QueryFacts facts_of_engine{.row_locks = false,
                                            .offset_alone = false,
                                            .nests_compounds = false,
                                            .loads_in_any_order = true,
                                            .decimal_digits = 15};

Value json_path(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (key.find('"') == std::string::npos) continue;
    throw Error(Errc::unsupported, "SQLite can't name a JSON key that holds a quote: " + key,
                "use Raw(\"…\") with JSON_EACH");
  }
  return adapters::json_path(keys);
}

}  // namespace

const query::Spelling& spelling() {
  static const adapters::PatternTable instance(facts_of_engine, patterns, json_path);
  return instance;
}

}  // namespace covet::sqlite
