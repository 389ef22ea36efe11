#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/contains.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "migrations/hazards.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

constexpr std::int64_t unknown = -1;
/// More rows than this are not counted: a person decides the same.
constexpr std::string_view enough = "1000000";

/// "a.b.c" as the quoted names it may stand for: each part a name of its own, or all of it one.
std::vector<std::string> spellings(const Dialect& dialect, const std::string& display) {
  std::vector<std::string> parts;
  for (const std::string& part : split(display, '.'))
    parts.push_back(dialect.quote(part));
  std::vector<std::string> result = {join(parts, ".")};
  if (parts.size() > 1) result.push_back(dialect.quote(display));
  return result;
}

class Counter {
 public:
  explicit Counter(Connection& connection) : connection_(connection) {}

  /// Nothing where the table or column is not there.
  std::optional<std::int64_t> count(const schema::Hazard& hazard) const {
    const Dialect& dialect = connection_.dialect();
    if (hazard.kind == "drop_table" || hazard.kind == "truncate" || hazard.kind == "delete") {
      return first_of(spellings(dialect, hazard.object), "");
    }
    const std::size_t dot = hazard.object.rfind('.');
    if (hazard.kind != "drop_column" || dot == std::string::npos) return unknown;
    const std::string column = "t." + dialect.quote(hazard.object.substr(dot + 1));
    return first_of(spellings(dialect, hazard.object.substr(0, dot)),
                    " WHERE " + column + " IS NOT NULL");
  }

 private:
  /// Rows of the first table that is there.
  std::optional<std::int64_t> first_of(const std::vector<std::string>& tables,
                                       const std::string& where) const {
    for (const std::string& table : tables) {
      if (const auto rows = rows_in(table, where)) return rows;
    }
    return std::nullopt;
  }

  std::optional<std::int64_t> rows_in(const std::string& table, const std::string& where) const {
    const std::string sql = "SELECT count(*) FROM (SELECT 1 FROM " + table + " t" + where +
                            " LIMIT " + std::string(enough) + ") c";
    try {
      std::optional<Transaction> savepoint;
      if (connection_.in_transaction()) savepoint.emplace(connection_);
      const Rows rows = connection_.fetch_all(sql);
      if (savepoint) savepoint->commit();
      return as_int(rows.at(0)[0]);
    } catch (const Error& error) {
      if (error.code() == Errc::undefined_object) return std::nullopt;
      if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
      return unknown;
    }
  }

  Connection& connection_;
};

/// The last name in a hazard's object that can be a table's.
std::string table_in(const schema::Hazard& hazard) {
  std::vector<std::string> parts = split(hazard.object, '.');
  if (hazard.kind == "drop_column" && parts.size() > 1) parts.pop_back();
  return parts.back();
}

/// True if a statement that runs earlier gives something this name: then what will be lost is
/// counted under another.
bool renamed_before(const std::string& name, const std::vector<const SqlStatement*>& earlier,
                    const LexicalRules& rules) {
  return std::any_of(earlier.begin(), earlier.end(), [&](const SqlStatement* statement) {
    const std::vector<Token> tokens = lex_code(statement->text, rules);
    const bool renames = std::any_of(tokens.begin(), tokens.end(),
                                     [](const Token& token) { return is_word(token, "RENAME"); });
    return renames && std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
             const bool is_name = token.kind == TokenKind::word || token.kind == TokenKind::quoted;
             return is_name && unquote(token) == name;
           });
  });
}

}  // namespace

std::vector<Loss> losses(const RunPlan& plan, Connection& connection,
                         const std::vector<std::string>& allowed_kinds, bool approve_downs,
                         LiveSteps* steps) {
  const Counter counter(connection);
  const LexicalRules& rules = connection.dialect().lexical_rules();
  std::vector<Loss> result;
  std::vector<const SqlStatement*> earlier;
  for (const Run& run : plan.runs) {
    const Section& section = section_of(run);
    std::vector<schema::Hazard> seen;
    for (std::size_t i = run.first_statement; i < section.statements.size(); ++i) {
      const SqlStatement& statement = section.statements[i];
      for (const schema::Hazard& said : statement.hazards) {
        schema::Hazard hazard = said;
        if (statement.query && steps != nullptr) hazard.object = steps->table_of(said.object);
        if (contains(seen, hazard)) continue;
        seen.push_back(hazard);
        const auto rows = counter.count(hazard);
        const bool hidden = !rows && renamed_before(table_in(hazard), earlier, rules);
        Loss loss{hazard, &run, &statement, hidden ? unknown : rows.value_or(0), false};
        loss.approved = contains(run.migration->allowed, hazard) ||
                        contains(run.migration->allowed, said) ||
                        std::find(allowed_kinds.begin(), allowed_kinds.end(), hazard.kind) !=
                            allowed_kinds.end() ||
                        (approve_downs && run.direction == Direction::down);
        result.push_back(std::move(loss));
      }
      earlier.push_back(&statement);
    }
  }
  return result;
}

}  // namespace covet::migrations
