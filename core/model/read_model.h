#pragma once

#include "core/model/reader.h"

namespace covet::model {

/// Takes a whole file into the reader's draft: models, enums and what stands beside them.
void read_file_models(Reader& reader, const Node& document);

/// [models.x.indexes], .uniques, .checks, .foreign_keys.
void read_indexes(Reader& reader, const Entry& entry, Model& model);
void read_uniques(Reader& reader, const Entry& entry, Model& model);
void read_checks(Reader& reader, const Entry& entry, Model& model);
void read_foreign_keys(Reader& reader, const Entry& entry, Model& model);

/// [enums].
void read_enums(Reader& reader, const Entry& entry);
/// [functions], [views], … : the sections of object_kind.h. A view's triggers and rules come along.
void read_objects(Reader& reader, const Entry& entry, std::string_view kind);
/// [models.x.triggers] and its like, also beneath a view. `owner` is the handle.
void read_objects_on(Reader& reader, const Entry& entry, const std::string& owner, bool on_a_view);
/// [raw]: what has no section of its own.
void read_raw(Reader& reader, const Entry& entry);

/// `owner` and `grants`; false for any other key.
bool read_rights(Reader& reader, const Entry& entry, Rights& rights);

/// The entries of a table, or a fault and none.
const Node::Table& entries_of(Reader& reader, const Entry& entry, std::string_view wanted);

}  // namespace covet::model
