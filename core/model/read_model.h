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

/// [enums], [domains], [sequences], [extensions].
void read_enums(Reader& reader, const Entry& entry);
/// `kind` is "domain", "sequence" or "extension".
void read_objects(Reader& reader, const Entry& entry, std::string_view kind);

/// CV118: a part of PRODUCT's format that this version of covet does not carry.
void not_carried(Reader& reader, const Entry& entry, std::string_view what);

/// The entries of a table, or a fault and none.
const Node::Table& entries_of(Reader& reader, const Entry& entry, std::string_view wanted);

}  // namespace covet::model
