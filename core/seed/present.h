#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/db/connection.h"
#include "core/record/store.h"
#include "core/record/transfer.h"

namespace covet::seed {

/// What stands in the tables before rows are made.
class Present {
 public:
  virtual ~Present() = default;
  /// Numbers that rows of the model have taken: how many there are, or their greatest key where it
  /// is a number and greater. 0: there are none.
  virtual std::uint64_t taken(const model::Model& model) = 0;
  /// Rows that `reference` may point to, by the fields that it refers to: some thousand at most,
  /// and where no two rows may share one, only those that are free.
  virtual std::vector<std::vector<Value>> targets(const record::Reference& reference) = 0;
};

/// Empty tables.
class NothingPresent : public Present {
 public:
  std::uint64_t taken(const model::Model& model) override;
  std::vector<std::vector<Value>> targets(const record::Reference& reference) override;
};

/// The tables of a database. Throws what Connection does. Models and connection must outlive it.
class TablesPresent : public Present {
 public:
  TablesPresent(const model::ModelSet& models, Connection& connection)
      : models_(models), connection_(connection) {}
  std::uint64_t taken(const model::Model& model) override;
  std::vector<std::vector<Value>> targets(const record::Reference& reference) override;

 private:
  std::uint64_t ask_taken(const model::Model& model);

  const model::ModelSet& models_;
  Connection& connection_;
  record::Hooks hooks_{};
  std::map<const model::Model*, std::uint64_t> taken_{};
};

}  // namespace covet::seed
