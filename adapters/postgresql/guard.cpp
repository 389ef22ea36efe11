#include "adapters/postgresql/guard.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/leftovers.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

using Tokens = std::vector<Token>;

bool starts_with(const Tokens& tokens, std::initializer_list<std::string_view> words) {
  if (tokens.size() < words.size()) return false;
  return std::equal(words.begin(), words.end(), tokens.begin(),
                    [](std::string_view word, const Token& token) { return is_word(token, word); });
}

/// All words that say how a statement runs stand among so many: CONCURRENTLY in front of the name,
/// behind REINDEX's kind, or behind the partition that goes, whose name and its parent's may be
/// qualified.
constexpr std::size_t head = 16;

bool concurrently(const Tokens& tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return is_word(token, "CONCURRENTLY"); });
}

class PostgresqlGuard final : public schema::Guard {
 public:
  void prepare(Connection&, bool) const override {}
  void verify(Connection&, bool) const override {}
  void restore(Connection& connection) const override { connection.reset_settings(); }
  std::optional<std::string> needs_no_transaction(std::string_view statement) const override;
  bool needs_commit_between(std::span<const std::string_view> statements) const override;
  std::vector<std::string> owners(Connection& connection,
                                  std::span<const std::string> names) const override;
  std::vector<std::string> leftovers(Connection& connection,
                                     std::string_view statement) const override {
    return leftovers_of(connection, statement);
  }
};

/// The literal that ALTER TYPE … ADD VALUE adds, as it is written; "" for any other statement.
std::string_view added_value(std::string_view statement) {
  if (!starts_with(first_tokens(statement, 2, dialect().lexical_rules()), {"ALTER", "TYPE"})) {
    return {};
  }
  const Tokens tokens = lex_code(statement, dialect().lexical_rules());
  for (std::size_t i = 2; i + 2 < tokens.size(); ++i) {
    if (!is_word(tokens[i], "ADD") || !is_word(tokens[i + 1], "VALUE")) continue;
    const auto value = std::find_if(tokens.begin() + static_cast<std::ptrdiff_t>(i), tokens.end(),
                                    [](const Token& t) { return t.kind == TokenKind::string; });
    return value == tokens.end() ? std::string_view() : value->text;
  }
  return {};
}

std::optional<std::string> PostgresqlGuard::needs_no_transaction(std::string_view statement) const {
  const Tokens tokens = first_tokens(statement, head, dialect().lexical_rules());
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return starts_with(tokens, words);
  };
  if (concurrently(tokens)) {
    if (is({"CREATE", "INDEX"}) || is({"CREATE", "UNIQUE", "INDEX"})) {
      return "CREATE INDEX CONCURRENTLY";
    }
    if (is({"DROP", "INDEX"})) return "DROP INDEX CONCURRENTLY";
    if (is({"REINDEX"})) return "REINDEX CONCURRENTLY";
    const bool detach = is({"ALTER", "TABLE"});
    if (detach) return "ALTER TABLE … DETACH PARTITION … CONCURRENTLY";
  }
  if (is({"VACUUM"})) return "VACUUM";
  if (is({"ALTER", "SYSTEM"})) return "ALTER SYSTEM";
  for (const std::string_view verb : {"CREATE", "DROP"}) {
    for (const std::string_view what : {"DATABASE", "TABLESPACE", "SUBSCRIPTION"}) {
      if (is({verb, what})) return std::string(verb) + " " + std::string(what);
    }
  }
  if (is({"REINDEX", "DATABASE"}) || is({"REINDEX", "SYSTEM"})) return "REINDEX DATABASE";
  return std::nullopt;
}

bool PostgresqlGuard::needs_commit_between(std::span<const std::string_view> statements) const {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const std::string_view value = added_value(statements[i]);
    if (value.empty()) continue;
    const auto uses = [&](std::string_view later) {
      return later.find(value) != std::string_view::npos && added_value(later).empty();
    };
    const auto rest = statements.subspan(i + 1);
    if (std::any_of(rest.begin(), rest.end(), uses)) return true;
  }
  return false;
}

std::vector<std::string> PostgresqlGuard::owners(Connection& connection,
                                                 std::span<const std::string> names) const {
  if (names.empty()) return {};
  std::string places;
  std::vector<Value> values;
  for (const std::string& name : names) {
    values.emplace_back(name);
    places += (places.empty() ? "" : ", ") + dialect().placeholder(values.size());
  }
  const auto of = [&](std::string_view table, std::string_view catalog, std::string_view name) {
    return fmt::format("SELECT {} AS rel FROM {} WHERE {} IN ({})", table, catalog, name, places);
  };
  const std::string all =
      of("i.indrelid", "pg_index i JOIN pg_class x ON x.oid = i.indexrelid", "x.relname") +
      " UNION " + of("tgrelid", "pg_trigger", "tgname") + " UNION " +
      of("polrelid", "pg_policy", "polname") + " UNION " +
      of("ev_class", "pg_rewrite", "rulename") + " UNION " +
      of("conrelid", "pg_constraint", "conname");
  std::vector<std::string> tables;
  for (const Row& row : connection.fetch_all(
           Statement{"SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN"
                     " pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN (" +
                         all + ")",
                     std::move(values)})) {
    tables.push_back(row.text("name"));
    tables.push_back(row.text("schema") + "." + row.text("name"));
  }
  return tables;
}

}  // namespace

const schema::Guard& guard() {
  static const PostgresqlGuard instance;
  return instance;
}

}  // namespace covet::postgresql
