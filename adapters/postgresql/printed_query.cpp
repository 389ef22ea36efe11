#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

constexpr std::string_view no_name = " AS \"?column?\"";

constexpr std::array<std::string_view, 13> behind_columns{
    "FROM",   "WHERE", "GROUP", "HAVING", "WINDOW",    "ORDER", "LIMIT",
    "OFFSET", "FETCH", "FOR",   "UNION",  "INTERSECT", "EXCEPT"};

/// How deep in brackets each token is; a bracket counts for what is outside of it.
std::vector<int> depths(const std::vector<Token>& tokens) {
  std::vector<int> result;
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.text == ")" || token.text == "]") --depth;
    result.push_back(depth);
    if (token.text == "(" || token.text == "[") ++depth;
  }
  return result;
}

/// Read again, a cast names its column, also within parentheses around it all.
bool would_be_named(std::span<const Token> column, std::span<const int> depth) {
  std::size_t outermost = 0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (is_word(column[i], "AS") && depth[i] == depth[0]) return false;
    if (column[i].text == "(" && i == outermost) ++outermost;
  }
  const int most = depth[0] + static_cast<int>(outermost);
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (column[i].text == "::" && depth[i] <= most) return true;
  }
  return false;
}

/// The first token of the first column behind the SELECT at `at`.
std::size_t first_column(const std::vector<Token>& tokens, const std::vector<int>& depth,
                         std::size_t at) {
  const int level = depth[at];
  ++at;
  if (at < tokens.size() && is_word(tokens[at], "ALL")) return at + 1;
  if (at >= tokens.size() || !is_word(tokens[at], "DISTINCT")) return at;
  ++at;
  if (at >= tokens.size() || !is_word(tokens[at], "ON")) return at;
  for (++at; at < tokens.size(); ++at) {
    if (tokens[at].text == ")" && depth[at] == level) return at + 1;
  }
  return at;
}

/// Puts the places behind which a column of the SELECT at `at` wants its name into `ends`.
void find_unnamed(const std::vector<Token>& tokens, const std::vector<int>& depth, std::size_t at,
                  std::vector<std::size_t>& ends) {
  const int level = depth[at];
  std::size_t from = first_column(tokens, depth, at);
  for (std::size_t i = from; i <= tokens.size(); ++i) {
    const bool over =
        i == tokens.size() || depth[i] < level ||
        (depth[i] == level &&
         (tokens[i].text == ";" ||
          (std::any_of(behind_columns.begin(), behind_columns.end(),
                       [&](std::string_view word) { return is_word(tokens[i], word); }) &&
           !is_word(tokens[i - 1], "WITHIN"))));
    if (!over && (depth[i] != level || tokens[i].text != ",")) continue;
    if (i > from && would_be_named(std::span(tokens).subspan(from, i - from),
                                   std::span(depth).subspan(from, i - from))) {
      ends.push_back(tokens[i - 1].offset + tokens[i - 1].text.size());
    }
    if (over) return;
    from = i + 1;
  }
}

}  // namespace

std::string keep_query(std::string sql) {
  sql = keep_extract_fields(std::move(sql));
  if (sql.find("SELECT") == std::string::npos || sql.find("::") == std::string::npos) return sql;
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  const std::vector<int> depth = depths(tokens);
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_word(tokens[i], "SELECT")) find_unnamed(tokens, depth, i, ends);
  }
  std::sort(ends.rbegin(), ends.rend());
  for (const std::size_t end : ends)
    sql.insert(end, no_name);
  return sql;
}

}  // namespace covet::postgresql
