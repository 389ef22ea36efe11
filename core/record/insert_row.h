#pragma once

#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/validate/row.h"

namespace covet::record {

/// Inserts a row that is held to its model already. Returns it with the key that the database made,
/// where it had none.
validate::Row insert_row(const model::ModelSet& models, Connection& connection,
                         const model::Model& model, validate::Row row);

}  // namespace covet::record
