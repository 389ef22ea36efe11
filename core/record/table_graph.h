#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/db/dialect.h"
#include "core/model/model.h"
#include "core/record/observer.h"

namespace covet::record {

/// The tables of a ModelSet, junctions too, by number, and which others a write to one of them
/// changes: what keys do on delete and on update, partitions and those they are parts of. Tables of
/// one name in two schemas count as one: what is told of them errs towards too many. Immutable; any
/// thread.
class TableGraph {
 public:
  using Tables = std::vector<std::size_t>;  ///< sorted

  explicit TableGraph(const model::ModelSet& models);

  std::size_t size() const { return names_.size(); }
  const std::string& name(std::size_t table) const { return names_[table]; }
  /// Those that `sql`, which compile() made, names.
  Tables named_in(std::string_view sql, const Dialect& dialect) const;
  /// Those whose rows such a write to `table` may change, itself included; none where it isn't one
  /// of these.
  Tables reached(std::string_view table, Action action) const;

 private:
  /// A key of `from`, or something like one: what it does to `from` when its target is …
  struct Edge {
    std::size_t from;
    model::RefAction on_delete = model::RefAction::no_action;
    model::RefAction on_update = model::RefAction::no_action;
    bool same = false;  ///< a row of one is one of the other
  };

  std::size_t number(std::string_view table);
  void link(const model::ModelSet& models, const model::Model& model);
  void link_family(const model::Model& model, const model::ModelSet& models);
  void edge(std::string_view to, std::string_view from, model::RefAction on_delete,
            model::RefAction on_update);

  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> numbers_;  ///< by name in lower case
  /// By the part of the name before a quote in it: what stands between two quotes in SQL.
  std::unordered_map<std::string, Tables> by_start_;
  std::vector<std::vector<Edge>> edges_;  ///< by the table they lead to
};

}  // namespace covet::record
