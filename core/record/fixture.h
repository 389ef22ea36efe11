#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/source.h"
#include "core/model/model.h"
#include "core/validate/registry.h"

/// Rows as TOML, for those that people write and keep:
///
///     [[author]]
///     id = 1
///     name = "Ada"
namespace covet::record {

/// One [[model]] table.
struct FixtureRow {
  std::string model;
  std::size_t line = 0;
  validate::Row row{};
};

/// All rows of a fixture, model by model, each's in the order of the file. Models tell how values are taken: a number of a Decimal
/// keeps its digits, and what a JSON or Array field has becomes JSON. Throws Error{model} with a
/// diagnostic for what is no TOML, or no list of tables.
std::vector<FixtureRow> read_fixture(const model::ModelSet& models, const Source& source);

/// A row as such a table, with an empty line behind it. NULL is left out. Throws Error{unsupported}
/// where that would be read as something else (the field has a default), and for what TOML can't
/// hold: null within JSON, text that isn't UTF-8.
std::string dump_fixture(const model::Model& model, const std::vector<std::string>& fields,
                         const std::vector<Value>& row);

}  // namespace covet::record
