#pragma once

#include <functional>
#include <string_view>

#include "tests/support/txtar.h"

namespace covet::tests {

/// Gives a case as it ought to be: what went in as it was, what came out as the code under test
/// makes it.
using Rewrite = std::function<Txtar(const Txtar& given)>;

/// Registers one test case `<suite>.<path without .txt>` for each *.txt file in or below `folder`,
/// which is relative to the root of the repository. A case fails if `rewrite` gives another text
/// than the file has, or throws; with COVET_UPDATE_GOLDEN=1 in the environment the file is
/// rewritten instead. Call it before main, from the initializer of a constant. Returns how many
/// cases it registered.
int register_goldens(std::string_view suite, std::string_view folder, const Rewrite& rewrite);

/// Whether COVET_UPDATE_GOLDEN=1 is in the environment.
bool updating_goldens();

/// The lines of a line-by-line comparison that differ, each behind "-" (wanted) or "+" (got), with
/// the lines around them behind " "; empty if the texts are equal.
std::string line_diff(std::string_view wanted, std::string_view got);

}  // namespace covet::tests
