#include "migrations/late.h"

#include <algorithm>

namespace covet::migrations {

Lateness::Lateness(std::span<const StatusLine> lines) {
  for (const StatusLine& line : lines) {
    if (line.row && !line.version.repeatable()) highest_ = std::max(highest_, line.version);
  }
  for (const StatusLine& line : lines) {
    if (line.standing == Standing::pending) pending_.emplace(line.version, line.migration);
  }
}

bool Lateness::was_known(const StatusLine& line) const {
  const Migration* migration = line.migration;
  for (std::size_t guard = 0; guard <= pending_.size(); ++guard) {
    if (!migration->parent || migration->parent->empty()) return false;
    if (*migration->parent == highest_) return true;
    const auto parent = pending_.find(*migration->parent);
    if (parent == pending_.end()) return false;
    migration = parent->second;
  }
  return false;
}

}  // namespace covet::migrations
