#pragma once

#include "core/db/dialect.h"

namespace covet::sqlite {

/// SQLite's SQL. Writing transactions begin IMMEDIATE: a deferred one that turns to writing after
/// another writer fails at once, whatever the busy timeout.
class SqliteDialect final : public Dialect {
 public:
  const DialectFacts& facts() const override;
  const LexicalRules& lexical_rules() const override;
  std::string quote(std::string_view identifier) const override;
  std::string placeholder(std::size_t n) const override;
  std::string literal(const Value& value) const override;
  std::vector<std::string> begin(const TransactionOptions& options) const override;
  const query::Spelling* spelling() const override;
};

const SqliteDialect& dialect();

}  // namespace covet::sqlite
