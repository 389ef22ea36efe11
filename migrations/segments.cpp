#include "migrations/segments.h"

#include <algorithm>
#include <array>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "core/base/strings.h"
#include "migrations/query_step.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {
namespace {

/// The longest beginning of `texts` that needs no COMMIT within.
std::size_t until_commit(std::span<const std::string_view> texts, const schema::Guard& guard) {
  if (!guard.needs_commit_between(texts)) return texts.size();
  std::size_t fits = 1;
  for (std::size_t beyond = texts.size(); beyond - fits > 1;) {
    const std::size_t middle = fits + (beyond - fits) / 2;
    if (guard.needs_commit_between(texts.first(middle))) {
      beyond = middle;
    } else {
      fits = middle;
    }
  }
  return fits;
}

/// A step's texts as the engine writes them: it may use what a statement before it makes.
std::string values_of(const SqlStatement& statement, const Dialect& dialect) {
  std::string values = "SELECT";
  for (const std::string& text : query_texts(statement.text)) {
    if (text.find('\0') == std::string::npos) values += " " + dialect.literal(Value(text));
  }
  return values;
}

/// True for a SET by which a name may mean another table, or that carries a statement with it.
bool sets_names(std::string_view sql, const LexicalRules& rules) {
  const std::vector<Token> tokens = lex_code(sql, rules);
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) return false;
    const std::string name = to_upper(unquote(token));
    constexpr std::array names = {"SEARCH_PATH", "SCHEMA", "ROLE", "AUTHORIZATION", "STATEMENT"};
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

/// Where DDL commits, a transaction for each of a million INSERTs would take hours: from so many in
/// a row on, so many share one.
constexpr std::size_t many_statements = 1000;
constexpr std::size_t at_once = 500;

/// Behind the statements from `begin` on that change nothing but rows.
std::size_t end_of_rows(const Section& section, std::size_t begin, const LexicalRules& rules) {
  std::size_t end = begin;
  for (; end < section.statements.size(); ++end) {
    const SqlStatement& statement = section.statements[end];
    if (statement.batch || statement.query || !changes_only_rows(statement, rules)) break;
  }
  return end;
}

}  // namespace

bool may_change_schema(const SqlStatement& statement, const LexicalRules& rules) {
  if (statement.query) return false;
  const std::vector<Token> tokens = first_tokens(statement.text, 1, rules);
  if (tokens.empty()) return true;
  if (is_word(tokens[0], "SET")) return sets_names(statement.text, rules);
  return !is_word(tokens[0], "INSERT") && !is_word(tokens[0], "UPDATE") &&
         !is_word(tokens[0], "DELETE");
}

bool changes_only_rows(const SqlStatement& statement, const LexicalRules& rules) {
  if (statement.query) return true;
  const std::vector<Token> tokens = first_tokens(statement.text, 1, rules);
  constexpr std::array words = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH",
                                "LOAD",   "SET",    "DO",     "SELECT"};
  return !tokens.empty() && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return is_word(tokens[0], word);
  });
}

std::vector<Segment> segments_of(const Section& section, const Dialect& dialect,
                                 const schema::Guard& guard) {
  std::deque<std::string> spelled;
  std::vector<std::string_view> texts;
  texts.reserve(section.statements.size());
  for (const SqlStatement& statement : section.statements) {
    texts.push_back(statement.query ? spelled.emplace_back(values_of(statement, dialect))
                                    : std::string_view(statement.text));
  }

  std::vector<Segment> segments;
  std::size_t rows_end = 0;  // of the statements of rows that were counted last
  bool many_rows = false;
  const bool together = dialect.facts().transactional_ddl && section.transaction;
  for (std::size_t begin = 0; begin < texts.size();) {
    const auto alone = [&](std::string_view text) {
      return guard.needs_no_transaction(text).has_value();
    };
    if (section.statements[begin].batch) {
      segments.push_back({begin, begin + 1, true, true});
    } else if (alone(texts[begin])) {
      segments.push_back({begin, begin + 1, false});
    } else if (!together) {
      const bool transactional =
          dialect.facts().transactional_ddl ||
          changes_only_rows(section.statements[begin], dialect.lexical_rules());
      std::size_t end = begin + 1;
      if (transactional && section.transaction) {
        if (begin >= rows_end) {
          rows_end = end_of_rows(section, begin, dialect.lexical_rules());
          many_rows = rows_end - begin >= many_statements;
        }
        if (many_rows) end = std::min(begin + at_once, std::max(rows_end, end));
      }
      segments.push_back({begin, end, transactional});
    } else {
      const auto rest = std::span(texts).subspan(begin);
      std::size_t length = 1;
      while (length < rest.size() && !section.statements[begin + length].batch &&
             !alone(rest[length])) {
        ++length;
      }
      segments.push_back({begin, begin + until_commit(rest.first(length), guard), true});
    }
    begin = segments.back().end;
  }
  return segments;
}

}  // namespace covet::migrations
