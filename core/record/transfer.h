#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/model.h"

/// What is carried from one database to another, and in which order. Pure.
namespace covet::record {

/// The models, and one more for each ManyToMany field without `through`: "post.authors" is its
/// junction, with a field for each of its two columns, called like them.
model::ModelSet with_junctions(const model::ModelSet& models);

/// A foreign key from one model to another, or to itself. Points into the models it was read from.
struct Reference {
  const model::Model* from = nullptr;
  const model::Model* to = nullptr;
  std::string name;                    ///< the field's, or the key's own
  std::vector<std::string> fields;     ///< of `from`
  std::vector<std::string> to_fields;  ///< of `to`, as many
  std::string optional{};              ///< one of `fields` that may be NULL; "" where none may
  bool deferrable = false;
};
/// Those between models; keys to tables that no model describes are left out.
std::vector<Reference> references_of(const model::ModelSet& models);

using Models = std::vector<const model::Model*>;

/// Those that are referred to first. Models that refer to each other in a circle stand together,
/// by handle.
Models in_order(const Models& chosen, const std::vector<Reference>& references);

struct LoadOrder {
  Models models;
  /// Written as NULL at first, and filled in when all rows are there.
  std::vector<Reference> late{};
};
/// An order in which each row finds the rows that it refers to, where the engine looks at the end
/// of each statement. `in_one_statement`: all rows of the model come in one. Throws
/// Error{unsupported} for a circle of keys of which none may be NULL or is deferrable.
LoadOrder order_for_loading(const Models& chosen, const std::vector<Reference>& references,
                            const std::function<bool(const model::Model&)>& in_one_statement);

}  // namespace covet::record
