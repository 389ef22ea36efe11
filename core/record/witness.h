#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/query/expression.h"
#include "core/record/observer.h"
#include "core/record/store.h"

namespace covet::record {

/// True of the rows whose `fields` are one of `keys`, each as long as `fields`.
query::Condition one_of(const std::vector<std::string>& fields,
                        const std::vector<std::vector<Value>>& keys);

/// Sees the rows that a write concerns before and after it, and tells what became of them. Locks
/// them where the engine can. Within a transaction.
class Witness {
 public:
  /// Rows are known by `by`, fields of a key that the write doesn't change. `reader` is observed by
  /// nobody.
  Witness(Store reader, const model::Model& model, std::vector<std::string> by)
      : reader_(reader), model_(model), by_(std::move(by)) {}

  /// Before the write: returns how many of these there are.
  std::size_t look(std::vector<std::vector<Value>> keys);
  /// Whether look() saw it.
  bool saw(const std::vector<Value>& key) const { return before_.contains(text_of(key)); }
  query::Condition is(const std::vector<Value>& key) const { return one_of(by_, {key}); }
  /// After it.
  std::vector<RowChange> changes();

  /// Equal for equal keys.
  static std::string text_of(const std::vector<Value>& key);

 private:
  using Seen = std::map<std::string, validate::Row>;

  Seen read();
  validate::Row key_of(const validate::Row& row) const;

  Store reader_;
  const model::Model& model_;
  std::vector<std::string> by_;
  std::vector<std::vector<Value>> keys_;
  Seen before_;
};

}  // namespace covet::record
