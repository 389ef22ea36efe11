#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// Names of which none is a table without transactions, while the schema stays: a file of a million
/// INSERTs asks the server once.
class SafeNames {
 public:
  /// True where `sql` has no other name.
  bool hold(std::string_view sql, const LexicalRules& rules) {
    asked_.clear();
    bool all = true;
    for (std::size_t position = 0; position < sql.size();) {
      const Token token = next_token(sql, position, rules);
      position = token.offset + token.text.size();
      if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) continue;
      std::string name = to_lower(unquote(token));
      if (known_.contains(name)) continue;
      all = false;
      if (asked_.size() <= most) asked_.insert(std::move(name));
    }
    return all;
  }
  /// Those of the last `sql`, which is safe.
  void keep() {
    if (asked_.size() <= most) known_.merge(asked_);
  }
  void forget() { known_.clear(); }

 private:
  static constexpr std::size_t most = 100;  ///< the server is asked about so many, and no more

  std::set<std::string> known_, asked_;
};

}  // namespace covet::migrations
