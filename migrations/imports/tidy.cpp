#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/copy_data.h"
#include "migrations/imports/conversion.h"
#include "migrations/sql_split.h"
#include "migrations/transaction_control.h"

namespace covet::migrations::imports {
namespace {

/// Stands for a byte that was taken out, until the lines are cut again.
constexpr char gone = '\x01';

std::string joined(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines)
    text += line.text + "\n";
  return text;
}

bool ends_in_line_comment(const Token& token) {
  return token.kind == TokenKind::comment && !token.text.starts_with("/*");
}

/// Puts the semicolons that the tool's own marks stood for.
void close_statements(Script& script, const LexicalRules& rules) {
  const auto closes = [](const Line& line) { return line.closes; };
  if (std::none_of(script.lines.begin(), script.lines.end(), closes)) return;
  const std::string text = joined(script.lines);
  std::vector<Line> result;
  std::size_t position = 0;
  std::size_t line_end = 0;
  bool open = false;
  bool in_comment = false;
  for (Line& line : script.lines) {
    line_end += line.text.size() + 1;
    while (position < line_end) {
      const Token token = next_token(text, position, rules);
      position = token.offset + token.text.size();
      if (token.kind == TokenKind::space) continue;
      in_comment = ends_in_line_comment(token);
      if (token.kind != TokenKind::comment) open = token.text != ";";
    }
    const bool wanted = line.closes && open;
    const std::size_t number = line.number;
    result.push_back(std::move(line));
    if (!wanted) continue;
    open = false;
    if (in_comment) {
      result.push_back({";", number});
    } else {
      result.back().text += ";";
    }
  }
  script.lines = std::move(result);
}

enum class Role : std::uint8_t { other, begin, end, stray };

/// What a statement does to the transaction around it.
Role role_of(std::string_view statement, const LexicalRules& rules) {
  const auto word = transaction_control(statement, rules);
  if (!word) return Role::other;
  if (*word == "BEGIN" || *word == "START TRANSACTION") return Role::begin;
  if (*word == "COMMIT" || *word == "END") return Role::end;
  return Role::stray;
}

bool make_pairs(const std::vector<Role>& roles) {
  bool open = false;
  for (const Role role : roles) {
    if (role == Role::stray || (role == Role::begin && open) || (role == Role::end && !open)) {
      return false;
    }
    if (role != Role::other) open = role == Role::begin;
  }
  return !open;
}

/// pg_dump empties the search path of the whole session, in which covet writes its history next.
bool empties_search_path(std::string_view statement, const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement, 9, rules);
  const auto has = [&](std::string_view text) {
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const Token& token) { return token.text == text; });
  };
  return !tokens.empty() && is_word(tokens[0], "SELECT") && has("set_config") &&
         has("'search_path'") && has("''");
}

/// The value of PRAGMA foreign_keys; "" for every other statement.
std::string foreign_keys_pragma(std::string_view statement, const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement, 4, rules);
  if (tokens.size() < 4 || !is_word(tokens[0], "PRAGMA") || !is_word(tokens[1], "FOREIGN_KEYS")) {
    return "";
  }
  return to_lower(tokens[3].text);
}

/// CREATE, ALTER, INSERT and the like, of one of `tables`.
bool is_about(std::string_view statement, const std::vector<std::string>& tables,
              const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement, 10, rules);
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return (token.kind == TokenKind::word || token.kind == TokenKind::quoted) &&
           std::find(tables.begin(), tables.end(), unquote(token)) != tables.end();
  });
}

bool means_off(std::string_view value) {
  return value == "off" || value == "0" || value == "false" || value == "no";
}

class Tidying {
 public:
  Tidying(Script& script, const LexicalRules& rules, std::vector<std::string>& notes)
      : script_(script), rules_(rules), notes_(notes), text_(joined(script.lines)) {}
  void run();

 private:
  void take_out_frames();
  void take_out_pragmas();
  void take_out(const StatementSpan& span);
  void cut_lines();

  Script& script_;
  const LexicalRules& rules_;
  std::vector<std::string>& notes_;
  std::string text_;
  std::vector<StatementSpan> spans_;
};

/// With its semicolon.
void Tidying::take_out(const StatementSpan& span) {
  std::size_t end = span.offset + span.text.size();
  const std::size_t next = text_.find_first_not_of(" \t\n", end);
  if (next != std::string::npos && text_[next] == ';') end = next + 1;
  for (std::size_t i = span.offset; i < end; ++i)
    if (text_[i] != '\n') text_[i] = gone;
}

