#pragma once

#include <string_view>

namespace covet::postgresql {

/// True for the key words that the server quotes when it prints a name (all but the unreserved
/// ones). `word` is in lower case.
bool is_keyword(std::string_view word);

}  // namespace covet::postgresql
