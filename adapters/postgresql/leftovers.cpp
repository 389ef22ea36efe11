#include "adapters/postgresql/leftovers.h"

#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

/// Reads the words of a statement from left to right.
class Words {
 public:
  explicit Words(std::string_view statement)
      : tokens_(lex_code(statement, dialect().lexical_rules())) {}

  bool sees(std::string_view word) const {
    return next_ < tokens_.size() && is_word(tokens_[next_], word);
  }
  bool take(std::string_view word) {
    if (!sees(word)) return false;
    ++next_;
    return true;
  }
  bool skip_behind(std::string_view word) {
    while (next_ < tokens_.size()) {
      if (take(word)) return true;
      ++next_;
    }
    return false;
  }
  /// A name as it is written: "public"."Posts"; "" where none stands here.
  std::string take_name() {
    std::string name;
    while (next_ < tokens_.size()) {
      const Token& token = tokens_[next_];
      if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) break;
      name += token.text;
      ++next_;
      if (next_ == tokens_.size() || tokens_[next_].text != ".") break;
      name += '.';
      ++next_;
    }
    return name;
  }
  void take_if_exists() {
    if (!take("IF")) return;
    take("NOT");
    take("EXISTS");
  }

 private:
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
};

/// The indexes for which `condition` holds, of $1, that are not valid and that no session builds.
std::vector<std::string> drop_invalid(Connection& connection, std::string_view condition,
                                      const std::string& name) {
  const Rows rows = connection.query(
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

std::vector<std::string> of_create_index(Connection& connection, Words& words) {
  words.take_if_exists();
  const std::string index = words.sees("ON") ? "" : words.take_name();
  if (!words.skip_behind("ON")) return {};
  words.take("ONLY");
  const std::string table = words.take_name();
  if (index.empty()) return drop_invalid(connection, "i.indrelid = to_regclass($1)::oid", table);
  const Rows quoted = connection.query(
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

std::vector<std::string> of_detach(Connection& connection, Words& words) {
  words.take_if_exists();
  const std::string parent = words.take_name();
  if (!words.take("DETACH") || !words.take("PARTITION")) return {};
  const std::string child = words.take_name();
  // Its column is newer than the oldest servers, which have no such statement either.
  if (connection.server().version_number < 140000) return {};
  const Rows pending =
      connection.query(Statement{"SELECT 1 AS found FROM pg_inherits WHERE inhdetachpending"
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
  Words words(statement);
  if (words.take("CREATE")) {
    words.take("UNIQUE");
    if (words.take("INDEX") && words.take("CONCURRENTLY"))
      return of_create_index(connection, words);
  } else if (words.take("DROP")) {
    if (!words.take("INDEX") || !words.take("CONCURRENTLY")) return {};
    words.take_if_exists();
    return drop_invalid(connection, "i.indexrelid = to_regclass($1)::oid", words.take_name());
  } else if (words.take("ALTER")) {
    if (words.take("TABLE")) return of_detach(connection, words);
  } else if (words.take("REINDEX") && words.skip_behind("CONCURRENTLY")) {
    return of_reindex(connection);
  }
  return {};
}

}  // namespace covet::postgresql
