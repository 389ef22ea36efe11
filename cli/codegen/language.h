#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/codegen/description.h"

namespace covet::cli::codegen {

struct Options {
  std::string name_space;  ///< "": the language's usual one
};

/// A file as a writer makes it, without the stamp on its first line.
struct Code {
  std::string file;       ///< relative to the folder
  std::string body;       ///< everything behind the stamp
  std::string made_from;  ///< what of the description determines it
};

/// One row a language: a second one is a row here and its writer.
struct Language {
  std::string_view name;     ///< as it is said on the command line
  std::string_view summary;  ///< for help: "C++20 headers"
  std::string_view comment;  ///< what a comment of one line begins with
  std::string_view extension;
  /// Pure. Throws Error{usage} for options that it can't take, Error{model} for names that it can't
  /// tell apart, every one of them.
  std::vector<Code> (*write)(const Description& description, const Options& options);
};

std::span<const Language> languages();
/// Throws Error{usage}.
const Language& language_named(std::string_view name);

}  // namespace covet::cli::codegen
