#pragma once

#include <string>

#include "core/base/error.h"

namespace covet::mysql {

/// An Error{model} with one diagnostic.
Error model_fault(const SourceSpan& where, std::string code, std::string message, std::string help);

}  // namespace covet::mysql
