#include "schema/mentions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::schema {
namespace {

using Names = std::set<std::string, std::less<>>;

// In the widest sense: the texts of all engines are read by one rule.
LexicalRules any_engine() {
  LexicalRules rules;
  rules.escape_strings = true;
  rules.backtick_identifiers = true;
  rules.dollar_quotes = true;
  return rules;
}

/// What stands between a string literal's quotes or $tag$s.
std::string_view inside_of(std::string_view literal) {
  const std::size_t open = literal.find_first_of("'$\"");
  const std::size_t close = literal[open] == '$' ? literal.find('$', open + 1) : open;
  if (close == std::string_view::npos) return {};
  const std::size_t tag = close - open + 1;
  literal.remove_prefix(close + 1);
  return literal.substr(0, literal.size() - std::min(tag, literal.size()));
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

/// `in_strings` receives what string literals name: a sequence in nextval('…'), a function's body.
/// Returns how often `itself`, in lower case, stands outside of them.
std::size_t collect(std::string_view sql, Names& names, Names& in_strings,
                    std::string_view itself = {}) {
  std::size_t said = 0;
  for (const Token& token : lex_code(sql, any_engine())) {
    if (is_name(token)) {
      std::string name = to_lower(unquote(token));
      if (name == itself) ++said;
      names.insert(std::move(name));
    } else if (token.kind == TokenKind::string && token.text.size() > 2) {
      const std::string_view inside = inside_of(token.text);
      for (const Token& inner : lex_code(inside, any_engine())) {
        if (is_name(inner)) in_strings.insert(to_lower(unquote(inner)));
      }
    }
  }
  return said;
}

/// The text that creates a thing names it once. Named again, it means another of that name: the
/// function beneath an aggregate, the table whose rows a function returns.
void collect_but_itself(std::string_view sql, std::string_view itself, Names& names,
                        Names& in_strings) {
  Names outside;
  const std::string own = to_lower(itself);
  if (collect(sql, outside, in_strings, own) < 2) outside.erase(own);
  names.merge(outside);
}

/// Words behind which an expression stands, or a new name: not a table, function or type.
bool opens_expression(const Token& token) {
  constexpr std::array<std::string_view, 26> words = {
      "SELECT", "DISTINCT", "WHERE", "AND",   "OR",    "NOT",   "BY",  "AS",    "WHEN",
      "THEN",   "ELSE",     "CASE",  "IN",    "IS",    "LIKE",  "ALL", "NULL",  "HAVING",
      "END",    "BETWEEN",  "SET",   "CHECK", "ILIKE", "LIMIT", "ANY", "RETURN"};
  return token.kind == TokenKind::word &&
         std::ranges::any_of(words, [&](std::string_view word) { return is_word(token, word); });
}

bool ends_from(const Token& token) {
  constexpr std::array<std::string_view, 10> words = {
      "WHERE", "GROUP", "ORDER", "HAVING", "SELECT", "UNION", "LIMIT", "WINDOW", "SET", "ON"};
  return token.kind == TokenKind::word &&
         std::ranges::any_of(words, [&](std::string_view word) { return is_word(token, word); });
}

/// Which commas separate tables: those of a FROM, at its own depth of parentheses.
class FromLists {
 public:
  void pass(const Token& token) {
    if (token.text == "(") ++depth_;
    if (token.text == ")") --depth_;
    while (!open_.empty() && open_.back() > depth_)
      open_.pop_back();
    if (is_word(token, "FROM")) {
      if (open_.empty() || open_.back() < depth_) open_.push_back(depth_);
    } else if (!open_.empty() && open_.back() == depth_ && ends_from(token) &&
               !is_word(token, "ON")) {
      open_.pop_back();
    }
  }
  bool at_comma(const Token& token) const {
    return token.text == "," && !open_.empty() && open_.back() == depth_;
  }

 private:
  int depth_ = 0;
  std::vector<int> open_;
};

void collect_exact(std::string_view sql, Names& names) {
  const std::vector<Token> tokens = lex_code(sql, any_engine());
  FromLists lists;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    lists.pass(tokens[i]);
    if (tokens[i].kind == TokenKind::string) {
      // nextval('orders_id_seq'::regclass)
      if (i + 2 < tokens.size() && is_word(tokens[i + 2], "REGCLASS")) {
        Names outside;
        collect(tokens[i].text, outside, names);
      }
      continue;
    }
    if (!is_name(tokens[i])) continue;
    const std::size_t first = i;
    std::string name = to_lower(unquote(tokens[i]));
    while (i + 2 < tokens.size() && tokens[i + 1].text == "." && is_name(tokens[i + 2])) {
      i += 2;
      name += "." + to_lower(unquote(tokens[i]));
    }
    const bool called = i + 1 < tokens.size() && tokens[i + 1].text == "(";
    const bool placed =
        first > 0 &&
        (lists.at_comma(tokens[first - 1]) || tokens[first - 1].text.starts_with(":") ||
         (is_name(tokens[first - 1]) && !opens_expression(tokens[first - 1])));
    if (called || placed) names.insert(std::move(name));
  }
}

/// What the bodies of a routine use.
void collect_exact_in_strings(std::string_view sql, Names& names) {
  for (const Token& token : lex_code(sql, any_engine())) {
    if (token.kind == TokenKind::string) collect_exact(inside_of(token.text), names);
  }
}

bool is_among(const Names& names, const TableName& name) {
  if (names.contains(to_lower(name.display()))) return true;
  const std::string tail = "." + to_lower(name.name);
  return name.schema.empty() &&
         std::ranges::any_of(names, [&](const std::string& one) { return one.ends_with(tail); });
}

bool runs_later(const Object& object) {
  return object.kind == "function" || object.kind == "procedure";
}

/// A routine that names no language (MySQL's) is looked into only when it runs.
bool is_read_late(const Object& object) {
  if (!runs_later(object)) return false;
  const std::vector<Token> tokens = lex_code(object.sql, any_engine());
  return std::ranges::none_of(tokens,
                              [](const Token& token) { return is_word(token, "LANGUAGE"); });
}

}  // namespace

