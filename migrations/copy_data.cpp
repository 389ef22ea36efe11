#include "migrations/copy_data.h"

#include <algorithm>

#include "core/base/strings.h"

namespace covet::migrations {

CopyData copy_data_at(std::string_view sql, std::size_t from) {
  CopyData data;
  const auto line_end = [&](std::size_t at) { return std::min(sql.find('\n', at), sql.size()); };
  std::size_t line = line_end(from);
  const std::string_view behind = trim(sql.substr(from, line - from));
  data.alone = behind.empty() || behind.starts_with("--");
  while (line < sql.size()) {
    const std::size_t begin = line + 1;
    line = line_end(begin);
    const std::string_view text = sql.substr(begin, line - begin);
    if (text != "\\." && text != "\\.\r") continue;
    data.end = begin + 2;
    data.closed = true;
    return data;
  }
  data.end = sql.size();
  return data;
}

bool ends_itself(std::string_view statement, const LexicalRules& rules) {
  if (!rules.copy_data || !statement.ends_with("\n\\.")) return false;
  const std::vector<Token> first = first_tokens(statement, 1, rules);
  return !first.empty() && is_word(first.front(), "COPY");
}

std::string terminated(std::string_view statement, const LexicalRules& rules) {
  return std::string(statement) + (ends_itself(statement, rules) ? "" : ";");
}

bool ends_closed(std::string_view sql, const LexicalRules& rules) {
  bool closed = true;
  for (CodeWalk code(sql, rules); !code.done();) {
    const Token token = code.next();
    if (token.kind == TokenKind::space || token.kind == TokenKind::comment) continue;
    const bool data = token.kind == TokenKind::string && token.text.front() <= ' ';
    closed = data || token.text == ";";
  }
  return closed;
}

Token CodeWalk::next() {
  if (data_follows_) {
    data_follows_ = false;
    const std::size_t begin = position_;
    position_ = copy_data_at(sql_, begin).end;
    return {TokenKind::string, sql_.substr(begin, position_ - begin), begin};
  }
  const Token token = next_token(sql_, position_, rules_);
  position_ += token.text.size();
  if (rules_.copy_data && token.kind != TokenKind::space && token.kind != TokenKind::comment)
    follow(token);
  return token;
}

void CodeWalk::follow(const Token& token) {
  if (token.text != ";" || shape_.inside()) {
    shape_.feed(token);
    return;
  }
  data_follows_ = shape_.copies_from_stdin() && position_ < sql_.size();
  shape_.reset();
}

}  // namespace covet::migrations
