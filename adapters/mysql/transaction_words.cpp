#include "adapters/mysql/transaction_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "adapters/mysql/dialect.h"
#include "core/base/contains.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

/// Enough for CREATE OR REPLACE TEMPORARY and ROLLBACK WORK AND NO CHAIN; the rest of a long INSERT
/// need not be read.
constexpr std::size_t words_read = 5;

std::vector<std::string> first_words(std::string_view sql) {
  std::vector<std::string> words;
  for (std::size_t offset = 0; offset < sql.size() && words.size() < words_read;) {
    const Token token = next_token(sql, offset, dialect().lexical_rules());
    offset = token.offset + token.text.size();
    if (token.kind == TokenKind::space || token.kind == TokenKind::comment) continue;
    if (token.kind != TokenKind::word) break;
    words.push_back(to_upper(token.text));
  }
  return words;
}

constexpr std::array<std::string_view, 16> committing{
    "ALTER",    "ANALYZE", "CREATE", "DROP",   "FLUSH",  "GRANT",    "INSTALL",   "LOCK",
    "OPTIMIZE", "RENAME",  "REPAIR", "REVOKE", "CHANGE", "TRUNCATE", "UNINSTALL", "UNLOCK"};

/// Between XA PREPARE and its end the session can do nothing, but what it did is out of its hands.
TransactionEffect effect_of_xa(const std::vector<std::string>& words) {
  const std::string_view second = words.size() > 1 ? words[1] : std::string_view();
  if (second == "START" || second == "BEGIN") return TransactionEffect::begins;
  const bool ends = second == "PREPARE" || second == "COMMIT" || second == "ROLLBACK";
  return ends ? TransactionEffect::ends : TransactionEffect::none;
}

}  // namespace

TransactionEffect effect_on_transaction(std::string_view sql) {
  const std::vector<std::string> words = first_words(sql);
  if (words.empty()) return TransactionEffect::none;
  const std::string& first = words.front();
  if (first == "BEGIN") {
    return contains(words, "NOT") ? TransactionEffect::none : TransactionEffect::begins;
  }
  if (first == "START") {
    return contains(words, "TRANSACTION") ? TransactionEffect::begins
                                          : TransactionEffect::commits_even_if_refused;
  }
  if (first == "COMMIT" || first == "ROLLBACK") {
    if (contains(words, "TO")) return TransactionEffect::none;
    const bool chained = contains(words, "CHAIN") && !contains(words, "NO");
    return chained ? TransactionEffect::begins : TransactionEffect::ends;
  }
  if (first == "XA") return effect_of_xa(words);
  const bool commits = std::find(committing.begin(), committing.end(), first) != committing.end();
  if (!commits || contains(words, "TEMPORARY")) return TransactionEffect::none;
  return TransactionEffect::commits_even_if_refused;
}

}  // namespace covet::mysql
