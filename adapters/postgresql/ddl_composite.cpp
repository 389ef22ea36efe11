#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

struct Attribute {
  std::string name;
  std::string type;  ///< with its collation
};

/// Of CREATE TYPE … AS (…); nothing where it is another kind of type.
std::optional<std::vector<Attribute>> attributes_of(std::string_view sql) {
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  std::size_t i = 0;
  while (i < tokens.size() && !is_word(tokens[i], "AS"))
    ++i;
  if (i + 1 >= tokens.size() || tokens[i + 1].text != "(") return std::nullopt;
  std::vector<Attribute> attributes;
  int depth = 0;
  bool starts = true;
  std::size_t type_at = 0;
  for (i += 2; i < tokens.size(); ++i) {
    const std::string_view text = tokens[i].text;
    if (starts && text != ")") {
      attributes.push_back(
          {.name = tokens[i].kind == TokenKind::word ? to_lower(text) : unquote(tokens[i]),
           .type = {}});
      type_at = tokens[i].offset + text.size();
      starts = false;
      continue;
    }
    if (text == "(") ++depth;
    const bool ends = depth == 0 && (text == "," || text == ")");
    if (ends && !attributes.empty()) {
      attributes.back().type = trim(sql.substr(type_at, tokens[i].offset - type_at));
      starts = true;
    }
    if (text == ")" && --depth < 0) break;
  }
  return attributes;
}

}  // namespace

bool replace_type(const schema::ReplaceObject& change, Render& render) {
  const auto from = attributes_of(change.from.sql);
  const auto to = attributes_of(change.to.sql);
  if (!from || !to) return false;
  const auto find = [](const std::vector<Attribute>& list, const std::string& name) {
    return std::ranges::find(list, name, &Attribute::name);
  };
  // A new attribute comes at the end: those that stay must lead, in their order.
  std::vector<std::string> reached;
  for (const Attribute& attribute : *from) {
    if (find(*to, attribute.name) != to->end()) reached.push_back(attribute.name);
  }
  const std::size_t kept = reached.size();
  for (const Attribute& attribute : *to) {
    if (find(*from, attribute.name) == from->end()) reached.push_back(attribute.name);
  }
  if (!std::ranges::equal(reached, *to, {}, {}, &Attribute::name)) return false;

  const std::string prefix = "ALTER TYPE " + quote(change.to.name);
  for (const Attribute& attribute : *from) {
    if (find(*to, attribute.name) == to->end())
      render.say(fmt::format("{} DROP ATTRIBUTE {}", prefix, quote(attribute.name)));
  }
  for (std::size_t i = 0; i < to->size(); ++i) {
    const Attribute& attribute = (*to)[i];
    if (i >= kept) {
      render.say(
          fmt::format("{} ADD ATTRIBUTE {} {}", prefix, quote(attribute.name), attribute.type));
    } else if (find(*from, attribute.name)->type != attribute.type) {
      render.say(fmt::format("{} ALTER ATTRIBUTE {} TYPE {}", prefix, quote(attribute.name),
                             attribute.type));
    }
  }
  return true;
}

}  // namespace covet::postgresql
