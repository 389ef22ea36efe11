#include "adapters/postgresql/spelling.h"

#include <array>

#include "adapters/postgresql/values.h"
#include "adapters/shared/pattern_table.h"

namespace covet::postgresql {
namespace {

using adapters::Pattern;

constexpr auto patterns = std::to_array<Pattern>({
    {"icontains", "{0} ILIKE {1} ESCAPE '!'"},
    {"istartswith", "{0} ILIKE {1} ESCAPE '!'"},
    {"iendswith", "{0} ILIKE {1} ESCAPE '!'"},
    {"regex", "{0} ~ {1}"},
    {"iregex", "{0} ~* {1}"},
    {"InUtc", "({0} AT TIME ZONE 'UTC')"},
    {"ExtractYear", "EXTRACT(YEAR FROM {0})::integer"},
    {"ExtractQuarter", "EXTRACT(QUARTER FROM {0})::integer"},
    {"ExtractMonth", "EXTRACT(MONTH FROM {0})::integer"},
    {"ExtractDay", "EXTRACT(DAY FROM {0})::integer"},
    {"ExtractWeek", "EXTRACT(WEEK FROM {0})::integer"},
    {"ExtractHour", "EXTRACT(HOUR FROM {0})::integer"},
    {"ExtractMinute", "EXTRACT(MINUTE FROM {0})::integer"},
    {"ExtractSecond", "FLOOR(EXTRACT(SECOND FROM {0}))::integer"},
    {"ExtractWeekDay", "(EXTRACT(DOW FROM {0})::integer + 1)"},
    {"ExtractIsoWeekDay", "EXTRACT(ISODOW FROM {0})::integer"},
    {"TruncYear", "DATE_TRUNC('year', {0})::date"},
    {"TruncMonth", "DATE_TRUNC('month', {0})::date"},
    {"TruncDay", "{0}::date"},
    {"TruncTime", "{0}::time"},
    {"Today", "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date"},
    {"Divisor", "NULLIF({0}, 0)"},
    {"Remainder", "MOD(({0})::numeric, ({1})::numeric)"},
    {"Greatest", "CASE WHEN NUM_NULLS({*}) = 0 THEN GREATEST({*}) END"},
    {"Least", "CASE WHEN NUM_NULLS({*}) = 0 THEN LEAST({*}) END"},
    {"CastEnum", "({0})::text::{1}"},
    {"CastText", "({0})::text"},
    {"ConcatPart", "({0})::text"},
    {"Substr.2", "SUBSTR({0}, ({1})::integer)"},
    {"Substr.3", "SUBSTR({0}, ({1})::integer, ({2})::integer)"},
    {"Left", "LEFT({0}, ({1})::integer)"},
    {"Right", "RIGHT({0}, ({1})::integer)"},
    {"Round.2", "ROUND(({0})::numeric, ({1})::integer)"},
    {"ConstantBoolean", "{0}::boolean"},
    {"ConstantInteger", "{0}::bigint"},
    {"ConstantReal", "{0}::double precision"},
    {"ConstantDecimal", "{0}::numeric"},
    {"ConstantText", "{0}::text"},
    {"ConstantDate", "{0}::date"},
    {"ConstantTime", "{0}::time"},
    {"ConstantMoment", "{0}::timestamptz"},
    {"ConstantUuid", "{0}::uuid"},
    {"ConstantBytes", "{0}::bytea"},
    {"ConstantJson", "{0}::jsonb"},
    {"JsonText", "({0} #>> {1}::text[])"},
    {"JsonNumber",
     "CASE WHEN jsonb_typeof({0}::jsonb #> {1}::text[]) = 'number' THEN ({0} #>> "
     "{1}::text[])::numeric END"},
    {"json_exact", "{0}::jsonb = {1}::jsonb"},
    {"json_contains", "{0}::jsonb @> {1}::jsonb"},
    {"has_key", "({0}::jsonb #> {1}::text[]) IS NOT NULL"},
    {"array_contains", "to_jsonb({0}) @> {1}::jsonb"},
    {"overlap",
     "EXISTS (SELECT 1 FROM jsonb_array_elements({1}::jsonb) AS e WHERE to_jsonb({0}) @> e)"},
    {"Explain", "EXPLAIN "},
    {"ExplainAnalyze", "EXPLAIN (ANALYZE, BUFFERS) "},
    {"AuditTable",
     "CREATE TABLE IF NOT EXISTS \"covet_audit\" (\"id\" varchar(36) NOT NULL PRIMARY KEY, \"at\" "
     "timestamptz NOT NULL, \"who\" varchar(255) NOT NULL, \"model\" varchar(255) NOT NULL, "
     "\"record_key\" jsonb NOT NULL, \"action\" varchar(10) NOT NULL, \"old_values\" jsonb, "
     "\"new_values\" jsonb)"},
    {"InMany", "{0} = ANY ({1})"},
    {"LoadBegin", "SET CONSTRAINTS ALL DEFERRED"},
    // Never back, and not where the keys leave what the sequence may hold.
    {"KeysBeyond",
     "SELECT pg_catalog.setval(s.seqrelid::regclass, GREATEST(k.most, "
     "pg_catalog.pg_sequence_last_value(s.seqrelid::regclass))) FROM (SELECT MAX({2})::bigint AS "
     "most FROM {3}) AS k JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = "
     "pg_catalog.pg_get_serial_sequence({0}, {1})::regclass WHERE s.seqincrement > 0 AND k.most "
     "BETWEEN s.seqmin AND s.seqmax"},
});

constexpr query::QueryFacts facts_of_engine{
    .distinct_on = true, .lock_of_alias = true, .typed_parameters = true, .array_literals = true};

void append_quoted(std::string& literal, std::string_view element) {
  literal += '"';
  for (const char c : element) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  literal += '"';
}

Value json_path(const std::vector<std::string>& keys) {
  std::string literal = "{";
  for (const std::string& key : keys) {
    if (literal.size() > 1) literal += ',';
    append_quoted(literal, key);
  }
  return literal + '}';
}

/// The literal of an array: the column it is compared with says of what.
std::optional<Value> list(std::span<const Value> values) {
  std::string literal = "{";
  std::string scratch;
  for (const Value& value : values) {
    if (literal.size() > 1) literal += ',';
    append_quoted(literal, text_of(value, scratch).value_or(""));
  }
  return literal + '}';
}

}  // namespace

const query::Spelling& spelling() {
  static const adapters::PatternTable instance(facts_of_engine, patterns, json_path, list);
  return instance;
}

}  // namespace covet::postgresql
