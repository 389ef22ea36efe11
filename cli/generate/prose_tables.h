#pragma once

#include <span>

#include "cli/generate/prose.h"

/// The parts of the table behind prose_of().
namespace covet::cli::generate {

/// What programs, rows and servers are about.
std::span<const CommandProse> data_prose();
/// What schemas, migrations and their history are about.
std::span<const CommandProse> migrations_prose();

}  // namespace covet::cli::generate
