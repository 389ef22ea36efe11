#include "adapters/postgresql/dialect.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "adapters/postgresql/keywords.h"
#include "adapters/postgresql/spelling.h"
#include "adapters/postgresql/two_phase.h"
#include "adapters/shared/value_text.h"
#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"

namespace covet::postgresql {
namespace {

constexpr std::size_t max_identifier_bytes = 63;

constexpr std::array<std::string_view, 7> replaced_in_place = {
    "extension", "domain", "sequence", "type", "schema", "function", "procedure"};

class PostgresqlDialect final : public Dialect {
 public:
  PostgresqlDialect() {
    rules_.dollar_quotes = true;
    rules_.nested_comments = true;
    rules_.escape_strings = true;
    rules_.copy_data = true;
    rules_.meta_commands = true;
    rules_.atomic_bodies = true;
  }

  const DialectFacts& facts() const override { return facts_; }
  const LexicalRules& lexical_rules() const override { return rules_; }
  std::string quote(std::string_view identifier) const override {
    return postgresql::quote(identifier);
  }
  std::string placeholder(std::size_t n) const override { return fmt::format("${}", n); }
  std::string literal(const Value& value) const override;
  std::vector<std::string> begin(const TransactionOptions& options) const override;
  const query::Spelling* spelling() const override { return &postgresql::spelling(); }
  const TwoPhase* two_phase() const override { return &postgresql::two_phase(); }

 private:
  static constexpr DialectFacts facts_{
      .engine = "postgresql",
      .max_identifier_bytes = max_identifier_bytes,
      .transactional_ddl = true,
      .alters_in_place = true,
      .forward_references = false,
      .schemas = true,
      .comments = true,
      .column_positions = false,
      .objects_pin_columns = true,
      .replaced_in_place = replaced_in_place,
  };
  LexicalRules rules_;
};

std::string literal_of(double number) {
  if (std::isnan(number)) return "'NaN'::double precision";
  if (std::isinf(number)) {
    return number > 0 ? "'Infinity'::double precision" : "'-Infinity'::double precision";
  }
  return fmt::format("{}", number);
}

std::string PostgresqlDialect::literal(const Value& value) const {
  return std::visit(
      overloaded{
          [](Null) -> std::string { return "NULL"; },
          [](bool flag) -> std::string { return flag ? "true" : "false"; },
          [](std::int64_t number) { return fmt::format("{}", number); },
          [](std::uint64_t number) { return fmt::format("{}", number); },
          [](double number) { return literal_of(number); },
          [](const Decimal& number) {
            const bool special = number.text == "NaN" || number.text.ends_with("Infinity");
            return special ? quote_text(number.text) + "::numeric" : std::string(digits_of(number));
          },
          [](const std::string& text) { return quote_text(text); },
          [](const Bytes& bytes) { return fmt::format("'\\x{}'::bytea", adapters::to_hex(bytes)); },
          [](Date date) { return fmt::format("'{}'::date", to_text(date)); },
          [](TimeOfDay time) { return fmt::format("'{}'::time", to_text(time)); },
          [](Timestamp moment) { return fmt::format("'{}'::timestamptz", to_text(moment)); },
          [](const Uuid& uuid) { return fmt::format("'{}'::uuid", to_text(uuid)); },
          [](const Json& json) { return quote_text(json.text) + "::jsonb"; },
      },
      value);
}

std::vector<std::string> PostgresqlDialect::begin(const TransactionOptions& options) const {
  std::string sql = "BEGIN";
  switch (options.isolation) {
    case Isolation::server_default:
      break;
    case Isolation::read_uncommitted:
      sql += " ISOLATION LEVEL READ UNCOMMITTED";
      break;
    case Isolation::read_committed:
      sql += " ISOLATION LEVEL READ COMMITTED";
      break;
    case Isolation::repeatable_read:
      sql += " ISOLATION LEVEL REPEATABLE READ";
      break;
    case Isolation::serializable:
      sql += " ISOLATION LEVEL SERIALIZABLE";
      break;
  }
  if (options.access == Access::read_only) sql += " READ ONLY";
  if (options.deferrable) sql += " DEFERRABLE";
  return {sql};
}

}  // namespace

const Dialect& dialect() {
  static const PostgresqlDialect instance;
  return instance;
}

std::string quote(std::string_view identifier) {
  if (identifier.empty()) throw Error(Errc::usage, "an empty name");
  if (identifier.find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "a name holds a NUL byte");
  }
  if (identifier.size() > max_identifier_bytes) {
    throw Error(Errc::usage,
                fmt::format("the name {} is {} bytes long; PostgreSQL keeps only {}", identifier,
                            identifier.size(), max_identifier_bytes),
                "choose a shorter name");
  }
  std::string quoted = "\"";
  for (const char c : identifier) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string quote(const schema::TableName& name) {
  return name.schema.empty() ? quote(name.name) : quote(name.schema) + "." + quote(name.name);
}

std::string quote_list(const std::vector<std::string>& identifiers) {
  std::string list;
  for (const std::string& identifier : identifiers) {
    if (!list.empty()) list += ", ";
    list += quote(identifier);
  }
  return list;
}

std::string quote_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "PostgreSQL cannot hold a NUL byte in a text");
  }
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + '\'';
}

std::string spell_name(std::string_view identifier) {
  const auto bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool starts_well =
      !identifier.empty() && bare(identifier.front()) && !(identifier.front() <= '9');
  if (starts_well && std::ranges::all_of(identifier, bare) && !is_keyword(identifier)) {
    return std::string(identifier);
  }
  return quote(identifier);
}

std::string spell_name(const schema::TableName& name) {
  return name.schema.empty() ? spell_name(name.name)
                             : spell_name(name.schema) + "." + spell_name(name.name);
}

}  // namespace covet::postgresql
