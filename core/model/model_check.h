#pragma once

#include "core/model/draft.h"

/// What can only be seen with all models read and folded. Faults go to the draft.
namespace covet::model {

/// All of the following.
void check_models(Draft& draft);

/// Handles, tables and columns that are named twice (CV105, CV106, CV107).
void check_names(Draft& draft);
/// Fields that keys and indexes name (CV108), and primary keys (CV111).
void check_keys(Draft& draft, const Model& model);
/// What relations refer to (CV108, CV110, CV111, CV113, CV114).
void check_relations(Draft& draft, const Model& model);
/// Options that contradict each other, and defaults that do not fit (CV104, CV110).
void check_values(Draft& draft, const Field& field);
/// A default that its field's type can't hold: why, or "".
std::string why_no_default(const ModelSet& set, const Field& field);

/// "schema/users.toml:4"
std::string shown(const SourceSpan& where);

}  // namespace covet::model
