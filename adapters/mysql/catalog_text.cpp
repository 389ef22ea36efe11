#include "adapters/mysql/catalog_text.h"

#include <algorithm>
#include <vector>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case '0':
      return '\0';
    case 'Z':
      return '\x1a';
    default:
      return c;
  }
}

}  // namespace

std::string unescape_expression(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      plain += unescaped(text[++i]);
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string without_introducers(std::string_view text) {
  const auto is_ascii = [](std::string_view one) {
    return std::ranges::none_of(one, [](char c) { return static_cast<unsigned char>(c) > 0x7f; });
  };
  const std::vector<Token> tokens = lex(text, dialect().lexical_rules());
  std::string plain;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool introduces = token.kind == TokenKind::word && token.text.starts_with('_') &&
                            !is_word(token, "_binary") && i + 1 < tokens.size() &&
                            tokens[i + 1].kind == TokenKind::string && is_ascii(tokens[i + 1].text);
    if (!introduces) plain += token.text;
  }
  return plain;
}

std::string_view without_outer_parentheses(std::string_view text) {
  text = trim(text);
  if (!text.starts_with('(')) return text;
  int depth = 0;
  for (const Token& token : lex(text, dialect().lexical_rules())) {
    if (token.text == "(") ++depth;
    if (token.text != ")" || --depth > 0) continue;
    const bool at_end = token.offset + 1 == text.size();
    return at_end ? trim(text.substr(1, text.size() - 2)) : text;
  }
  return text;
}

std::map<std::string, std::string> parse_create_options(std::string_view text) {
  std::map<std::string, std::string> options;
  std::string key;
  bool value_follows = false;
  for (const Token& token : lex_code(text, dialect().lexical_rules())) {
    if (token.text == "=") {
      value_follows = true;
    } else if (value_follows) {
      // DATA DIRECTORY and its like have two words; SHOW CREATE TABLE says them.
      if (key != "directory") options[key] = std::string(token.text);
      value_follows = false;
    } else {
      key = to_lower(unquote(token));
    }
  }
  return options;
}

Extra parse_extra(std::string_view text) {
  Extra extra;
  constexpr std::string_view on_update = "on update ";
  const std::string lower = to_lower(text);
  const auto has = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  extra.auto_increment = has("auto_increment");
  extra.stored = has("stored generated") || has("persistent");
  extra.generated = extra.stored || has("virtual");
  extra.invisible = has("invisible");
  extra.unversioned = has("without system versioning");
  extra.default_is_expression = has("default_generated");
  if (const std::size_t at = lower.find(on_update); at != std::string::npos) {
    const std::string_view rest = text.substr(at + on_update.size());
    extra.on_update = std::string(rest.substr(0, rest.find_first_of(", ")));
  }
  return extra;
}

}  // namespace covet::mysql
