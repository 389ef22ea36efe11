#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"

namespace covet::query {

struct ColumnPair {
  std::string from;
  std::string to;
};

/// How one model leads to another by a name: a ForeignKey or OneToOne field, its way back
/// (related_name, else the owner's handle in lower case), a ManyToMany field and its way back, or a
/// foreign key of several fields by its own name.
struct Relation {
  const model::Model* from = nullptr;
  const model::Model* to = nullptr;
  const model::Field* field = nullptr;  ///< that says it; null for a key of several fields
  bool back = false;                    ///< against the field's direction
  bool many = false;                    ///< one row may lead to several
  bool optional = false;                ///< one row may lead to none
  /// Columns that are equal: of `from` and `to`, or, with `through`, of `from` and the junction.
  std::vector<ColumnPair> columns{};
  struct Through {
    std::string schema;
    std::string table;
    std::vector<ColumnPair> columns;  ///< of the junction and `to`
  };
  std::optional<Through> through{};
};

/// Nothing where `model` has no such relation. Throws Error{usage} where two relations claim the
/// name.
std::optional<Relation> find_relation(const model::ModelSet& models, const model::Model& model,
                                      std::string_view name);

/// The names up to the last relation to many that they go through, as "a__b"; "" for none.
std::string path_to_many(const model::ModelSet& models, const model::Model* model,
                         const std::vector<std::string>& names);

/// Of all relations of `model`, in both directions.
std::vector<std::string> relation_names(const model::ModelSet& models, const model::Model& model);

/// The field of this name, which has a column. Throws Error{usage} ("did you mean").
const model::Field& field_with_column(const model::Model& model, const std::string& name);

/// The plain field that `relation`'s value is one of, however far away: its type is the column's.
const model::Field& referred_field(const model::ModelSet& models, const model::Field& relation);

}  // namespace covet::query
