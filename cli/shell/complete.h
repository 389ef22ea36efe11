#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"

namespace covet::cli {

/// A command of the shell's own.
struct ShellCommand {
  std::string_view name;  ///< "\\sql"
  std::string_view argument;
  std::string_view summary;
};
const std::vector<ShellCommand>& shell_commands();

/// What a line that ends here may go on with: the last `replaced` bytes become one of these.
struct Completion {
  std::size_t replaced = 0;
  std::vector<std::string> words;  ///< sorted, each once
};
/// Models, behind a point methods, within brackets fields, what they lead to, and lookups.
Completion complete(const model::ModelSet& models, std::string_view line);

/// Whether a query goes on in the next line: a bracket or a text is open.
bool is_open(std::string_view text);

}  // namespace covet::cli
