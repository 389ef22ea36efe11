#include "migrations/sql_split.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/copy_data.h"
#include "migrations/statement_shape.h"

namespace covet::migrations {
namespace {

/// Enough to mend a file by; a file of data has a fault in each line.
constexpr std::size_t max_faults = 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Splitter {
 public:
  Splitter(std::string_view sql, const LexicalRules& rules)
      : sql_(sql), usual_rules_(rules), rules_(rules), shape_(rules) {}

  std::vector<StatementSpan> run();

 private:
  void take(const Token& token);
  bool is_client_escape(std::size_t offset) const;
  bool take_refused(const Token& token);
  bool take_variable(const Token& token);
  bool take_delimiter_command(const Token& token);
  void add(const Token& token);
  void end_statement();
  bool at_delimiter(std::size_t offset) const {
    return !delimiter_.empty() && sql_.substr(offset, delimiter_.size()) == delimiter_;
  }
  bool first_on_line(std::size_t offset) const;
  std::size_t line_end(std::size_t offset) const {
    return std::min(sql_.find('\n', offset), sql_.size());
  }
  void take_copy_data(bool terminated);
  void follow_settings(std::string_view statement);
  void follow_sql_mode(std::span<const Token> assignment);
  void fault(std::size_t offset, std::string_view length_of, std::string message, std::string label,
             std::string help);

  std::string_view sql_;
  const LexicalRules usual_rules_;
  LexicalRules rules_;
  StatementShape shape_;
  std::size_t position_ = 0;
  bool open_ = false;  ///< a statement has begun, at begin_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  int brackets_ = 0;
  std::string delimiter_;  ///< "" is the semicolon, which knows about bodies
  std::vector<StatementSpan> statements_;
  std::vector<Diagnostic> faults_;
};

void Splitter::fault(std::size_t offset, std::string_view length_of, std::string message,
                     std::string label, std::string help) {
  if (faults_.size() == max_faults) return;
  const LineColumn at = line_column(sql_, offset);
  Diagnostic diagnostic;
  diagnostic.code = "CV206";
  diagnostic.message = std::move(message);
  diagnostic.where = {"", at.line, at.column, std::max<std::size_t>(1, code_points(length_of))};
  diagnostic.excerpt = line_at(sql_, at.line);
  diagnostic.label = std::move(label);
  diagnostic.help = std::move(help);
  faults_.push_back(std::move(diagnostic));
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \t\r\n"), text.size()));
}

bool Splitter::first_on_line(std::size_t offset) const {
  while (offset > 0 && (sql_[offset - 1] == ' ' || sql_[offset - 1] == '\t'))
    --offset;
  return sql_.substr(0, offset) == byte_order_mark || offset == 0 || sql_[offset - 1] == '\n';
}

void Splitter::end_statement() {
  if (!open_) return;
  const std::string_view text = sql_.substr(begin_, end_ - begin_);
  statements_.push_back({text, begin_});
  follow_settings(text);
  open_ = false;
  shape_.reset();
}

/// SET sql_mode and SET standard_conforming_strings change what a quote means from here on.
void Splitter::follow_settings(std::string_view statement) {
  constexpr std::string_view beginnings = "sS/";
  if (beginnings.find(statement.front()) == std::string_view::npos) return;
  std::vector<Token> first = first_tokens(statement, 1, rules_);
  if (!first.empty() && first.front().kind == TokenKind::executable) {
    // /*!40101 SET sql_mode = '…' */
    statement = first.front().text;
    statement.remove_prefix(std::min(statement.find_first_of(" \t\r\n"), statement.size()));
    first = first_tokens(statement, 1, rules_);
  }
  if (first.empty() || !is_word(first.front(), "SET")) return;
  const std::vector<Token> tokens = lex_code(statement, rules_);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const auto rest = std::span(tokens).subspan(i);
    if (is_word(rest[0], "SQL_MODE") && usual_rules_.double_quoted_strings) follow_sql_mode(rest);
    if (is_word(rest[0], "STANDARD_CONFORMING_STRINGS")) {
      rules_.backslash_escapes = std::ranges::any_of(
          rest, [](const Token& token) { return to_lower(unquote(token)) == "off"; });
    }
  }
}

void Splitter::follow_sql_mode(std::span<const Token> assignment) {
  rules_.backslash_escapes = usual_rules_.backslash_escapes;
  rules_.double_quoted_strings = usual_rules_.double_quoted_strings;
  int depth = 0;
  for (const Token& token : assignment) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (depth == 0 && token.text == ",") return;
    const std::string modes = to_lower(token.text);
    const auto has = [&](std::string_view mode) { return modes.find(mode) != std::string::npos; };
    if (token.kind == TokenKind::parameter || modes.starts_with('@')) continue;
    if (has("no_backslash_escapes")) rules_.backslash_escapes = false;
    if (has("ansi") || has("oracle") || has("postgresql") || has("mssql") || has("db2")) {
      rules_.double_quoted_strings = false;
    }
  }
}

