#include "adapters/sqlite/dialect.h"

#include <array>
#include <cmath>

#include <fmt/core.h>

#include "adapters/sqlite/spelling.h"
#include "adapters/sqlite/values.h"
#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string quoted_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "a text for SQLite must not hold a NUL character",
                "store it in a Binary field");
  }
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

std::string number(double value) {
  if (std::isnan(value)) {
    throw Error(Errc::usage, "SQLite cannot hold NaN", "store NULL instead");
  }
  if (std::isinf(value)) return value < 0 ? "-9e999" : "9e999";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string blob(const Bytes& bytes) {
  std::string text = "X'";
  for (std::byte byte : bytes)
    text += fmt::format("{:02X}", std::to_integer<unsigned>(byte));
  return text + "'";
}

}  // namespace

const DialectFacts& SqliteDialect::facts() const {
  // With the rows that can be carried over; everything else is dropped and made again.
  static constexpr std::array<std::string_view, 1> replaced_in_place{"virtual table"};
  static constexpr DialectFacts facts{
      .engine = "sqlite",
      .max_identifier_bytes = 0,
      .transactional_ddl = true,
      .alters_in_place = false,
      .forward_references = true,
      .schemas = false,
      .comments = false,
      .column_positions = false,
      .table_names_fold = true,
      .column_names_fold = true,
      .replaced_in_place = replaced_in_place,
  };
  return facts;
}

const LexicalRules& SqliteDialect::lexical_rules() const {
  static const LexicalRules rules = [] {
    LexicalRules r;
    r.backtick_identifiers = true;
    r.bracket_identifiers = true;
    r.trigger_bodies = true;
    return r;
  }();
  return rules;
}

std::string SqliteDialect::quote(std::string_view identifier) const {
  if (identifier.empty()) throw Error(Errc::usage, "a name must not be empty");
  if (identifier.find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "a name must not hold a NUL character");
  }
  return "\"" + replace_all(std::string(identifier), "\"", "\"\"") + "\"";
}

std::string SqliteDialect::placeholder(std::size_t n) const {
  return fmt::format("?{}", n);
}

std::string SqliteDialect::literal(const Value& value) const {
  return std::visit(overloaded{
                        [](Null) -> std::string { return "NULL"; },
                        [](bool b) -> std::string { return b ? "1" : "0"; },
                        [](std::int64_t n) { return fmt::format("{}", n); },
                        [](std::uint64_t n) { return fmt::format("{}", n); },
                        [](double d) { return number(d); },
                        [](const Decimal& d) { return std::string(digits_of(d)); },
                        [](const std::string& s) { return quoted_text(s); },
                        [](const Bytes& b) { return blob(b); },
                        [](const Json& j) { return quoted_text(j.text); },
                        [](const auto& other) { return quoted_text(stored_text(other)); },
                    },
                    value);
}

std::vector<std::string> SqliteDialect::begin(const TransactionOptions& options) const {
  if (options.access == Access::read_only) return {"BEGIN"};
  switch (options.write_lock) {
    case WriteLock::at_begin:
      break;
    case WriteLock::at_first_write:
      return {"BEGIN DEFERRED"};
    case WriteLock::exclusive:
      return {"BEGIN EXCLUSIVE"};
  }
  return {"BEGIN IMMEDIATE"};
}

const query::Spelling* SqliteDialect::spelling() const {
  return &sqlite::spelling();
}

const SqliteDialect& dialect() {
  static const SqliteDialect instance;
  return instance;
}

}  // namespace covet::sqlite
