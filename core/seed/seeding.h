#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/record/load.h"
#include "core/seed/present.h"
#include "core/seed/row_maker.h"

namespace covet::seed {

/// What is asked for.
struct Wanted {
  std::vector<std::string> models{};            ///< these only; empty, and no `rows`: all
  std::map<std::string, std::uint64_t> rows{};  ///< of these models so many
  std::optional<std::uint64_t> each{};          ///< of the others; else 100
  std::uint64_t random_seed = 1;
  std::chrono::sys_days as_of{};  ///< most moments lie in the year before it
};

/// Rows that are made up: valid for their models, unique where they have to be, and the same for
/// the same wish on every engine. Models that the wished ones can't do without are made, too, where
/// there are no rows of theirs yet; junctions where both of their ends are. Memory is that of a
/// row. The models (those of with_junctions) must outlive it.
class Seeding : public record::RowSource {
 public:
  /// Throws Error{usage} for models that aren't there, and for more rows than unique fields allow;
  /// Error{unsupported} for a field whose values can't be made up; what `present` does.
  Seeding(const model::ModelSet& models, const Wanted& wanted, Present& present);

  /// By model, in the order of handles.
  std::vector<record::Loaded> counts() const override;
  void each(const model::Model& model,
            const std::function<void(validate::Row&)>& take) const override;

  /// Those that refer to others behind them.
  record::Models models() const;
  const std::vector<std::string>& fields_of(const model::Model& model) const;
  /// Each row of the model as values of fields_of; `most` of them.
  void each_values(const model::Model& model, std::uint64_t most,
                   const std::function<void(const std::vector<Value>&)>& take) const;

  /// Models of which fewer rows are made than `each` says, as there can't be more.
  struct Cut {
    std::string model;
    std::uint64_t rows;
    std::vector<std::string> fields;  ///< whose values would be the same again
  };
  const std::vector<Cut>& cuts() const { return cuts_; }

 private:
  using Counts = std::map<const model::Model*, std::uint64_t>;
  Counts choose(const Wanted& wanted, Present& present) const;
  void add_required(Counts& counts, const Wanted& wanted, Present& present) const;
  void make_makers(const Wanted& wanted, const Counts& counts, Present& present);
  void settle(const Wanted& wanted);
  bool cut(const Wanted& wanted, RowMaker& maker);
  void check() const;

  const model::ModelSet& models_;
  std::vector<record::Reference> references_;
  std::map<const model::Model*, std::unique_ptr<RowMaker>> makers_;
  std::vector<Cut> cuts_;
};

}  // namespace covet::seed
