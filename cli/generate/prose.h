#pragma once

#include <span>
#include <string_view>

namespace covet::cli::generate {

struct Example {
  std::string_view command;
  std::string_view why;
};

/// What help and the manual say of a command beside its options.
struct CommandProse {
  std::string_view name;
  std::string_view text;  ///< paragraphs, separated by an empty line; each one line
  std::span<const Example> examples;
};

/// Throws Error{internal} for a command without any; a test walks the tree.
const CommandProse& prose_of(std::string_view command);

/// A page of `covet help TOPIC`; also a chapter of the manual.
struct Topic {
  std::string_view name;
  std::string_view summary;
  std::string_view text;  ///< as it is shown; empty where it is made from a table of the program
};

std::span<const Topic> topics();

}  // namespace covet::cli::generate
