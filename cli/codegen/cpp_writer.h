#pragma once

#include <vector>

#include "cli/codegen/language.h"

namespace covet::cli::codegen {

/// Headers over core/typed: one a model, enums.h for what models share, models.h, which includes
/// them, and model_set.h, by which a program has the models at run time. For Language::write.
std::vector<Code> write_cpp(const Description& description, const Options& options);

}  // namespace covet::cli::codegen
