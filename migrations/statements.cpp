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

Applied row_of(const Migration& migration, State state) {
  Applied row;
  row.version = migration.version;
  row.name = migration.name;
  row.checksum = migration.up.checksum;
  if (migration.down) row.down_checksum = migration.down->checksum;
  row.state = state;
  row.statements_total = static_cast<std::int64_t>(migration.up.statements.size());
  row.statements_done = row.statements_total;
  return row;
}

void mark_done(Applied& row, const Section& section, std::size_t count) {
  row.statements_done = static_cast<std::int64_t>(count);
  row.done_checksum = done_checksum(section.statements, count);
  row.under_way = 0;
  row.fingerprint_before.clear();
  row.session.clear();
  row.batch_key.clear();
  row.error.clear();
}

}  // namespace covet::migrations
