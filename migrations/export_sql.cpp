#include "migrations/export_sql.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/strings.h"
#include "migrations/batch_directive.h"
#include "migrations/copy_data.h"
#include "migrations/directive.h"
#include "migrations/fault.h"
#include "migrations/migration_file.h"
#include "migrations/query_step.h"
#include "migrations/step_sql.h"

namespace covet::migrations {
namespace {

/// Without covet's own marks; the line that one has to itself goes with it.
std::string without_directives(std::string_view text, const LexicalRules& rules) {
  std::string rest;
  bool fresh = false;  // behind a mark that had the line to itself
  for (CodeWalk code(text, rules); !code.done();) {
    const Token token = code.next();
    const bool behind_mark = fresh && token.text.starts_with('\n');
    fresh = read_directive(token).has_value();
    if (!fresh) rest += token.text.substr(behind_mark ? 1 : 0);
  }
  return std::string(trim(rest));
}

bool has_delimiter_lines(std::string_view text) {
  for (const std::string& line : split(text, '\n'))
    if (to_upper(trim(line)).starts_with("DELIMITER ")) return true;
  return false;
}

/// A function that covet gives an engine which lacks it; "" where none is called.
std::string own_function(const std::string& sql, const LexicalRules& rules) {
  const std::vector<Token> code = lex_code(sql, rules);
  for (std::size_t i = 0; i + 1 < code.size(); ++i) {
    const bool own = code[i].kind == TokenKind::word && code[i].text.starts_with("covet_");
    if (own && code[i + 1].text == "(") return std::string(code[i].text);
  }
  return "";
}

class Writer {
 public:
  Writer(const Dialect& dialect, const model::ModelSet& models)
      : dialect_(dialect), models_(models) {}

  /// The section as text that ends with a semicolon.
  std::string body(const Migration& migration, const Section& section);
  /// Throws what was found.
  void finish();

 private:
  std::string sql_of(const Migration& migration, const SqlStatement& statement);

  const Dialect& dialect_;
  schema::QueryModels models_;
  std::vector<Diagnostic> faults_;
};

std::string Writer::body(const Migration& migration, const Section& section) {
  if (section.statements.empty()) return "";
  const LexicalRules& rules = dialect_.lexical_rules();
  std::string text = without_directives(migration.text_of(section), rules);
  const bool own_words =
      std::any_of(section.statements.begin(), section.statements.end(),
                  [](const SqlStatement& one) { return one.batch.has_value() || one.query; });
  // Batches, steps, and the shell's own DELIMITER, are words that other programs don't know.
  if (own_words || (rules.delimiter_command && has_delimiter_lines(text))) {
    text.clear();
    for (const SqlStatement& statement : section.statements)
      text += terminated(sql_of(migration, statement), rules) + "\n";
    return text;
  }
  return text + (ends_closed(text, rules) ? "\n" : "\n;\n");
}

std::string Writer::sql_of(const Migration& migration, const SqlStatement& statement) {
  const LexicalRules& rules = dialect_.lexical_rules();
  if (!statement.query) return unbatched(statement, rules);
  try {
    const std::string sql = step_sql(statement, models_, dialect_).sql;
    if (const std::string function = own_function(sql, rules); !function.empty()) {
      faults_.push_back(fault_at_line(
          migration, statement.line, "CV213",
          "this step calls `" + function + "`, which only covet's own connections have here",
          "say the same by functions that the engine has"));
    }
    return statement.batch ? unbatched(sql, rules) : sql;
  } catch (const Error& error) {
    if (error.diagnostics().empty()) throw;
    for (const Diagnostic& fault : error.diagnostics())
      faults_.push_back(in_file(fault, migration, statement.line, statement.column));
    return "";
  }
}

void Writer::finish() {
  if (faults_.empty()) return;
  std::string message =
      count_of(faults_.size(), "step") + " can't be written as SQL for other tools";
  throw Error(Errc::usage, std::move(message),
              "steps are exported by the models as they are now: write the statement by hand, or "
              "export from a commit whose models fit")
      .with(std::move(faults_));
}

std::string remarks(const Section& section) {
  std::string text;
  if (!section.transaction) text += "-- each statement by itself, outside a transaction\n";
  if (section.foreign_keys_off) text += "-- with foreign keys off\n";
  return text;
}

}  // namespace

std::vector<SqlFile> export_pairs(std::span<const Migration> migrations, const Dialect& dialect,
                                  const model::ModelSet& models) {
  Writer writer(dialect, models);
  std::vector<SqlFile> files;
  for (const Migration& migration : migrations) {
    const std::string stem = file_stem(migration.version, migration.name);
    files.push_back(
        {stem + ".up.sql", remarks(migration.up) + writer.body(migration, migration.up)});
    if (!migration.down) continue;
    files.push_back(
        {stem + ".down.sql", remarks(*migration.down) + writer.body(migration, *migration.down)});
  }
  writer.finish();
  return files;
}

std::string export_single(std::span<const Migration> migrations, const Dialect& dialect,
                          const model::ModelSet& models) {
  Writer writer(dialect, models);
  std::string text;
  for (const Migration& migration : migrations) {
    const Section& up = migration.up;
    const bool framed = dialect.facts().transactional_ddl && up.transaction;
    if (!text.empty()) text += "\n";
    text += "-- " + migration.version.text() + " " + migration.title() + "\n";
    if (up.foreign_keys_off) text += "PRAGMA foreign_keys = OFF;\n";
    if (framed) text += "BEGIN;\n";
    text += writer.body(migration, up);
    if (framed) text += "COMMIT;\n";
    if (up.foreign_keys_off) text += "PRAGMA foreign_keys = ON;\n";
  }
  writer.finish();
  return text;
}

}  // namespace covet::migrations
