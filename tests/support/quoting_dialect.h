#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/db/dialect.h"

namespace covet::tests {

/// Quotes names with ", and does nothing else.
class QuotingDialect final : public Dialect {
 public:
  const DialectFacts& facts() const override { return facts_; }
  const LexicalRules& lexical_rules() const override { return rules_; }
  std::string quote(std::string_view name) const override { return '"' + std::string(name) + '"'; }
  std::string placeholder(std::size_t) const override { return "?"; }
  std::string literal(const Value& value) const override { return to_text(value); }
  std::vector<std::string> begin(const TransactionOptions&) const override { return {"BEGIN"}; }

 private:
  DialectFacts facts_{};
  LexicalRules rules_{};
};

}  // namespace covet::tests
