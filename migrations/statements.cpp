#include "migrations/statements.h"

#include <algorithm>

#include "core/base/sha256.h"

namespace covet::migrations {

const Section& section_of(const Run& run) {
  return run.direction == Direction::up ? run.migration->up : run.migration->down.value();
}

std::string done_checksum(std::span<const SqlStatement> statements, std::size_t count) {
  std::string all;
  for (const SqlStatement& statement : statements.first(std::min(count, statements.size()))) {
    all += statement.checksum;
    all += '\n';
  }
  return "sha256:" + sha256_hex(all);
}

}  // namespace covet::migrations
