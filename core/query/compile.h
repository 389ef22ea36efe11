#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/query/functions.h"
#include "core/query/query.h"
#include "core/query/spelling.h"

namespace covet::query {

/// One column of a result.
struct Output {
  std::string name;  ///< "headline", "blog__name", "n"
  Kind kind = Kind::any;
  /// The plain field whose values it holds; null where it is computed.
  const model::Field* field = nullptr;
};

struct Compiled {
  Statement statement;
  std::vector<Output> outputs{};  ///< none for what gives no rows
};

/// One statement for `query`, with its values as parameters. Pure. Throws Error{usage} for names
/// that the models don't have ("did you mean"), values that don't fit their field, and what can't
/// be put together; Error{unsupported} for what this engine hasn't got. `models` must outlive the
/// result.
Compiled compile(const Query& query, const model::ModelSet& models, const Dialect& dialect);

/// What asks the engine how it would run `statement`; `analyze`: it runs it too, and says how long
/// each part took. Throws Error{unsupported} where the engine can't.
Statement explaining(const Statement& statement, const Dialect& dialect, bool analyze);

/// `value` of a `field` as this engine's column takes it: where the engine has arrays, one of JSON
/// in its own spelling.
Value stored_value(const model::Field& field, const Value& value, const Spelling& spelling);
/// The same where it stands.
void make_stored(const model::Field& field, Value& value, const Spelling& spelling);

/// A row to insert: values by field name.
struct Insert {
  std::string model;
  std::vector<std::string> fields;
  std::vector<std::vector<Value>> rows;  ///< each as long as `fields`
  enum class Conflict : std::uint8_t { fail, ignore, update } conflict = Conflict::fail;
  std::vector<std::string> conflict_fields{};  ///< a unique key; where it is taken …
  std::vector<std::string> update_fields{};    ///< … these take the new values
  std::vector<std::string> returning{};        ///< fields; only where the engine can
};
Compiled compile(const Insert& insert, const model::ModelSet& models, const Dialect& dialect);

/// Rows that get new values, each by its key.
struct RowsUpdate {
  std::string model;
  std::string key;  ///< its only field
  std::vector<std::string> fields;
  std::vector<std::vector<Value>> rows;  ///< each its key, then what `fields` get
};
/// One statement, which an engine runs in a time that grows as the number of rows, not faster. No
/// two rows may have the same key.
Statement compile(const RowsUpdate& update, const model::ModelSet& models, const Dialect& dialect);

}  // namespace covet::query
