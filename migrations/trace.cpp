#include "migrations/trace.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/strings.h"
#include "migrations/run_context.h"
#include "migrations/segments.h"
#include "migrations/statements.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {
namespace {

using Tokens = std::vector<Token>;

struct Beginning {
  std::string_view words;
  Trace trace;
};

// The one table of statements that leave no trace; all others show in the schema, or are mistyped.
// The longer beginnings come first.
constexpr auto beginnings = std::to_array<Beginning>({
    {"CREATE OR REPLACE", Trace::repeatable},
    {"CREATE USER", Trace::none},
    {"CREATE ROLE", Trace::none},
    {"CREATE DATABASE", Trace::none},
    {"CREATE TABLESPACE", Trace::none},
    {"CREATE SUBSCRIPTION", Trace::none},
    {"CREATE SERVER", Trace::none},
    {"DROP USER", Trace::none},
    {"DROP ROLE", Trace::none},
    {"DROP DATABASE", Trace::none},
    {"DROP TABLESPACE", Trace::none},
    {"DROP SUBSCRIPTION", Trace::none},
    {"DROP SERVER", Trace::none},
    {"RENAME USER", Trace::none},
    {"ALTER USER", Trace::repeatable},
    {"ALTER ROLE", Trace::repeatable},
    {"ALTER SYSTEM", Trace::repeatable},
    {"ALTER DATABASE", Trace::repeatable},
    {"SET", Trace::repeatable},
    {"USE", Trace::repeatable},
    {"RESET", Trace::repeatable},
    {"GRANT", Trace::repeatable},
    {"REVOKE", Trace::repeatable},
    {"TRUNCATE", Trace::repeatable},
    {"ANALYZE", Trace::repeatable},
    {"ANALYSE", Trace::repeatable},
    {"OPTIMIZE", Trace::repeatable},
    {"REPAIR", Trace::repeatable},
    {"CHECK", Trace::repeatable},
    {"CHECKSUM", Trace::repeatable},
    {"FLUSH", Trace::repeatable},
    {"VACUUM", Trace::repeatable},
    {"REINDEX", Trace::repeatable},
    {"CLUSTER", Trace::repeatable},
    {"CHECKPOINT", Trace::repeatable},
    {"REFRESH", Trace::repeatable},
    {"PURGE", Trace::repeatable},
    {"KILL", Trace::repeatable},
    {"SHOW", Trace::repeatable},
    {"DESCRIBE", Trace::repeatable},
    {"EXPLAIN", Trace::repeatable},
    {"PRAGMA", Trace::repeatable},
    {"LOCK", Trace::repeatable},
    {"UNLOCK", Trace::repeatable},
    {"PREPARE", Trace::repeatable},
    {"DEALLOCATE", Trace::repeatable},
    {"CALL", Trace::none},
    {"EXECUTE", Trace::none},
    {"BEGIN", Trace::none},
    {"IF", Trace::none},
    {"CASE", Trace::none},
    {"LOOP", Trace::none},
    {"WHILE", Trace::none},
    {"REPEAT", Trace::none},
    {"FOR", Trace::none},
    {"INSTALL", Trace::none},
    {"UNINSTALL", Trace::none},
    {"IMPORT", Trace::none},
    {"HANDLER", Trace::none},
    {"CLONE", Trace::none},
    {"RESTART", Trace::none},
    {"SHUTDOWN", Trace::none},
    {"CHANGE", Trace::none},
    {"START", Trace::none},
    {"STOP", Trace::none},
    {"BINLOG", Trace::none},
    {"CACHE", Trace::none},
    {"LOAD", Trace::none},
    {"INSERT", Trace::none},
    {"UPDATE", Trace::none},
    {"DELETE", Trace::none},
    {"REPLACE", Trace::none},
    {"ALTER", Trace::schema},
    {"RENAME", Trace::schema},
});

bool begins_with(const Tokens& tokens, std::string_view words) {
  std::size_t next = 0;
  for (const std::string& word : split(words, ' ')) {
    if (next == tokens.size() || !is_word(tokens[next], word)) return false;
    ++next;
  }
  return true;
}

bool holds(const Tokens& tokens, std::string_view first, std::string_view second) {
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (is_word(tokens[i], first) && is_word(tokens[i + 1], second)) return true;
  }
  return false;
}

bool is_conditional(const Tokens& tokens) {
  constexpr std::size_t head = 7;  // the words stand before the name
  const Tokens beginning(
      tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(std::min(head, tokens.size())));
  return holds(beginning, "IF", "NOT") || holds(beginning, "IF", "EXISTS");
}

/// Tables that change names with each other look afterwards as before where they are alike.
bool swaps_names(const Tokens& tokens) {
  std::set<std::string> from;
  bool swap = false;
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (!is_word(tokens[i], "TO")) continue;
    from.insert(to_lower(unquote(tokens[i - 1])));
    swap = swap || from.contains(to_lower(unquote(tokens[i + 1])));
  }
  return swap;
}

Trace trace_of_alter(const Tokens& tokens) {
  if (holds(tokens, "EXCHANGE", "PARTITION") || holds(tokens, "DISCARD", "TABLESPACE") ||
      holds(tokens, "IMPORT", "TABLESPACE")) {
    return Trace::none;
  }
  return Trace::schema;
}

Diagnostic untraceable(const Run& run, const SqlStatement& statement) {
  Diagnostic fault;
  fault.code = "CV214";
  fault.message =
      "this statement leaves no trace: after a crash nobody could know whether it took effect";
  fault.where.file = run.migration->file.string();
  fault.where.line = statement.line;
  fault.where.column = statement.column;
  fault.excerpt = line_at(run.migration->text, statement.line);
  fault.where.length = std::max<std::size_t>(1, code_points(statement.text.first_line()));
  fault.help =
      "if to run it twice does no harm, write `-- covet:rerunnable` on a line before it; else say "
      "the same by statements that show in the schema or change rows in a transaction";
  return fault;
}

}  // namespace

bool is_conditional(std::string_view statement, const LexicalRules& rules) {
  return is_conditional(lex_code(statement, rules));
}

Trace trace_of(std::string_view statement, const LexicalRules& rules) {
  const Tokens tokens = lex_code(statement, rules);
  if (tokens.empty()) return Trace::repeatable;
  const auto known = std::find_if(beginnings.begin(), beginnings.end(), [&](const Beginning& one) {
    return begins_with(tokens, one.words);
  });
  if (known == beginnings.end()) return Trace::schema;
  if (known->trace == Trace::none && is_conditional(tokens)) return Trace::repeatable;
  if (known->words == "RENAME" && swaps_names(tokens)) return Trace::none;
  if (known->words == "ALTER") return trace_of_alter(tokens);
  return known->trace;
}

void refuse_untraceable(const RunPlan& plan, const Dialect& dialect, const schema::Guard& guard) {
  std::vector<Diagnostic> faults;
  for (const Run& run : plan.runs) {
    const Section& section = section_of(run);
    for (const Segment& segment : segments_of(section, dialect, guard)) {
      const SqlStatement& statement = section.statements[segment.begin];
      if (segment.transactional || statement.rerunnable || segment.begin < run.first_statement ||
          trace_of(statement.text, dialect.lexical_rules()) != Trace::none) {
        continue;
      }
      faults.push_back(untraceable(run, statement));
    }
  }
  if (faults.empty()) return;
  std::string message =
      count_of(faults.size(), "statement leaves no trace", "statements leave no trace");
  std::string hint = faults.front().help;
  throw Error(Errc::refused, std::move(message), std::move(hint)).with(std::move(faults));
}

}  // namespace covet::migrations
