#include "adapters/mysql/definer.h"

#include <algorithm>
#include <optional>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\r\n", at);
  return next == std::string_view::npos ? text.size() : next;
}

/// Behind a part of an account: `name`, 'name', name, CURRENT_USER().
std::size_t skip_account_part(std::string_view text, std::size_t at) {
  at = skip_blanks(text, at);
  if (at < text.size() && std::string_view("`'\"").find(text[at]) != std::string_view::npos) {
    std::size_t close = text.find(text[at], at + 1);
    while (close != std::string_view::npos && close + 1 < text.size() &&
           text[close + 1] == text[at])
      close = text.find(text[at], close + 2);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  at = std::min(text.find_first_of(" \t\r\n@", at), text.size());
  return at;
}

struct Clause {
  std::size_t from, to;   ///< with the blanks behind it
  std::string_view user;  ///< as written
  std::string_view host;  ///< "" for a role
};

std::optional<Clause> clause_of(std::string_view create) {
  for (const Token& token : lex_code(create.substr(0, 200), dialect().lexical_rules())) {
    if (!is_word(token, "DEFINER")) continue;
    const std::size_t equals = skip_blanks(create, token.offset + token.text.size());
    if (equals >= create.size() || create[equals] != '=') return std::nullopt;
    Clause clause{token.offset, 0, {}, {}};
    std::size_t at = skip_account_part(create, equals + 1);
    clause.user = trim(create.substr(equals + 1, at - equals - 1));
    if (at < create.size() && create[at] == '@') {
      const std::size_t host = at + 1;
      at = skip_account_part(create, host);
      clause.host = trim(create.substr(host, at - host));
    }
    clause.to = skip_blanks(create, at);
    return clause;
  }
  return std::nullopt;
}

std::string unquoted_part(std::string_view part) {
  if (part.size() < 2 || std::string_view("`'\"").find(part.front()) == std::string_view::npos)
    return std::string(part);
  const std::string quote(1, part.front());
  return replace_all(std::string(part.substr(1, part.size() - 2)), quote + quote, quote);
}

/// Behind CREATE, OR REPLACE and ALGORITHM = word.
std::size_t place_of_definer(std::string_view create) {
  const std::vector<Token> tokens = lex_code(create, dialect().lexical_rules());
  std::size_t i = 1;
  const auto is = [&](std::size_t k, std::string_view word) {
    return k < tokens.size() && is_word(tokens[k], word);
  };
  if (is(i, "OR") && is(i + 1, "REPLACE")) i += 2;
  if (is(i, "ALGORITHM")) i += 3;
  return i < tokens.size() ? tokens[i].offset : create.size();
}

}  // namespace

std::string definer_of(std::string_view create) {
  const std::optional<Clause> clause = clause_of(create);
  if (!clause || to_upper(clause->user).starts_with("CURRENT_")) return {};
  return unquoted_part(clause->user) + "@" + unquoted_part(clause->host);
}

std::string without_definer(std::string_view create) {
  const std::optional<Clause> clause = clause_of(create);
  if (!clause) return std::string(create);
  return std::string(create.substr(0, clause->from)) + std::string(create.substr(clause->to));
}

std::string with_definer(std::string_view create, std::string_view owner) {
  if (owner.empty() || clause_of(create)) return std::string(create);
  const std::string settled = settled_owner(std::string(owner));
  const std::size_t at = settled.rfind('@');
  std::string clause = "DEFINER=" + dialect().quote(settled.substr(0, at));
  if (at + 1 < settled.size()) clause += "@" + dialect().quote(settled.substr(at + 1));
  std::string text(create);
  return text.insert(place_of_definer(create), clause + " ");
}

std::string settled_owner(const std::string& owner) {
  return owner.empty() || owner.find('@') != std::string::npos ? owner : owner + "@%";
}

}  // namespace covet::mysql
