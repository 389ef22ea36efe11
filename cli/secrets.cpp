#include "cli/secrets.h"

#include <cstring>
#include <string_view>

namespace covet::cli {
namespace {

void blot_password(char* argument) {
  const std::string_view text(argument);
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return;
  const std::size_t at = text.rfind('@');
  const std::size_t colon = text.find(':', scheme + 3);
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return;
  std::memset(argument + colon + 1, '*', at - colon - 1);
}

}  // namespace

std::vector<std::string> take_arguments(int argc, char** argv) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    arguments.emplace_back(argv[i]);
    blot_password(argv[i]);
  }
  return arguments;
}

}  // namespace covet::cli