/// They belong to the statement, with the semicolon before them and the line that ends them.
void Splitter::take_copy_data(bool terminated) {
  const std::string_view command = first_line(sql_.substr(begin_, end_ - begin_));
  const CopyData data = copy_data_at(sql_, position_);
  if (!terminated) {
    fault(begin_, command, "this COPY … FROM stdin has no data", "",
          "write a `;` behind it, the rows on the lines below, and a line `\\.` behind them");
  } else if (!data.closed) {
    fault(begin_, command, "the data of this COPY never ends", "begins here",
          "write a line `\\.` behind it, which holds nothing else");
  } else if (!data.alone) {
    fault(begin_, command, "something stands behind this COPY, on its line", "",
          "the data begins on the line below: put the rest behind the line `\\.`");
  }
  position_ = end_ = data.end;
}

void Splitter::add(const Token& token) {
  if (!open_) begin_ = token.offset;
  open_ = true;
  end_ = token.offset + token.text.size();
  if (delimiter_.empty()) shape_.feed(token);
}

/// `\G` and its like in the mysql client; `\N` is NULL.
bool Splitter::is_client_escape(std::size_t offset) const {
  return rules_.delimiter_command && sql_.substr(offset, 2) != "\\N";
}

/// What the mysql client keeps to itself where a statement could begin.
bool is_client_word(const Token& token) {
  constexpr std::array words{"SOURCE",   "SYSTEM", "TEE",       "NOTEE", "PAGER",  "NOPAGER",
                             "WARNINGS", "REHASH", "NOWARNING", "PRINT", "EDIT",   "EGO",
                             "GO",       "QUIT",   "EXIT",      "CLEAR", "STATUS", "CONNECT"};
  return std::ranges::any_of(words, [&](const char* word) { return is_word(token, word); });
}

/// pg_dump writes these around a dump, so that psql takes no other command within; nobody else has
/// any.
bool is_lock_of_psql(std::string_view word) {
  return word == "\\restrict" || word == "\\unrestrict";
}

/// A shell's own command: says so, and goes on behind its line.
bool Splitter::take_refused(const Token& token) {
  const bool at_start = !open_ && first_on_line(token.offset);
  const bool backslash = token.kind == TokenKind::symbol && token.text.front() == '\\' &&
                         (rules_.meta_commands || is_client_escape(token.offset));
  const bool dot = at_start && token.text == ".";
  const bool word_of_client = at_start && rules_.delimiter_command && is_client_word(token);
  if (!backslash && !dot && !word_of_client) return false;
  const std::string_view word = first_word(sql_.substr(token.offset, 40));
  if (at_start && is_lock_of_psql(word)) {
    position_ = line_end(token.offset);
    return true;
  }
  fault(token.offset, word,
        "`" + std::string(word) + "` is a command of the engine's own shell, not SQL", "",
        "take it out: a migration holds only what the server itself understands");
  position_ = line_end(token.offset);
  open_ = false;
  shape_.reset();
  return true;
}

/// `:name` within brackets may be the end of a slice; elsewhere only psql knows it.
bool Splitter::take_variable(const Token& token) {
  if (!rules_.meta_commands || token.kind != TokenKind::symbol) return false;
  if (token.text == "[") ++brackets_;
  if (token.text == "]") --brackets_;
  if (token.text == ";") brackets_ = 0;
  if (token.text != ":" || brackets_ > 0 || position_ == sql_.size()) return false;
  const Token name = next_token(sql_, position_, rules_);
  if (name.kind != TokenKind::word && name.kind != TokenKind::string &&
      name.kind != TokenKind::quoted) {
    return false;
  }
  const std::string_view text = first_line(sql_.substr(token.offset, 1 + name.text.size()));
  fault(token.offset, text, "`" + std::string(text) + "` is a variable of psql, not SQL", "",
        "write its value: only psql puts it in");
  position_ += name.text.size();
  return true;
}

