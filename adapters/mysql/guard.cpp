#include "adapters/mysql/guard.h"

#include "adapters/mysql/connection.h"
#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::mysql {
namespace {

constexpr std::size_t most_names = 200;

}  // namespace

void MysqlGuard::prepare(Connection& connection, bool foreign_keys_off) const {
  if (foreign_keys_off) connection.execute("SET SESSION foreign_key_checks = 0");
}

void MysqlGuard::verify(Connection&, bool) const {}

void MysqlGuard::restore(Connection& connection) const {
  if (!connection.usable()) return;
  connection.execute("UNLOCK TABLES");
  for (const std::string& setting : session_settings(connection.server()))
    connection.execute(setting);
  const std::string& database = connection.server().database;
  if (!database.empty()) connection.execute("USE " + dialect().quote(database));
}

std::optional<std::string> MysqlGuard::needs_no_transaction(std::string_view) const {
  return std::nullopt;
}

std::optional<std::string> MysqlGuard::passes_over(std::string_view statement) const {
  const std::vector<Token> tokens = first_tokens(statement, 2, dialect().lexical_rules());
  if (tokens.size() < 2 || !is_word(tokens[0], "LOCK") ||
      !(is_word(tokens[1], "TABLES") || is_word(tokens[1], "TABLE"))) {
    return std::nullopt;
  }
  return "LOCK TABLES is passed over: under it the history could not be written, and the next "
         "transaction ends it";
}

/// A trigger is the one thing that can be named without its table.
std::vector<std::string> MysqlGuard::owners(Connection& connection,
                                            std::span<const std::string> names) const {
  if (names.empty()) return {};
  const std::vector<std::string> places(names.size(), "?");
  std::vector<std::string> tables;
  for (const Row& row : connection.fetch_all(
           Statement{"SELECT DISTINCT EVENT_OBJECT_TABLE AS name FROM information_schema.TRIGGERS"
                     " WHERE TRIGGER_NAME IN (" +
                         join(places, ", ") + ")",
                     std::vector<Value>(names.begin(), names.end())})) {
    tables.push_back(row.text("name"));
  }
  return tables;
}

bool MysqlGuard::rolls_back(Connection& connection, std::string_view statement) const {
  std::vector<std::string> places;
  std::vector<Value> names;
  for (const Token& token : lex_code(statement, dialect().lexical_rules())) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) continue;
    names.emplace_back(to_lower(unquote(token)));
    places.emplace_back("?");
    if (places.size() == most_names) break;  // the tables stand at a statement's beginning
  }
  if (places.empty()) return true;
  return connection
      .fetch_all(Statement{"SELECT 1 AS found FROM information_schema.TABLES t"
                           " JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"
                           " WHERE e.TRANSACTIONS <> 'YES' AND t.TABLE_SCHEMA NOT IN"
                           " ('information_schema', 'mysql', 'performance_schema', 'sys')"
                           " AND LOWER(t.TABLE_NAME) IN (" +
                               join(places, ", ") + ") LIMIT 1",
                           std::move(names)})
      .empty();
}

const MysqlGuard& guard() {
  static const MysqlGuard instance;
  return instance;
}

}  // namespace covet::mysql
