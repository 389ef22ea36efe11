#pragma once

#include <string>
#include <vector>

namespace covet::cli {

/// The arguments behind the program's name. Passwords in URLs are blotted out in `argv` itself, so
/// that a list of processes doesn't show them.
std::vector<std::string> take_arguments(int argc, char** argv);

}  // namespace covet::cli