bool Splitter::take_delimiter_command(const Token& token) {
  if (!rules_.delimiter_command || !is_word(token, "DELIMITER") || !first_on_line(token.offset)) {
    return false;
  }
  const std::size_t after = token.offset + token.text.size();
  const std::size_t line = line_end(after);
  std::string_view sign = trim(sql_.substr(after, line - after));
  // Within a statement the word may be a column's name, unless what follows can't be a type.
  const bool bare_sign = std::none_of(sign.begin(), sign.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '\t';
  });
  if (open_ && (delimiter_.empty() || !bare_sign)) return false;
  end_statement();
  sign = first_word(sign);
  if (sign.size() > 2 && std::string_view("'\"`").find(sign.front()) != std::string_view::npos &&
      sign.front() == sign.back()) {
    sign = sign.substr(1, sign.size() - 2);
  }
  position_ = line;
  if (sign.empty() || sign.find('\\') != std::string_view::npos) {
    fault(token.offset, token.text, "DELIMITER wants a sign behind it", "", "write `DELIMITER //`");
    return true;
  }
  delimiter_ = sign == ";" ? "" : std::string(sign);
  return true;
}

void Splitter::take(const Token& token) {
  position_ = token.offset + token.text.size();
  // What is never closed runs to the end.
  if (position_ == sql_.size() && unterminated(token, rules_)) {
    const bool comment = token.kind == TokenKind::comment || token.kind == TokenKind::executable;
    fault(token.offset, first_line(token.text),
          comment ? "this comment is never closed" : "this quote is never closed", "opened here",
          comment ? "close it with */" : "close it; inside, write the quote twice");
    open_ = false;
    shape_.reset();
    return;
  }
  if (token.kind == TokenKind::space || token.kind == TokenKind::comment) return;
  if (take_refused(token) || take_variable(token) || take_delimiter_command(token)) return;
  const bool is_literal = token.kind == TokenKind::string || token.kind == TokenKind::quoted ||
                          token.kind == TokenKind::executable;
  if (!delimiter_.empty() && !is_literal) {
    // The engine's own client looks at every byte: "END$$" ends at the dollars although they could
    // be the word's.
    for (std::size_t i = 1; i < token.text.size(); ++i) {
      if (!at_delimiter(token.offset + i)) continue;
      add({token.kind, token.text.substr(0, i), token.offset});
      position_ = token.offset + i;
      return;
    }
  }
  if (delimiter_.empty() && token.kind == TokenKind::symbol && token.text == ";" &&
      !shape_.inside()) {
    if (open_ && shape_.copies_from_stdin()) take_copy_data(true);
    end_statement();
    return;
  }
  add(token);
}

std::vector<StatementSpan> Splitter::run() {
  while (position_ < sql_.size() && faults_.size() < max_faults) {
    if (at_delimiter(position_)) {
      position_ += delimiter_.size();
      end_statement();
      continue;
    }
    take(next_token(sql_, position_, rules_));
  }
  if (open_ && delimiter_.empty() && shape_.body_is_open()) {
    const std::string_view text = sql_.substr(begin_, end_ - begin_);
    fault(begin_, first_line(text), "the body of this statement has no END", "begins here",
          "every BEGIN, IF, CASE, LOOP, WHILE and REPEAT of a body wants its END, and the last END "
          "a `;`");
    open_ = false;
  }
  if (open_ && shape_.copies_from_stdin()) take_copy_data(false);
  end_statement();
  if (!faults_.empty()) {
    std::string message = faults_.front().message;
    throw Error(Errc::parse, std::move(message)).with(std::move(faults_));
  }
  return std::move(statements_);
}

}  // namespace

std::vector<StatementSpan> split_sql(std::string_view sql, const LexicalRules& rules) {
  return Splitter(sql, rules).run();
}

}  // namespace covet::migrations
