#include "adapters/postgresql/sequence_sql.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

struct Range {
  std::int64_t min;
  std::int64_t max;
};

Range range_of(std::string_view type) {
  if (type == "smallint") return {-32768, 32767};
  if (type == "integer") {
    return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
  }
  return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
}

std::int64_t value_or(const SequenceOptions& options, const std::string& key, std::int64_t other) {
  const auto found = options.find(key);
  return found == options.end() ? other : found->second;
}

/// All options with the values that the missing ones have.
SequenceOptions complete(const SequenceOptions& options, std::string_view type) {
  const Range range = range_of(type);
  SequenceOptions all;
  const bool ascending = (all["increment"] = value_or(options, "increment", 1)) > 0;
  all["min"] = value_or(options, "min", ascending ? 1 : range.min);
  all["max"] = value_or(options, "max", ascending ? range.max : -1);
  all["start"] = value_or(options, "start", ascending ? all["min"] : all["max"]);
  all["cache"] = value_or(options, "cache", 1);
  all["cycle"] = value_or(options, "cycle", 0);
  return all;
}

std::string clause(std::string_view key, std::int64_t value) {
  if (key == "cycle") return value != 0 ? "CYCLE" : "NO CYCLE";
  const std::string_view words = key == "start"       ? "START WITH"
                                 : key == "increment" ? "INCREMENT BY"
                                 : key == "min"       ? "MINVALUE"
                                 : key == "max"       ? "MAXVALUE"
                                                      : "CACHE";
  return fmt::format("{} {}", words, value);
}

constexpr std::string_view order[] = {"start", "increment", "min", "max", "cache", "cycle"};

}  // namespace

SequenceOptions sequence_options(const Row& row, std::string_view type) {
  SequenceOptions options{
      {"start", row.integer("seqstart")}, {"increment", row.integer("seqincrement")},
      {"min", row.integer("seqmin")},     {"max", row.integer("seqmax")},
      {"cache", row.integer("seqcache")}, {"cycle", row.flag("seqcycle") ? 1 : 0},
  };
  const SequenceOptions all = options;
  // An option is usual if the others without it give it back; start goes first as it follows min
  // and max.
  for (const std::string_view key : order) {
    SequenceOptions without = options;
    without.erase(std::string(key));
    if (complete(without, type) == all) options = std::move(without);
  }
  return options;
}

std::string sequence_clauses(const SequenceOptions& options) {
  std::string text;
  for (const std::string_view key : order) {
    const auto found = options.find(std::string(key));
    if (found != options.end()) text += " " + clause(key, found->second);
  }
  return text;
}

std::string sequence_changes(const SequenceOptions& from, const SequenceOptions& to,
                             std::string_view type, std::string_view set) {
  const SequenceOptions before = complete(from, type);
  const SequenceOptions after = complete(to, type);
  std::string text;
  for (const std::string_view key : order) {
    const std::string name(key);
    if (before.at(name) == after.at(name)) continue;
    text += fmt::format(" {}{}", set, clause(key, after.at(name)));
  }
  return text;
}

std::string sequence_clamp(const std::string& quoted_name, const SequenceOptions& from,
                           const SequenceOptions& to, std::string_view type) {
  const SequenceOptions before = complete(from, type);
  const SequenceOptions after = complete(to, type);
  if (after.at("min") <= before.at("min") && after.at("max") >= before.at("max")) return {};
  return fmt::format("SELECT setval({}, greatest({}, least({}, last_value)), is_called) FROM {}",
                     quote_text(quoted_name), after.at("min"), after.at("max"), quoted_name);
}

std::string usual_name(std::string_view table, std::string_view column, std::string_view label) {
  // As makeObjectName: the longer of the two names gives way.
  const std::size_t room = 63 - 2 - label.size();
  std::size_t first = table.size();
  std::size_t second = column.size();
  while (first + second > room) {
    if (first > second) {
      --first;
    } else {
      --second;
    }
  }
  const auto whole_characters = [](std::string_view text, std::size_t bytes) {
    while (bytes < text.size() && bytes > 0 &&
           (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
      --bytes;
    }
    return text.substr(0, bytes);
  };
  return fmt::format("{}_{}_{}", whole_characters(table, first), whole_characters(column, second),
                     label);
}

std::string serial_sequence(std::string_view table, std::string_view column) {
  return usual_name(table, column, "seq");
}

schema::TableName serial_sequence(const schema::TableName& table, std::string_view column) {
  return {table.schema, serial_sequence(table.name, column)};
}

SequenceText parse_sequence(std::string_view sql) {
  SequenceText text;
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  const auto number_at = [&](std::size_t i) {
    if (i < tokens.size() && (is_word(tokens[i], "BY") || is_word(tokens[i], "WITH"))) ++i;
    const bool negative = i < tokens.size() && tokens[i].text == "-";
    if (negative) ++i;
    std::int64_t number = 0;
    if (i < tokens.size()) {
      const std::string digits = (negative ? "-" : "") + std::string(tokens[i].text);
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
    }
    return number;
  };
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    const bool no = is_word(tokens[i - 1], "NO");
    if (is_word(tokens[i], "AS") && i + 1 < tokens.size()) {
      text.type = to_lower(tokens[i + 1].text);
      if (text.type == "int" || text.type == "int4") text.type = "integer";
      if (text.type == "int8") text.type = "bigint";
      if (text.type == "int2") text.type = "smallint";
    } else if (is_word(tokens[i], "START")) {
      text.options["start"] = number_at(i + 1);
    } else if (is_word(tokens[i], "INCREMENT")) {
      text.options["increment"] = number_at(i + 1);
    } else if (is_word(tokens[i], "MINVALUE") && !no) {
      text.options["min"] = number_at(i + 1);
    } else if (is_word(tokens[i], "MAXVALUE") && !no) {
      text.options["max"] = number_at(i + 1);
    } else if (is_word(tokens[i], "CACHE")) {
      text.options["cache"] = number_at(i + 1);
    } else if (is_word(tokens[i], "CYCLE") && !no) {
      text.options["cycle"] = 1;
    } else if (is_word(tokens[i], "OWNED") && i + 2 < tokens.size()) {
      text.owner = std::string(trim(sql.substr(tokens[i + 2].offset)));
      if (equals_ignoring_case(text.owner, "NONE")) text.owner.clear();
      break;
    }
  }
  return text;
}

}  // namespace covet::postgresql
