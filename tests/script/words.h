#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace covet::tests {

/// The value of a variable; throws std::runtime_error for an unknown one.
using Lookup = std::function<std::string(const std::string& name)>;

/// The words of a script line. Blanks separate them. Within '…' all is literal and '' is one quote;
/// within "…" only $NAME and ${NAME} are replaced, as they are outside of quotes. Throws
/// std::runtime_error if a quote isn't closed. A word that holds an unquoted `*` or `?` becomes the
/// files that it matches, seen from `folder`, in alphabetical order; if there is none it stays as
/// it is.
std::vector<std::string> split_words(std::string_view line, const Lookup& lookup,
                                     const std::filesystem::path& folder);

}  // namespace covet::tests
