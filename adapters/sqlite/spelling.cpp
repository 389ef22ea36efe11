#include "adapters/sqlite/spelling.h"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include "adapters/shared/json_path.h"
#include "adapters/shared/pattern_table.h"
#include "adapters/sqlite/values.h"
#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/validate/json_text.h"

namespace covet::sqlite {
namespace {

using adapters::Pattern;

constexpr auto patterns = std::to_array<Pattern>({
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
    // A decimal column may hold a whole number.
    {"Divide", "(CAST({0} AS REAL) / {1})"},
    {"Remainder", "MOD({0}, {1})"},
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
    {"json_exact", "covet_json({0}) = covet_json({1})"},
    {"json_contains", "covet_json_contains({0}, {1})"},
    {"has_key", "JSON_TYPE({0}, {1}) IS NOT NULL"},
    {"array_contains",
     "NOT EXISTS (SELECT 1 FROM JSON_EACH({1}) AS wanted WHERE wanted.value NOT IN (SELECT value "
     "FROM JSON_EACH({0})))"},
    {"overlap",
     "EXISTS (SELECT 1 FROM JSON_EACH({1}) AS wanted WHERE wanted.value IN (SELECT value FROM "
     "JSON_EACH({0})))"},
    {"Explain", "EXPLAIN QUERY PLAN "},
    {"InMany", "{0} IN (SELECT value FROM JSON_EACH({1}))"},
    {"AllRows", "-1"},
    {"AuditTable",
     "CREATE TABLE IF NOT EXISTS \"covet_audit\" (\"id\" varchar(36) NOT NULL PRIMARY KEY, \"at\" "
     "datetime NOT NULL, \"who\" varchar(255) NOT NULL, \"model\" varchar(255) NOT NULL, "
     "\"record_key\" json NOT NULL, \"action\" varchar(10) NOT NULL, \"old_values\" json, "
     "\"new_values\" json)"},
    {"LoadBegin", "PRAGMA defer_foreign_keys = ON"},
});

// Reading a statement takes a time that grows with the square of its parameters.
constexpr query::QueryFacts facts_of_engine{.row_locks = false,
                                            .nulls_sort_first = true,
                                            .offset_alone = false,
                                            .nests_compounds = false,
                                            .loads_in_any_order = true,
                                            .parameters_at_once = 1'000,
                                            .decimal_digits = 15};

Value json_path(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (key.find('"') == std::string::npos) continue;
    throw Error(Errc::unsupported, "SQLite can't name a JSON key that holds a quote: " + key,
                "use Raw(\"…\") with JSON_EACH");
  }
  return adapters::json_path(keys);
}

/// As it stands in a column, written in JSON; nothing for what JSON hasn't got.
std::optional<std::string> element_of(const Value& value) {
  using Text = std::optional<std::string>;
  const auto in_quotes = [](const std::string& text) -> Text {
    if (text.find('\0') != std::string::npos) return std::nullopt;
    return validate::json_text(text);
  };
  return std::visit(overloaded{
                        [](Null) -> Text { return std::nullopt; },
                        [](const Bytes&) -> Text { return std::nullopt; },
                        [](bool flag) -> Text { return flag ? "1" : "0"; },
                        [](std::int64_t number) -> Text { return std::to_string(number); },
                        [](std::uint64_t number) -> Text {
                          if (!std::in_range<std::int64_t>(number)) return std::nullopt;
                          return std::to_string(number);
                        },
                        [](double number) -> Text {
                          if (!std::isfinite(number)) return std::nullopt;
                          return fmt::format("{}", number);
                        },
                        [](const Decimal& number) -> Text {
                          const auto parts = covet::parts_of(number.text);
                          if (!parts) return std::nullopt;
                          return digits_with(*parts, 0);
                        },
                        [&](const std::string& text) { return in_quotes(text); },
                        [&](const Json& json) { return in_quotes(json.text); },
                        [&](const auto& other) { return in_quotes(stored_text(other)); },
                    },
                    value);
}

std::optional<Value> list(std::span<const Value> values) {
  std::string json = "[";
  for (const Value& value : values) {
    const auto element = element_of(value);
    if (!element) return std::nullopt;
    if (json.size() > 1) json += ',';
    json += *element;
  }
  return json + ']';
}

}  // namespace

const query::Spelling& spelling() {
  static const adapters::PatternTable instance(facts_of_engine, patterns, json_path, list);
  return instance;
}

}  // namespace covet::sqlite