void Tidying::take_out_frames() {
  std::vector<Role> roles;
  roles.reserve(spans_.size());
  for (const StatementSpan& span : spans_)
    roles.push_back(role_of(span.text, rules_));
  const auto is_frame = [](Role role) { return role == Role::begin || role == Role::end; };
  if (std::none_of(roles.begin(), roles.end(), is_frame)) return;
  if (!script_.frames_are_the_tools && !make_pairs(roles)) return;
  for (std::size_t i = 0; i < spans_.size(); ++i)
    if (is_frame(roles[i])) take_out(spans_[i]);
  script_.transaction = true;
}

/// In a transaction the pragma does nothing: the runner has to know.
void Tidying::take_out_pragmas() {
  const auto turns_off = [&](const StatementSpan& span) {
    return means_off(foreign_keys_pragma(span.text, rules_));
  };
  if (!script_.transaction || std::none_of(spans_.begin(), spans_.end(), turns_off)) return;
  script_.foreign_keys_off = true;
  for (const StatementSpan& span : spans_)
    if (!foreign_keys_pragma(span.text, rules_).empty()) take_out(span);
}

void Tidying::cut_lines() {
  std::vector<Line> lines;
  std::size_t begin = 0;
  for (Line& line : script_.lines) {
    std::string text = text_.substr(begin, line.text.size());
    begin += line.text.size() + 1;
    if (text.find(gone) != std::string::npos) {
      std::erase(text, gone);
      if (trim(text).empty()) continue;
    }
    lines.push_back({std::move(text), line.number, line.closes});
  }
  script_.lines = std::move(lines);
}

void Tidying::run() {
  const std::string before = text_;  // the spans are views into it
  try {
    spans_ = split_sql(before, rules_);
  } catch (const Error&) {
    return;  // covet's parser says what is wrong, once the file is whole
  }
  take_out_frames();
  take_out_pragmas();
  for (const StatementSpan& span : spans_)
    if (is_about(span.text, script_.own_tables, rules_)) take_out(span);
  for (const StatementSpan& span : spans_) {
    if (!empties_search_path(span.text, rules_)) continue;
    take_out(span);
    notes_.push_back(script_.file +
                     ": left out the set_config that empties search_path, which would hide covet's "
                     "own table");
  }
  cut_lines();
}

/// A command of the engine's own shell that changes nothing of what it sends.
bool only_concerns_the_shell(std::string_view line, const LexicalRules& rules) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (rules.meta_commands) {
    if (word == "\\set") {
      // Those in capitals are psql's own; any other is put in somewhere.
      const std::string_view name = trim(line.substr(word.size()));
      return name.starts_with("ON_ERROR_") || name.starts_with("QUIET") ||
             name.starts_with("VERBOSITY") || name.starts_with("ECHO") ||
             name.starts_with("SHOW_CONTEXT");
    }
    return is_one_of({"\\restrict", "\\unrestrict", "\\echo", "\\qecho", "\\warn", "\\timing",
                      "\\pset", "\\x", "\\a", "\\t"});
  }
  return rules.trigger_bodies && is_one_of({".bail", ".echo", ".headers", ".header", ".mode",
                                            ".print", ".timer", ".changes", ".width"});
}

/// Lines of the shell among `lines`, but for those within a quote or a COPY's data.
void take_out_shell_lines(Script& script, const LexicalRules& rules) {
  const auto stands = [&](const Line& line) { return only_concerns_the_shell(line.text, rules); };
  if (std::none_of(script.lines.begin(), script.lines.end(), stands)) return;
  const std::string text = joined(script.lines);
  std::vector<Line> kept;
  std::size_t begin = 0;
  CodeWalk code(text, rules);
  Token token{TokenKind::space, {}, 0};
  for (Line& line : script.lines) {
    while (!code.done() && token.offset + token.text.size() <= begin)
      token = code.next();
    const bool within = token.offset < begin && token.kind != TokenKind::space;
    begin += line.text.size() + 1;
    if (within || !stands(line)) kept.push_back(std::move(line));
  }
  script.lines = std::move(kept);
}

}  // namespace

void tidy(Script& script, const LexicalRules& rules, std::vector<std::string>& notes) {
  take_out_shell_lines(script, rules);
  close_statements(script, rules);
  Tidying(script, rules, notes).run();
}

}  // namespace covet::migrations::imports
