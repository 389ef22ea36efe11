#include "adapters/sqlite/create_sql.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::IndexKey;

std::vector<Token> tokens_of(std::string_view sql) {
  return lex_code(sql, dialect().lexical_rules());
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

IndexKey key_of(std::string text) {
  IndexKey key;
  const auto cut_at = [&](const Token& token) {
    text = std::string(trim(std::string_view(text).substr(0, token.offset)));
  };
  if (const auto tokens = tokens_of(text); tokens.size() > 1) {
    key.descending = is_word(tokens.back(), "DESC");
    if (key.descending || is_word(tokens.back(), "ASC")) cut_at(Token(tokens.back()));
  }
  if (const auto tokens = tokens_of(text); tokens.size() > 2) {
    const std::size_t collate = tokens.size() - 2;
    if (is_word(tokens[collate], "COLLATE") &&
        is_one_operand(std::string_view(text).substr(0, tokens[collate].offset))) {
      key.collation = unquote(tokens.back());
      cut_at(Token(tokens[collate]));
    }
  }
  const auto rest = tokens_of(without_parentheses(text));
  // Even a string is a column's name here.
  if (rest.size() == 1 && (is_name(rest.front()) || rest.front().kind == TokenKind::string)) {
    key.column = unquote(rest.front());
  } else {
    key.sql = text;
  }
  return key;
}

}  // namespace

schema::Index parse_create_index(std::string_view sql) {
  SqlReader in(sql);
  schema::Index index;
  in.expect_word("CREATE");
  index.unique = in.accept_word("UNIQUE");
  in.expect_word("INDEX");
  if (in.accept_word("IF")) {
    in.expect_word("NOT");
    in.expect_word("EXISTS");
  }
  index.name = in.name();
  if (in.accept_symbol(".")) index.name = in.name();
  in.expect_word("ON");
  in.name();
  in.expect_symbol("(");
  do {
    index.keys.push_back(key_of(in.up_to_comma()));
  } while (in.accept_symbol(","));
  in.expect_symbol(")");
  if (in.accept_word("WHERE")) {
    const std::size_t begin = in.position();
    while (!in.at_end() && !in.at_symbol(";"))
      in.take();
    index.where = in.text_since(begin);
  }
  return index;
}

}  // namespace covet::sqlite
