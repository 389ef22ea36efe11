#include "migrations/export_sql.h"

#include <algorithm>
#include <string_view>

#include "core/base/strings.h"
#include "migrations/batch_directive.h"
#include "migrations/directive.h"
#include "migrations/migration_file.h"

namespace covet::migrations {
namespace {

/// Without covet's own marks; the line that one has to itself goes with it.
std::string without_directives(std::string_view text, const LexicalRules& rules) {
  std::string rest;
  for (std::size_t position = 0; position < text.size();) {
    const Token token = next_token(text, position, rules);
    position = token.offset + token.text.size();
    if (!read_directive(token)) {
      rest += token.text;
    } else if (position < text.size() && text[position] == '\n') {
      ++position;
    }
  }
  return std::string(trim(rest));
}

bool has_delimiter_lines(std::string_view text) {
  for (const std::string& line : split(text, '\n'))
    if (to_upper(trim(line)).starts_with("DELIMITER ")) return true;
  return false;
}

/// The section as text that ends with a semicolon.
std::string body(const Migration& migration, const Section& section, const LexicalRules& rules) {
  if (section.statements.empty()) return "";
  std::string text = without_directives(migration.text_of(section), rules);
  const bool batched = std::any_of(section.statements.begin(), section.statements.end(),
                                   [](const SqlStatement& one) { return one.batch.has_value(); });
  // Batches, and the shell's own DELIMITER, are words that other programs don't know.
  if (batched || (rules.delimiter_command && has_delimiter_lines(text))) {
    text.clear();
    for (const SqlStatement& statement : section.statements)
      text += unbatched(statement, rules) + ";\n";
    return text;
  }
  const std::vector<Token> code = lex_code(text, rules);
  const bool closed = !code.empty() && code.back().text == ";";
  return text + (closed ? "\n" : "\n;\n");
}

std::string remarks(const Section& section) {
  std::string text;
  if (!section.transaction) text += "-- each statement by itself, outside a transaction\n";
  if (section.foreign_keys_off) text += "-- with foreign keys off\n";
  return text;
}

}  // namespace

std::vector<SqlFile> export_pairs(std::span<const Migration> migrations, const Dialect& dialect) {
  const LexicalRules& rules = dialect.lexical_rules();
  std::vector<SqlFile> files;
  for (const Migration& migration : migrations) {
    const std::string stem = file_stem(migration.version, migration.name);
    files.push_back(
        {stem + ".up.sql", remarks(migration.up) + body(migration, migration.up, rules)});
    if (!migration.down) continue;
    files.push_back(
        {stem + ".down.sql", remarks(*migration.down) + body(migration, *migration.down, rules)});
  }
  return files;
}

std::string export_single(std::span<const Migration> migrations, const Dialect& dialect) {
  std::string text;
  for (const Migration& migration : migrations) {
    const Section& up = migration.up;
    const bool framed = dialect.facts().transactional_ddl && up.transaction;
    if (!text.empty()) text += "\n";
    text += "-- " + migration.version.text() + " " + migration.title() + "\n";
    if (up.foreign_keys_off) text += "PRAGMA foreign_keys = OFF;\n";
    if (framed) text += "BEGIN;\n";
    text += body(migration, up, dialect.lexical_rules());
    if (framed) text += "COMMIT;\n";
    if (up.foreign_keys_off) text += "PRAGMA foreign_keys = ON;\n";
  }
  return text;
}

}  // namespace covet::migrations
