#include "cli/generate/prose.h"

#include <algorithm>
#include <string>

#include "cli/generate/prose_tables.h"
#include "core/base/error.h"

namespace covet::cli::generate {

const CommandProse& prose_of(std::string_view command) {
  for (const auto table : {data_prose(), migrations_prose()}) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const CommandProse& each) { return each.name == command; });
    if (found != table.end()) return *found;
  }
  throw Error(Errc::internal, "no prose for the command " + std::string(command));
}

}  // namespace covet::cli::generate
