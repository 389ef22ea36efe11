#include "core/query/functions.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"

namespace covet::query {
namespace {

constexpr std::size_t any_number = 100;

constexpr std::array<FunctionInfo, 75> all_functions = {{
    {"Lower", Use::function, 1, 1, Kind::text, "LOWER({0})", "text in lower case"},
    {"Upper", Use::function, 1, 1, Kind::text, "UPPER({0})", "text in upper case"},
    {"Length", Use::function, 1, 1, Kind::integer, "CHAR_LENGTH({0})", "characters of a text"},
    {"Trim", Use::function, 1, 1, Kind::text, "TRIM({0})", "without blanks at both ends"},
    {"LTrim", Use::function, 1, 1, Kind::text, "LTRIM({0})", "without blanks at its start"},
    {"RTrim", Use::function, 1, 1, Kind::text, "RTRIM({0})", "without blanks at its end"},
    {"Concat", Use::function, 1, any_number, Kind::text, "",
     "texts one behind the other; NULL is empty"},
    {"Substr", Use::function, 2, 3, Kind::text, "SUBSTR({*})",
     "from a place, counted from 1; of a length"},
    {"Left", Use::function, 2, 2, Kind::text, "LEFT({0}, {1})", "the first characters"},
    {"Right", Use::function, 2, 2, Kind::text, "RIGHT({0}, {1})", "the last characters"},
    {"Replace", Use::function, 3, 3, Kind::text, "REPLACE({0}, {1}, {2})",
     "one text by another, wherever it stands"},
    {"StrIndex", Use::function, 2, 2, Kind::integer, "POSITION({1} IN {0})",
     "where a text stands in another, from 1; 0: nowhere"},
    {"Coalesce", Use::function, 1, any_number, Kind::any, "COALESCE({*})",
     "the first that isn't NULL"},
    {"NullIf", Use::function, 2, 2, Kind::any, "NULLIF({0}, {1})", "NULL where both are equal"},
    {"Greatest", Use::function, 2, any_number, Kind::any, "GREATEST({*})", "the largest"},
    {"Least", Use::function, 2, any_number, Kind::any, "LEAST({*})", "the smallest"},
    {"Abs", Use::function, 1, 1, Kind::any, "ABS({0})", "without its sign"},
    {"Sign", Use::function, 1, 1, Kind::integer, "SIGN({0})", "-1, 0 or 1"},
    {"Ceil", Use::function, 1, 1, Kind::integer, "CEIL({0})", "the next whole number above"},
    {"Floor", Use::function, 1, 1, Kind::integer, "FLOOR({0})", "the next whole number below"},
    {"Round", Use::function, 1, 2, Kind::decimal, "ROUND({*})", "to a number of decimals"},
    {"Power", Use::function, 2, 2, Kind::real, "POWER({0}, {1})", "to the power of"},
    {"Sqrt", Use::function, 1, 1, Kind::real, "SQRT({0})", "the square root"},
    {"Now", Use::function, 0, 0, Kind::date_time, "CURRENT_TIMESTAMP",
     "this moment, as the server's clock has it"},
    {"Today", Use::function, 0, 0, Kind::date, "CURRENT_DATE", "today, in UTC"},
    {"Random", Use::function, 0, 0, Kind::real, "RANDOM()", "from 0 to 1"},
    {"ExtractYear", Use::function, 1, 1, Kind::integer, "EXTRACT(YEAR FROM {0})",
     "of a date or moment"},
    {"ExtractQuarter", Use::function, 1, 1, Kind::integer, "EXTRACT(QUARTER FROM {0})", "1 to 4"},
    {"ExtractMonth", Use::function, 1, 1, Kind::integer, "EXTRACT(MONTH FROM {0})", "1 to 12"},
    {"ExtractDay", Use::function, 1, 1, Kind::integer, "EXTRACT(DAY FROM {0})", "1 to 31"},
    {"ExtractWeek", Use::function, 1, 1, Kind::integer, "EXTRACT(WEEK FROM {0})",
     "1 to 53, as ISO 8601 counts"},
    {"ExtractWeekDay", Use::function, 1, 1, Kind::integer, "", "1, Sunday, to 7"},
    {"ExtractIsoWeekDay", Use::function, 1, 1, Kind::integer, "", "1, Monday, to 7"},
    {"ExtractHour", Use::function, 1, 1, Kind::integer, "EXTRACT(HOUR FROM {0})", "0 to 23"},
    {"ExtractMinute", Use::function, 1, 1, Kind::integer, "EXTRACT(MINUTE FROM {0})", "0 to 59"},
    {"ExtractSecond", Use::function, 1, 1, Kind::integer, "EXTRACT(SECOND FROM {0})",
     "0 to 59, without its fraction"},
    {"TruncYear", Use::function, 1, 1, Kind::date, "", "the first day of its year"},
    {"TruncMonth", Use::function, 1, 1, Kind::date, "", "the first day of its month"},
    {"TruncDay", Use::function, 1, 1, Kind::date, "", "the day of a moment, in UTC"},
    {"TruncTime", Use::function, 1, 1, Kind::time, "", "the time of day of a moment, in UTC"},
    {"CastText", Use::function, 1, 1, Kind::text, "CAST({0} AS text)", "as a text"},
    {"CastInteger", Use::function, 1, 1, Kind::integer, "CAST({0} AS bigint)", "as a whole number"},
    {"CastReal", Use::function, 1, 1, Kind::real, "CAST({0} AS double precision)",
     "as a floating point number"},
    {"CastDecimal", Use::function, 1, 1, Kind::decimal, "CAST({0} AS numeric)",
     "as a decimal number"},
    {"CastDate", Use::function, 1, 1, Kind::date, "CAST({0} AS date)", "as a date"},
    {"Count", Use::aggregate, 0, 1, Kind::integer, "COUNT({0})", "how many there are"},
    {"Sum", Use::aggregate, 1, 1, Kind::any, "SUM({0})", "of all"},
    {"Avg", Use::aggregate, 1, 1, Kind::real, "AVG({0})", "of all"},
    {"Min", Use::aggregate, 1, 1, Kind::any, "MIN({0})", "of all"},
    {"Max", Use::aggregate, 1, 1, Kind::any, "MAX({0})", "of all"},
    {"RowNumber", Use::window, 0, 0, Kind::integer, "ROW_NUMBER()", "1, 2, 3 …"},
    {"Rank", Use::window, 0, 0, Kind::integer, "RANK()", "equals share one, with gaps behind"},
    {"DenseRank", Use::window, 0, 0, Kind::integer, "DENSE_RANK()",
     "equals share one, without gaps"},
    {"PercentRank", Use::window, 0, 0, Kind::real, "PERCENT_RANK()", "from 0 to 1"},
    {"CumeDist", Use::window, 0, 0, Kind::real, "CUME_DIST()",
     "the part of rows that aren't behind"},
    {"Ntile", Use::window, 1, 1, Kind::integer, "NTILE({0})", "in so many parts of equal size"},
    {"Lag", Use::window, 1, 3, Kind::any, "LAG({*})", "of the row before; so many before; else"},
    {"Lead", Use::window, 1, 3, Kind::any, "LEAD({*})", "of the row behind; so many behind; else"},
    {"FirstValue", Use::window, 1, 1, Kind::any, "FIRST_VALUE({0})", "of the frame's first row"},
    {"LastValue", Use::window, 1, 1, Kind::any, "LAST_VALUE({0})", "of the frame's last row"},
    {"NthValue", Use::window, 2, 2, Kind::any, "NTH_VALUE({0}, {1})", "of the frame's nth row"},
    // What constants are where no column stands beside them.
    {"ConstantBoolean", Use::function, 1, 1, Kind::boolean, "{0}", ""},
    {"ConstantInteger", Use::function, 1, 1, Kind::integer, "{0}", ""},
    {"ConstantReal", Use::function, 1, 1, Kind::real, "{0}", ""},
    {"ConstantDecimal", Use::function, 1, 1, Kind::decimal, "{0}", ""},
    {"ConstantText", Use::function, 1, 1, Kind::text, "{0}", ""},
    {"ConstantDate", Use::function, 1, 1, Kind::date, "{0}", ""},
    {"ConstantTime", Use::function, 1, 1, Kind::time, "{0}", ""},
    {"ConstantMoment", Use::function, 1, 1, Kind::date_time, "{0}", ""},
    {"ConstantUuid", Use::function, 1, 1, Kind::uuid, "{0}", ""},
    {"ConstantBytes", Use::function, 1, 1, Kind::binary, "{0}", ""},
    {"ConstantJson", Use::function, 1, 1, Kind::json, "{0}", ""},
    {"JsonText", Use::function, 2, 2, Kind::text, "", ""},
    {"JsonValue", Use::function, 2, 2, Kind::json, "", ""},
    {"JsonNumber", Use::function, 2, 2, Kind::real, "", ""},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> transforms = {{
    {"year", "ExtractYear"},
    {"quarter", "ExtractQuarter"},
    {"month", "ExtractMonth"},
    {"day", "ExtractDay"},
    {"week", "ExtractWeek"},
    {"week_day", "ExtractWeekDay"},
    {"iso_week_day", "ExtractIsoWeekDay"},
    {"hour", "ExtractHour"},
    {"minute", "ExtractMinute"},
    {"second", "ExtractSecond"},
    {"date", "TruncDay"},
    {"time", "TruncTime"},
    {"lower", "Lower"},
    {"length", "Length"},
}};

constexpr std::array<std::pair<Kind, std::string_view>, 12> kind_names = {{
    {Kind::any, "any"},
    {Kind::boolean, "boolean"},
    {Kind::integer, "integer"},
    {Kind::real, "real"},
    {Kind::decimal, "decimal"},
    {Kind::text, "text"},
    {Kind::date, "date"},
    {Kind::time, "time"},
    {Kind::date_time, "datetime"},
    {Kind::json, "json"},
    {Kind::uuid, "uuid"},
    {Kind::binary, "binary"},
}};

}  // namespace

Kind kind_of(model::FieldType type) {
  using enum model::FieldType;
  switch (type) {
    case boolean:
      return Kind::boolean;
    case integer:
    case big_integer:
    case small_integer:
      return Kind::integer;
    case float_:
      return Kind::real;
    case decimal:
      return Kind::decimal;
    case date_time:
      return Kind::date_time;
    case date:
      return Kind::date;
    case time:
      return Kind::time;
    case json:
      return Kind::json;
    case uuid:
      return Kind::uuid;
    case binary:
      return Kind::binary;
    case char_:
    case text:
    case email:
    case url:
    case enum_:
      return Kind::text;
    case array:
    case foreign_key:
    case one_to_one:
    case many_to_many:
    case native:
      break;
  }
  return Kind::any;
}

std::optional<Kind> parse_kind(std::string_view name) {
  for (const auto& [kind, text] : kind_names) {
    if (text == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(Kind kind) {
  for (const auto& [each, text] : kind_names) {
    if (each == kind) return text;
  }
  return {};
}

std::span<const FunctionInfo> functions() {
  return all_functions;
}

const FunctionInfo* find_function(std::string_view name) {
  const auto* const found = std::ranges::find(all_functions, name, &FunctionInfo::name);
  return found == all_functions.end() ? nullptr : found;
}

const FunctionInfo& function_named(std::string_view name) {
  if (const FunctionInfo* const found = find_function(name)) return *found;
  std::vector<std::string> names;
  for (const FunctionInfo& each : all_functions) {
    if (!each.summary.empty()) names.emplace_back(each.name);
  }
  const std::string near = did_you_mean(name, names);
  throw Error(Errc::usage, fmt::format("there is no function `{}`", name),
              near.empty() ? "`covet help query` lists them" : near);
}

const FunctionInfo* find_transform(std::string_view name) {
  for (const auto& [transform, function] : transforms) {
    if (transform == name) return find_function(function);
  }
  return nullptr;
}

}  // namespace covet::query
