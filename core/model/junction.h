#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"

namespace covet::model {

/// "posts_author_id_fkey": PostgreSQL's own naming on all engines, cut to 63 bytes with 8 hex
/// digits of its hash.
std::string generated_name(std::string_view table, const std::vector<std::string>& columns,
                           std::string_view suffix);

/// The table that holds a ManyToMany field which names no `through`, and its two columns.
struct Junction {
  std::string schema;
  std::string table;
  std::string from;  ///< the column that refers to the field's owner
  std::string to;    ///< the one that refers to its target
};

Junction junction_of(const Model& owner, const Field& field, const Model& target);

/// The same from names: what a junction was called before a rename.
Junction junction_of(const std::string& schema, const std::string& owner_table,
                     const std::string& target_table, const std::string& field);

}  // namespace covet::model
