#include "migrations/export_sql.h"

#include <algorithm>
#include <string_view>

#include "core/base/strings.h"
#include "migrations/directive.h"

namespace covet::migrations {
namespace {

/// The lines of a file that belong to one section, without covet's own marks.
class SectionText {
 public:
  SectionText(const Migration& migration, const LexicalRules& rules)
      : text_(migration.text), rules_(rules) {}
  /// `mark` is "up" or "down"; a file without marks is all up.
  std::string of(std::string_view mark) const;

 private:
  std::string_view text_;
  const LexicalRules& rules_;
};

std::string SectionText::of(std::string_view mark) const {
  std::string up;
  std::string down;
  std::string* current = &up;
  for (std::size_t position = 0; position < text_.size();) {
    const Token token = next_token(text_, position, rules_);
    position = token.offset + token.text.size();
    const auto directive = read_directive(token);
    if (!directive) {
      *current += token.text;
      continue;
    }
    if (directive->name == "down") current = &down;
    if (directive->name == "up") current = &up;
    // The line that the directive had to itself goes with it.
    if (position < text_.size() && text_[position] == '\n') ++position;
  }
  return std::string(trim(mark == "up" ? up : down));
}

bool has_delimiter_lines(std::string_view text) {
  for (const std::string& line : split(text, '\n'))
    if (to_upper(trim(line)).starts_with("DELIMITER ")) return true;
  return false;
}

/// The section as text that ends with a semicolon.
std::string body(const Migration& migration, const Section& section, std::string_view mark,
                 const LexicalRules& rules) {
  if (section.statements.empty()) return "";
  std::string text = SectionText(migration, rules).of(mark);
  if (rules.delimiter_command && has_delimiter_lines(text)) {
    // A command of the shell, which other programs don't know.
    text.clear();
    for (const SqlStatement& statement : section.statements)
      text += statement.text + ";\n";
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
    const std::string stem = migration.version.text() + "_" + migration.name;
    files.push_back(
        {stem + ".up.sql", remarks(migration.up) + body(migration, migration.up, "up", rules)});
    if (!migration.down) continue;
    files.push_back({stem + ".down.sql",
                     remarks(*migration.down) + body(migration, *migration.down, "down", rules)});
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
    text += body(migration, up, "up", dialect.lexical_rules());
    if (framed) text += "COMMIT;\n";
    if (up.foreign_keys_off) text += "PRAGMA foreign_keys = ON;\n";
  }
  return text;
}

}  // namespace covet::migrations
