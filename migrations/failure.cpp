#include <algorithm>
#include <string>
#include <utility>

#include "core/base/strings.h"
#include "migrations/query_step.h"
#include "migrations/run_context.h"
#include "migrations/statements.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {
namespace {

/// The byte at which a line and a column (in code points) stand.
std::size_t offset_of(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t offset = 0;
  for (; line > 1; --line)
    offset = std::min(text.find('\n', offset), text.size() - 1) + 1;
  for (; column > 1 && offset < text.size(); --column) {
    do {
      ++offset;
    } while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U);
  }
  return offset;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

/// What stands at the place that the server points at: a word or number, else one character.
std::string_view pointed_at(std::string_view text) {
  const std::size_t end = text.find_first_of(" \t\r\n,;()");
  return text.substr(0, std::max<std::size_t>(1, std::min(end, text.size())));
}

Failure failure_with(const Run& run, const Error& error, Diagnostic diagnostic) {
  const Error plain(error.code(), error.message(), error.hint());
  Error copy = error.sql() ? Error(plain).with(SqlContext(*error.sql())) : plain;
  std::vector<Diagnostic> diagnostics = {std::move(diagnostic)};
  diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
  return Failure{std::move(copy).with(std::move(diagnostics)), &run};
}

Diagnostic bare(const Run& run, const Error& error) {
  Diagnostic diagnostic;
  if (error.sql()) diagnostic.code = error.sql()->state;
  diagnostic.message = error.message();
  diagnostic.help = error.hint();
  diagnostic.where.file = run.migration->file.string();
  return diagnostic;
}

/// A step's: the fault at its place in the query, or what ran and was refused.
Failure failure_of_step(const Run& run, const SqlStatement& statement, const Error& error) {
  if (!error.diagnostics().empty()) {
    const Error plain(error.code(), error.message(), error.hint());
    return failure_with(
        run, plain,
        in_file(error.diagnostics().front(), *run.migration, statement.line, statement.column));
  }
  Diagnostic diagnostic = bare(run, error);
  diagnostic.where.line = diagnostic.where.column = 1;
  diagnostic.where.length = std::max<std::size_t>(1, code_points(first_line(statement.text)));
  if (error.sql()) diagnostic.notes.push_back("it ran: " + error.sql()->sql);
  return failure_with(
      run, error, in_file(std::move(diagnostic), *run.migration, statement.line, statement.column));
}

}  // namespace

Failure failure_at(const Run& run, std::size_t index, const Error& error) {
  const SqlStatement& statement = section_of(run).statements.at(index);
  if (statement.query) {
    Failure failure = failure_of_step(run, statement, error);
    failure.statement = index;
    return failure;
  }
  const std::string_view text = run.migration->text;
  Diagnostic diagnostic = bare(run, error);
  std::size_t offset = offset_of(text, statement.line, statement.column);
  std::string_view marked = first_line(statement.text);
  if (error.sql() && error.sql()->offset && error.sql()->sql == statement.text &&
      *error.sql()->offset < statement.text.size()) {
    offset += *error.sql()->offset;
    marked = pointed_at(std::string_view(statement.text).substr(*error.sql()->offset));
  }
  const LineColumn at = line_column(text, offset);
  diagnostic.where.line = at.line;
  diagnostic.where.column = at.column;
  diagnostic.where.length = std::max<std::size_t>(1, code_points(marked));
  diagnostic.excerpt = line_at(text, at.line);
  Failure failure = failure_with(run, error, std::move(diagnostic));
  failure.statement = index;
  return failure;
}

Failure failure_of(const Run& run, const Error& error) {
  const Section& section = section_of(run);
  Diagnostic diagnostic = bare(run, error);
  if (section.line > 0) {
    diagnostic.where.line = section.line;
    diagnostic.where.column = 1;
    diagnostic.excerpt = line_at(run.migration->text, section.line);
    diagnostic.where.length = std::max<std::size_t>(1, code_points(diagnostic.excerpt));
  }
  return failure_with(run, error, std::move(diagnostic));
}

}  // namespace covet::migrations
