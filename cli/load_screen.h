#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/project.h"
#include "core/record/load.h"

/// What `covet load` and `covet seed` share.
namespace covet::cli {

std::uint64_t rows_of(const std::vector<record::Loaded>& counts);

/// load(), with its progress shown, and logged where covet.toml asks for that.
void load_showing(const Context& context, const Project& project, record::Load& load,
                  Connection& connection);

/// How many rows of what, one line a model, and "Loaded 12 rows of 3 models."; `key` is the name in
/// the JSON document.
void tell_rows(const Context& context, const std::vector<record::Loaded>& counts,
               std::string_view key, std::string_view verb);

}  // namespace covet::cli
