#include "cli/report.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "cli/json.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

constexpr std::size_t most_shown = 20;

std::string_view word_for(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "error";
}

Colour colour_for(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Colour::red;
    case Severity::warning:
      return Colour::yellow;
    case Severity::note:
      return Colour::cyan;
  }
  return Colour::red;
}

std::string heading(Severity severity, std::string_view code, std::string_view message,
                    const Style& style) {
  const std::string mark = code.empty() ? std::string(word_for(severity))
                                        : fmt::format("{}[{}]", word_for(severity), code);
  return style.paint(colour_for(severity), mark) + ": " + style.paint(Colour::bold, message) + "\n";
}

/// The first `count` code points of `line`.
std::string_view leading(std::string_view line, std::size_t count) {
  std::size_t at = 0;
  for (; at < line.size() && count > 0; --count) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U)
      ++at;
  }
  return line.substr(0, at);
}

std::string file_display(const std::string& file, const Context& context) {
  const std::filesystem::path path(file);
  return path.is_absolute() ? context.shown(path) : file;
}

/// The line and, below it, the caret.
std::string excerpt_text(const Diagnostic& diagnostic, const Style& style) {
  const SourceSpan& where = diagnostic.where;
  const std::string number = std::to_string(where.line);
  const std::string gutter(number.size(), ' ');
  const std::string line = replace_all(diagnostic.excerpt, "\t", " ");
  std::string text = fmt::format("{} |\n{} | {}\n", gutter, number, line);
  if (where.column == 0) return text;
  const std::string_view before = leading(line, where.column - 1);
  const std::string_view marked =
      leading(std::string_view(line).substr(before.size()), where.length);
  const std::string carets(std::max<std::size_t>(display_width(marked), 1), '^');
  text += fmt::format("{} | {}{}{}{}\n", gutter, std::string(display_width(before), ' '),
                      style.paint(colour_for(diagnostic.severity), carets),
                      diagnostic.label.empty() ? "" : " ", diagnostic.label);
  return text;
}

/// "= note: …", further lines aligned below its beginning.
std::string remark(std::string_view gutter, std::string_view word, std::string_view text,
                   const Style& style) {
  const std::string lead = fmt::format("{} = {}: ", gutter, word);
  return fmt::format(
      "{} = {}: {}\n", gutter, style.paint(Colour::cyan, word),
      replace_all(std::string(text), "\n", "\n" + std::string(display_width(lead), ' ')));
}

std::size_t files_in(const std::vector<Diagnostic>& diagnostics) {
  std::set<std::string> files;
  for (const Diagnostic& diagnostic : diagnostics)
    files.insert(diagnostic.where.file);
  return files.size();
}

void report_diagnostics(const Error& error, const Context& context) {
  std::size_t shown = 0;
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    if (shown == most_shown) break;
    context.err << (shown++ == 0 ? "" : "\n")
                << diagnostic_text(diagnostic, context, context.err_style);
  }
  const std::size_t count = error.diagnostics().size();
  if (count > shown) {
    context.err << fmt::format("\n{} and {} more\n", context.err_style.sign(Sign::ellipsis),
                               count - shown);
  }
  const bool repeats = error.diagnostics().front().help == error.hint();
  if (!error.hint().empty() && !repeats)
    context.err << remark("", "help", error.hint(), context.err_style);
  if (count > 1) {
    context.err << fmt::format("\n{} in {}.\n", count_of(count, "fault"),
                               count_of(files_in(error.diagnostics()), "file"));
  }
}

}  // namespace

JsonObject diagnostic_json(const Diagnostic& diagnostic) {
  JsonObject json;
  json.add("severity", word_for(diagnostic.severity)).add("code", diagnostic.code);
  json.add("message", diagnostic.message).add("file", diagnostic.where.file);
  json.add("line", diagnostic.where.line).add("column", diagnostic.where.column);
  json.add_unless_empty("label", diagnostic.label);
  if (!diagnostic.notes.empty()) json.add("notes", json_array(diagnostic.notes));
  return json.add_unless_empty("help", diagnostic.help);
}

std::string diagnostic_text(const Diagnostic& diagnostic, const Context& context,
                            const Style& style) {
  const SourceSpan& where = diagnostic.where;
  std::string text = heading(diagnostic.severity, diagnostic.code, diagnostic.message, style);
  const std::string gutter =
      where.line == 0 ? " " : std::string(std::to_string(where.line).size(), ' ');
  if (!where.file.empty()) {
    text += fmt::format("{}--> {}", gutter, file_display(where.file, context));
    if (where.line > 0) text += fmt::format(":{}", where.line);
    if (where.line > 0 && where.column > 0) text += fmt::format(":{}", where.column);
    text += "\n";
  }
  if (where.line > 0 && !diagnostic.excerpt.empty()) text += excerpt_text(diagnostic, style);
  for (const std::string& note : diagnostic.notes)
    text += remark(gutter, "note", note, style);
  if (!diagnostic.help.empty()) text += remark(gutter, "help", diagnostic.help, style);
  return text;
}

void report(const Error& error, const Context& context) {
  if (!error.diagnostics().empty()) {
    report_diagnostics(error, context);
  } else {
    const std::string state = error.sql() ? error.sql()->state : "";
    context.err << heading(Severity::error, state, error.message(), context.err_style);
    if (!error.hint().empty()) context.err << remark(" ", "help", error.hint(), context.err_style);
  }
  context.err << std::flush;
}

std::string error_json(const Error& error, ExitCode code) {
  JsonObject fault;
  fault.add("code", name_of(error.code())).add("message", error.message());
  fault.add_unless_empty("hint", error.hint());
  if (error.sql()) fault.add_unless_empty("state", error.sql()->state);
  JsonArray diagnostics;
  for (const Diagnostic& diagnostic : error.diagnostics())
    diagnostics.add(diagnostic_json(diagnostic));
  if (!error.diagnostics().empty()) fault.add("diagnostics", diagnostics);
  return json_document().add("error", fault).add("exit", number(code)).text();
}

}  // namespace covet::cli
