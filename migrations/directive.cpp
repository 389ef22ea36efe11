#include "migrations/directive.h"

#include <algorithm>

#include "core/base/strings.h"

namespace covet::migrations {

std::optional<Directive> read_directive(const Token& token) {
  if (token.kind != TokenKind::comment || token.text.substr(0, 2) != "--") return std::nullopt;
  constexpr std::string_view mark = "covet:";
  std::string_view body = trim(token.text.substr(2));
  if (body.substr(0, mark.size()) != mark) return std::nullopt;
  body.remove_prefix(mark.size());

  Directive directive;
  directive.offset = token.offset;
  directive.length = trim(token.text).size();
  const std::size_t name_end = std::min(body.find_first_of(" \t"), body.size());
  directive.name = body.substr(0, name_end);
  for (const char c : trim(body.substr(name_end))) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && directive.rest.ends_with(' ')) continue;
    directive.rest += blank ? ' ' : c;
  }
  return directive;
}

std::string take_word(std::string& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  std::string word = text.substr(0, end);
  text.erase(0, std::min(end + 1, text.size()));
  return word;
}

}  // namespace covet::migrations
