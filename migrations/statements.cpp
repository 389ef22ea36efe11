#include "migrations/statements.h"

#include <algorithm>

#include "migrations/checksum.h"

namespace covet::migrations {

const Section& section_of(const Run& run) {
  return run.direction == Direction::up ? run.migration->up : run.migration->down.value();
}

std::string checksum_of(const Section& section, const SqlStatement& statement) {
  return checksum(statement.text, section.rules);
}

std::string DoneChecksum::of_first(std::size_t count) {
  count = std::min(count, section_.statements.size());
  if (count < counted_) {
    so_far_ = Sha256();
    counted_ = 0;
  }
  for (; counted_ < count; ++counted_)
    so_far_.add(checksum_of(section_, section_.statements[counted_]) + "\n");
  return "sha256:" + so_far_.hex();
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

void mark_done(Applied& row, DoneChecksum& done, std::size_t count) {
  row.statements_done = static_cast<std::int64_t>(count);
  row.done_checksum = done.of_first(count);
  row.under_way = 0;
  row.fingerprint_before.clear();
  row.session.clear();
  row.batch_key.clear();
  row.error.clear();
}

}  // namespace covet::migrations
