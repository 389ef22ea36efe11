#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/db/connection.h"
#include "core/model/model.h"

namespace covet::record {

/// How a dump is to read: everything as it was at one moment, and nothing written.
TransactionOptions dump_transaction();

/// The fields whose values a dump holds: those with a column that the database doesn't compute.
std::vector<std::string> dumped_fields(const model::Model& model);

/// Gives each row of `model`, in the order of its key, as values of dumped_fields: what their
/// columns hold on every engine. In constant memory. Returns how many there were. Throws what
/// Connection does.
std::uint64_t dump_rows(const model::ModelSet& models, const model::Model& model,
                        Connection& connection,
                        const std::function<void(const std::vector<Value>&)>& take);

/// A row as a line without its end: {"model": "post", "fields": {"id": 1}}. row_from_json reads
/// what stands in "fields" back to the last bit. Throws Error{unsupported} for a value that JSON
/// can't hold: text that isn't UTF-8, a JSON column whose text is none.
std::string dump_json(const model::Model& model, const std::vector<std::string>& fields,
                      const std::vector<Value>& row);
/// The same as CSV, with its line end; load reads it back likewise.
std::string dump_csv(const std::vector<Value>& row);

}  // namespace covet::record
