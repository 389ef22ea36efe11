#include "adapters/postgresql/copy_in.h"

#include <algorithm>

#include "adapters/postgresql/connection.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/pqxx_compat.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

/// So much is sent at once, up to the end of a line.
constexpr std::size_t piece = std::size_t{1} << 16U;

}  // namespace

std::optional<CopyIn> copy_in_of(std::string_view sql) {
  constexpr std::string_view end = "\n\\.";
  if (!sql.ends_with(end)) return std::nullopt;
  const LexicalRules& rules = dialect().lexical_rules();
  const std::vector<Token> first = first_tokens(sql, 1, rules);
  if (first.empty() || !is_word(first.front(), "COPY")) return std::nullopt;
  for (std::size_t position = first.front().offset; position < sql.size();) {
    const Token token = next_token(sql, position, rules);
    position = token.offset + token.text.size();
    if (token.text != ";") continue;
    const std::size_t line_end = sql.find('\n', position);
    CopyIn copy;
    copy.command = sql.substr(0, token.offset);
    copy.rows = sql.substr(0, sql.size() - end.size() + 1).substr(line_end + 1);
    return copy;
  }
  return std::nullopt;
}

std::uint64_t copy_in(PostgresqlConnection& connection, const CopyIn& copy) {
  connection.guarded(copy.command, [&](pqxx::transaction_base& session) {
    compat::RawCopy writer(session, copy.command);
    for (std::size_t begin = 0; begin < copy.rows.size();) {
      const std::size_t middle = std::min(begin + piece, copy.rows.size() - 1);
      const std::size_t end = copy.rows.find('\n', middle);
      writer.send(copy.rows.substr(begin, end - begin));
      begin = end + 1;
    }
    writer.finish();
  });
  return static_cast<std::uint64_t>(std::count(copy.rows.begin(), copy.rows.end(), '\n'));
}

}  // namespace covet::postgresql