bool Mentions::speaks_of(std::string_view name) const {
  return hard.contains(to_lower(name));
}

std::string place_name(std::string_view table, std::string_view trigger) {
  return to_lower(table) + "." + to_lower(trigger);
}

bool Mentions::knows(std::string_view name) const {
  return speaks_of(name) || soft.contains(to_lower(name));
}

Names places_of(const Object& trigger) {
  Names names;
  const std::vector<Token> tokens = lex_code(trigger.sql, any_engine());
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool placed = is_word(tokens[i - 1], "FOLLOWS") || is_word(tokens[i - 1], "PRECEDES");
    if (placed) names.insert(place_name(trigger.table, unquote(tokens[i])));
  }
  return names;
}

bool Mentions::uses(const TableName& name) const {
  return is_among(exact, name);
}

bool Mentions::uses_later(const TableName& name) const {
  return is_among(exact_later, name);
}

Mentions mentions_of(const Object& object) {
  Mentions mentions;
  Names& outside = is_read_late(object) ? mentions.soft : mentions.hard;
  collect_but_itself(object.sql, object.name.name, outside,
                     runs_later(object) ? mentions.soft : mentions.hard);
  if (object.kind == "trigger") mentions.hard.merge(places_of(object));
  collect_exact(object.sql, mentions.exact);
  if (runs_later(object)) collect_exact_in_strings(object.sql, mentions.exact_later);
  for (const std::string& statement : object.then) {
    // A comment may speak of anything.
    Names prose;
    Names named;
    collect(statement, named, statement.starts_with("COMMENT") ? prose : mentions.hard);
    named.erase(to_lower(object.name.name));
    mentions.hard.merge(named);
    collect_exact(statement, mentions.exact);
  }
  for (const std::string& need : object.needs) {
    mentions.hard.insert(to_lower(need.substr(need.rfind('.') + 1)));
    mentions.exact.insert(to_lower(need));
  }
  return mentions;
}

Mentions mentions_of(const Table& table) {
  Mentions mentions;
  const auto add = [&](std::string_view sql) {
    collect(sql, mentions.hard, mentions.hard);
    collect_exact(sql, mentions.exact);
  };
  for (const Column& column : table.columns) {
    add("::" + column.type);
    if (column.default_sql) add(*column.default_sql);
    if (column.generated) add(column.generated->sql);
    add(column.collation);
  }
  for (const Check& check : table.checks)
    add(check.sql);
  for (const Index& index : table.indexes) {
    add(index.where);
    for (const IndexKey& key : index.keys) {
      add(key.sql);
      add(key.opclass);
      add(key.collation);
    }
  }
  for (const auto& [option, value] : table.options)
    add(value);
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.target == table.name) continue;
    mentions.hard.insert(to_lower(key.target.name));
    mentions.exact.insert(to_lower(key.target.display()));
  }
  return mentions;
}

bool shows_column(const Object& object, const std::string& column) {
  if (object.kind != "view" && object.kind != "materialized view") return false;
  const std::vector<Token> tokens = lex_code(object.sql, {});
  auto at = std::ranges::find_if(tokens, [](const Token& one) { return is_word(one, "SELECT"); });
  int depth = 0;
  bool plain = true;
  const Token* last = nullptr;
  for (; at != tokens.end(); ++at) {
    const bool ends = depth == 0 && (at->text == "," || is_word(*at, "FROM"));
    if (ends && plain && last != nullptr && to_lower(unquote(*last)) == to_lower(column))
      return true;
    if (ends && at->text != ",") return false;
    if (at->text == "(") ++depth;
    if (at->text == ")") --depth;
    const bool name = at->kind == TokenKind::word || at->kind == TokenKind::quoted;
    if (ends || is_word(*at, "SELECT") || is_word(*at, "DISTINCT")) {
      plain = true;
      last = nullptr;
    } else if (at->text != ".") {
      // "t.name", and nothing else.
      plain = plain && name && (last == nullptr || std::prev(at)->text == ".");
      last = &*at;
    }
  }
  return false;
}

}  // namespace covet::schema
