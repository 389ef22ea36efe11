#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/query/query.h"
#include "core/validate/row.h"

namespace covet::record {

enum class Action : std::uint8_t { create, update, remove };
/// "create", "update", "remove".
std::string_view name_of(Action action);

/// What became of one row. Values by field, those that differ; a created row has no `before`, a
/// removed one no `after`.
struct RowChange {
  Action action = Action::create;
  validate::Row key{};
  validate::Row before{};
  validate::Row after{};
};

/// Stands beside a Store and hears what it reads and writes: an audit log, a cache of results,
/// whoever minds that a statement goes to the right database. What it doesn't override does
/// nothing. Called by the Store's thread.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Before rows of `model` are read. What it throws, the caller of the Store gets instead.
  virtual void reads(const model::Model& /*model*/) {}
  /// Before rows of `table` are written: that of `model`, or of the junction of a ManyToMany of it.
  virtual void writes(const model::Model& /*model*/, std::string_view /*table*/,
                      Action /*action*/) {}

  /// The rows of `statement`, which `query` became; null: the Store shall ask the connection
  /// itself. Not asked where rows are to come in constant memory.
  virtual std::shared_ptr<const Rows> rows(const query::Query& /*query*/,
                                           const Statement& /*statement*/,
                                           Connection& /*connection*/) {
    return nullptr;
  }

  /// True: changed() is to be told what becomes of the rows of this model (or of "model.field", a
  /// ManyToMany). Then each write is a transaction, or a savepoint, and reads rows before and after
  /// itself where it must.
  virtual bool wants_rows(std::string_view /*subject*/) const { return false; }
  /// Within the transaction that changed them, which what this throws undoes. Never without rows.
  virtual void changed(Connection& /*connection*/, std::string_view /*subject*/,
                       const std::vector<RowChange>& /*changes*/) {}
};

}  // namespace covet::record
