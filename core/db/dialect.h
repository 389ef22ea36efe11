#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/db/sql_lexer.h"

namespace covet {

enum class Isolation : std::uint8_t {
  server_default,
  read_uncommitted,
  read_committed,
  repeatable_read,
  serializable
};
enum class Access : std::uint8_t { read_write, read_only };
/// When a transaction that may write takes the lock on writing, where an engine has but one for the
/// whole database (SQLite). `exclusive` also keeps readers out.
enum class WriteLock : std::uint8_t { at_begin, at_first_write, exclusive };

struct TransactionOptions {
  Isolation isolation = Isolation::server_default;
  Access access = Access::read_write;
  /// PostgreSQL, read-only and serializable: waits for a snapshot that cannot fail.
  bool deferrable = false;
  WriteLock write_lock = WriteLock::at_begin;
};

class TwoPhase;
namespace query {
class Spelling;
}

/// What an engine can do, as data: shared code asks a fact, never a name.
struct DialectFacts {
  std::string_view engine;           ///< "postgresql"; opaque to core
  std::size_t max_identifier_bytes;  ///< 63, 64 (characters), 0: no limit
  bool transactional_ddl;            ///< a failed migration leaves nothing behind
  bool alters_in_place;     ///< false: some changes rebuild the table, so one table's changes go
                            ///< together
  bool forward_references;  ///< a foreign key may name a table that does not exist yet
  bool schemas;             ///< tables live in named schemas
  bool comments;            ///< tables and columns can bear comments
  bool column_positions;    ///< ADD COLUMN can say where
  /// Names that differ only in case are one name.
  bool table_names_fold = false;
  bool column_names_fold = false;
  /// A column under a foreign key, on either side, can't change its type while the key is there.
  bool foreign_keys_pin_types = false;
  /// A view, rule, policy or trigger that uses a column keeps it from being retyped or dropped.
  bool objects_pin_columns = false;
  /// Renaming a table or column also renames it in the texts of views and triggers.
  bool renames_reach_objects = true;
  /// Kinds of objects whose definition can change without dropping them; "*": all.
  std::span<const std::string_view> replaced_in_place{};
};

/// The text of an engine's SQL. Pure: no I/O, no state; one object serves all threads.
class Dialect {
 public:
  virtual ~Dialect() = default;
  virtual const DialectFacts& facts() const = 0;
  virtual const LexicalRules& lexical_rules() const = 0;
  /// Always quoted. Throws Error{usage} for an empty name, NUL, or one longer than the engine
  /// keeps.
  virtual std::string quote(std::string_view identifier) const = 0;
  /// "$2" or "?"; counts from 1.
  virtual std::string placeholder(std::size_t n) const = 0;
  /// The only place where a value becomes SQL text. Throws Error{usage} for a value the engine
  /// cannot hold (NUL in text).
  virtual std::string literal(const Value& value) const = 0;
  /// The statements that begin a transaction.
  virtual std::vector<std::string> begin(const TransactionOptions& options) const = 0;
  /// Null where the engine cannot prepare a transaction.
  virtual const TwoPhase* two_phase() const { return nullptr; }
  /// How queries are written; null where none can be.
  virtual const query::Spelling* spelling() const { return nullptr; }
};

}  // namespace covet
