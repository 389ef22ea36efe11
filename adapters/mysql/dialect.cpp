#include "adapters/mysql/dialect.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/core.h>

#include "adapters/mysql/spelling.h"
#include "adapters/mysql/two_phase.h"
#include "adapters/shared/value_text.h"
#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::string finite(double value) {
  if (!std::isfinite(value)) {
    throw Error(Errc::usage, "MySQL cannot hold a number that is not finite", "store NULL instead");
  }
  // The exponent makes it a DOUBLE; 0.1 alone is a DECIMAL.
  std::string text = fmt::format("{}", value);
  if (text.find('e') == std::string::npos) text += "e0";
  return text;
}

std::string_view isolation_words(Isolation isolation) {
  switch (isolation) {
    case Isolation::server_default:
      break;
    case Isolation::read_uncommitted:
      return "READ UNCOMMITTED";
    case Isolation::read_committed:
      return "READ COMMITTED";
    case Isolation::repeatable_read:
      return "REPEATABLE READ";
    case Isolation::serializable:
      return "SERIALIZABLE";
  }
  return {};
}

std::vector<std::string> set_isolation(Isolation isolation) {
  if (isolation == Isolation::server_default) return {};
  return {fmt::format("SET TRANSACTION ISOLATION LEVEL {}", isolation_words(isolation))};
}

}  // namespace

constexpr std::array<std::string_view, 1> replaced_in_place = {"*"};

const DialectFacts& MysqlDialect::facts() const {
  static constexpr DialectFacts facts{
      .engine = "mysql",
      .max_identifier_bytes = 64,
      .transactional_ddl = false,
      .alters_in_place = true,
      .forward_references = false,
      .schemas = false,
      .comments = true,
      .column_positions = true,
      .column_names_fold = true,
      .foreign_keys_pin_types = true,
      .renames_reach_objects = false,
      .replaced_in_place = replaced_in_place,
  };
  return facts;
}

const LexicalRules& MysqlDialect::lexical_rules() const {
  static const LexicalRules rules = [] {
    LexicalRules r;
    r.backslash_escapes = true;
    r.double_quoted_strings = true;
    r.backtick_identifiers = true;
    r.hash_comments = true;
    r.dashes_need_space = true;
    r.executable_comments = true;
    r.delimiter_command = true;
    r.routine_bodies = true;
    return r;
  }();
  return rules;
}

std::string MysqlDialect::quote(std::string_view identifier) const {
  if (identifier.empty()) throw Error(Errc::usage, "a name must not be empty");
  if (identifier.find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "a name must not hold a NUL character");
  }
  if (code_points(identifier) > facts().max_identifier_bytes) {
    throw Error(Errc::usage,
                fmt::format("the name `{}` has {} characters", identifier, code_points(identifier)),
                "MySQL and MariaDB take 64 at most");
  }
  return "`" + replace_all(std::string(identifier), "`", "``") + "`";
}

std::string MysqlDialect::placeholder(std::size_t) const {
  return "?";
}

std::string MysqlDialect::literal(const Value& value) const {
  return std::visit(overloaded{
                        [](Null) -> std::string { return "NULL"; },
                        [](bool b) -> std::string { return b ? "1" : "0"; },
                        [](std::int64_t n) { return fmt::format("{}", n); },
                        [](std::uint64_t n) { return fmt::format("{}", n); },
                        [](double d) { return finite(d); },
                        [](const Decimal& d) { return std::string(digits_of(d)); },
                        [](const std::string& s) { return quoted_text(s); },
                        [](const Bytes& b) { return "x'" + adapters::to_hex(b) + "'"; },
                        [](const Json& j) { return quoted_text(j.text); },
                        [](const Timestamp& t) { return quoted_text(adapters::date_time_text(t)); },
                        [](const auto& other) { return quoted_text(to_text(other)); },
                    },
                    value);
}

const TwoPhase* MysqlDialect::two_phase() const {
  return &mysql::two_phase();
}

std::vector<std::string> set_next_transaction(const TransactionOptions& options) {
  std::vector<std::string> statements = set_isolation(options.isolation);
  if (options.access == Access::read_only) statements.emplace_back("SET TRANSACTION READ ONLY");
  return statements;
}

std::vector<std::string> MysqlDialect::begin(const TransactionOptions& options) const {
  std::vector<std::string> statements = set_isolation(options.isolation);
  statements.emplace_back(options.access == Access::read_only ? "START TRANSACTION READ ONLY"
                                                              : "START TRANSACTION");
  return statements;
}

const query::Spelling* MysqlDialect::spelling() const {
  return &mysql::spelling();
}

const MysqlDialect& dialect() {
  static const MysqlDialect instance;
  return instance;
}

std::string quoted_text(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) {
    switch (c) {
      case '\\':
        quoted += "\\\\";
        break;
      case '\0':
        quoted += "\\0";
        break;
      case '\'':
        quoted += "''";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      default:
        quoted += c;
    }
  }
  return quoted + "'";
}

std::string double_text(double value) {
  char buffer[64];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view scientific(buffer, static_cast<std::size_t>(end.ptr - buffer));
  const std::size_t e = scientific.find('e');
  int exponent = 0;
  const char* digits = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
  std::from_chars(digits, scientific.data() + scientific.size(), exponent);
  if (exponent < -15 || exponent > 14) {
    return fmt::format("{}e{}", scientific.substr(0, e), exponent);
  }
  const auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return {buffer, fixed.ptr};
}

std::string substitute(std::string_view sql, std::span<const Value> params) {
  std::string text;
  std::size_t used = 0;
  for (const Token& token : lex(sql, dialect().lexical_rules())) {
    if (token.kind != TokenKind::parameter || token.text != "?") {
      text += token.text;
    } else if (used < params.size()) {
      text += dialect().literal(params[used++]);
    } else {
      ++used;
    }
  }
  if (used != params.size()) {
    throw Error(Errc::usage, fmt::format("the statement has {} placeholders, but {} were given",
                                         used, count_of(params.size(), "value")));
  }
  return text;
}

}  // namespace covet::mysql
