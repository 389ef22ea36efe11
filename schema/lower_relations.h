#pragma once

#include <string>
#include <vector>

#include "schema/backend.h"
#include "schema/diff.h"

/// Relations of models as columns, foreign keys and junction tables. A part of from_models.
namespace covet::schema {

TableName table_of(const model::Model& model);

/// The columns of these fields, in order.
std::vector<std::string> columns_of(const model::Model& model,
                                    const std::vector<std::string>& fields);

/// The field that `relation` refers to: to_field, else the target's key.
const model::Field& target_field(const model::ModelSet& models, const model::Field& relation);

/// The column that holds a reference: its type is that of the target's column, however far away
/// that is. Throws Error{model} where keys depend on each other in a circle.
Column relation_column(const model::Field& relation, const model::ModelSet& models, const Ddl& ddl);

/// The foreign key of a ForeignKey or OneToOne field in `table`.
ForeignKey relation_key(const model::Field& relation, const TableName& table,
                        const model::ModelSet& models);

/// A foreign key that a model says by itself.
ForeignKey lower_foreign_key(const model::ForeignKeyDef& from, const model::Model& model,
                             const model::ModelSet& models);

/// The junction table of a ManyToMany field without `through`, not completed yet.
Table junction_table(const model::Field& field, const model::Model& owner,
                     const model::ModelSet& models, const Ddl& ddl);

/// What became of the junction where its field, or a model at either end, was renamed.
std::vector<Rename> junction_renames(const model::Field& field, const model::Model& owner,
                                     const model::ModelSet& models);

}  // namespace covet::schema
