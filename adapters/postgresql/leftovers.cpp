#include "adapters/postgresql/leftovers.h"

#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/token_reader.h"

namespace covet::postgresql {
namespace {

/// The indexes for which `condition` holds, of $1, that are not valid and that no session builds.
std::vector<std::string> drop_invalid(Connection& connection, std::string_view condition,
                                      const std::string& name) {
  const Rows rows = connection.fetch_all(
      Statement{fmt::format("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name"
                            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                            " JOIN pg_namespace n ON n.oid = c.relnamespace"
                            " WHERE c.relkind = 'i' AND NOT i.indisvalid AND {}"
                            " AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p"
                            "                 WHERE p.index_relid = i.indexrelid)"
                            " ORDER BY 1",
                            condition),
                {name}});
  std::vector<std::string> statements;
  for (const Row& row : rows)
    statements.push_back("DROP INDEX CONCURRENTLY IF EXISTS " + row.text("name"));
  return statements;
}

std::vector<std::string> of_create_index(Connection& connection, TokenReader& words) {
  words.take_if_exists();
  const std::string index = words.sees("ON") ? "" : words.take_written_name();
  if (!words.skip_behind("ON")) return {};
  words.take("ONLY");
  const std::string table = words.take_written_name();
  if (index.empty()) return drop_invalid(connection, "i.indrelid = to_regclass($1)::oid", table);
  const Rows quoted = connection.fetch_all(
      Statement{"SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid ="
                " c.relnamespace WHERE c.oid = to_regclass($1)::oid",
                {table}});
  if (quoted.empty()) return {};
  // An index stands in its table's schema, and its name may be written with or without quotes.
  const Token name = lex_code(index, dialect().lexical_rules()).back();
  const std::string whole =
      dialect().quote(quoted[0].text("schema")) + "." +
      (name.kind == TokenKind::word ? to_lower(name.text) : std::string(name.text));
  return drop_invalid(connection, "i.indexrelid = to_regclass($1)::oid", whole);
}

std::vector<std::string> of_detach(Connection& connection, TokenReader& words) {
  words.take_if_exists();
  const std::string parent = words.take_written_name();
  if (!words.take("DETACH") || !words.take("PARTITION")) return {};
  const std::string child = words.take_written_name();
  // Its column is newer than the oldest servers, which have no such statement either.
  if (connection.server().version_number < 140000) return {};
  const Rows pending =
      connection.fetch_all(Statement{"SELECT 1 AS found FROM pg_inherits WHERE inhdetachpending"
                                     " AND inhrelid = to_regclass($1)::oid",
                                     {child}});
  if (pending.empty()) return {};
  return {fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE", parent, child)};
}

/// REINDEX … CONCURRENTLY builds beside the old indexes and gives the new ones these names.
std::vector<std::string> of_reindex(Connection& connection) {
  return drop_invalid(connection, R"(c.relname ~ '_cc(new|old)\d*$' AND $1 = '')", "");
}

}  // namespace

std::vector<std::string> leftovers_of(Connection& connection, std::string_view statement) {
  const std::vector<Token> tokens = lex_code(statement, dialect().lexical_rules());
  TokenReader words(tokens);
  if (words.take("CREATE")) {
    words.take("UNIQUE");
    if (words.take("INDEX") && words.take("CONCURRENTLY"))
      return of_create_index(connection, words);
  } else if (words.take("DROP")) {
    if (!words.take("INDEX") || !words.take("CONCURRENTLY")) return {};
    words.take_if_exists();
    return drop_invalid(connection, "i.indexrelid = to_regclass($1)::oid",
                        words.take_written_name());
  } else if (words.take("ALTER")) {
    if (words.take("TABLE")) return of_detach(connection, words);
  } else if (words.take("REINDEX") && words.skip_behind("CONCURRENTLY")) {
    return of_reindex(connection);
  }
  return {};
}

}  // namespace covet::postgresql
