#pragma once

#include <span>

#include "core/db/dialect.h"

namespace covet::mysql {

/// The SQL of MySQL and MariaDB, for sessions with backslash escapes and without ANSI_QUOTES, which
/// is what the driver sets.
class MysqlDialect final : public Dialect {
 public:
  const DialectFacts& facts() const override;
  const LexicalRules& lexical_rules() const override;
  std::string quote(std::string_view identifier) const override;
  std::string placeholder(std::size_t n) const override;
  std::string literal(const Value& value) const override;
  std::vector<std::string> begin(const TransactionOptions& options) const override;
  const query::Spelling* spelling() const override;
  const TwoPhase* two_phase() const override;
};

const MysqlDialect& dialect();

/// What gives the next transaction the isolation and the access of `options`, where its own first
/// word can't.
std::vector<std::string> set_next_transaction(const TransactionOptions& options);

/// A string literal as the catalog prints it: '' for a quote, \\ for a backslash, \n, \r, \0.
std::string quoted_text(std::string_view text);

/// A number as the server prints a DOUBLE.
std::string double_text(double value);

/// `sql` with its `?` replaced by `params` as literals. Throws Error{usage} if their numbers
/// differ.
std::string substitute(std::string_view sql, std::span<const Value> params);

}  // namespace covet::mysql
