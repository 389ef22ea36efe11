#include <algorithm>
#include <map>
#include <utility>

#include "core/base/error.h"
#include "migrations/decide.h"

namespace covet::migrations {

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::applied:
      return "applied";
    case Standing::pending:
      return "pending";
    case Standing::partial:
      return "partial";
    case Standing::edited:
      return "edited";
    case Standing::missing_file:
      return "missing_file";
    case Standing::baseline:
      return "baseline";
    case Standing::midway:
      return "midway";
  }
  throw Error(Errc::internal, "no such standing");
}

namespace {

/// Whether only some of the versions that a squashed file stands for are applied, and whole.
bool is_midway(const StatusLine& line) {
  if (line.replaced.empty()) return false;
  const auto whole = [](const Applied& row) {
    return row.state == State::applied || row.state == State::baseline;
  };
  const std::size_t others = line.migration->replaces.size() - 1;
  return !line.row || !whole(*line.row) || line.replaced.size() < others ||
         !std::all_of(line.replaced.begin(), line.replaced.end(), whole);
}

Standing standing_of(const StatusLine& line, const Version& baseline) {
  if (is_midway(line)) return Standing::midway;
  if (!line.row) return line.version <= baseline ? Standing::baseline : Standing::pending;
  if (line.row->state == State::baseline) return Standing::baseline;
  if (line.migration == nullptr) return Standing::missing_file;
  if (line.row->state != State::applied) return Standing::partial;
  if (!line.replaced.empty()) return Standing::applied;
  if (line.row->checksum == line.migration->up.checksum) return Standing::applied;
  return line.version.repeatable() ? Standing::pending : Standing::edited;
}

/// The rows of the versions that a squashed file stands for go to its line.
void fold_replaced(std::map<Version, StatusLine>& lines) {
  for (auto& [version, line] : lines) {
    if (line.migration == nullptr || line.migration->replaces.empty()) continue;
    for (const Version& replaced : line.migration->replaces) {
      const auto other = lines.find(replaced);
      if (other == lines.end() || other->first == version || other->second.migration != nullptr)
        continue;
      if (other->second.row) line.replaced.push_back(*other->second.row);
    }
    for (const Applied& row : line.replaced)
      lines.erase(row.version);
  }
}

}  // namespace

std::vector<StatusLine> stand(std::span<const Migration> migrations,
                              std::span<const Applied> applied) {
  std::map<Version, StatusLine> lines;
  Version baseline;
  for (const Migration& migration : migrations) {
    lines.insert_or_assign(migration.version, StatusLine{migration.version, migration.name,
                                                         Standing::pending, &migration});
  }
  for (const Applied& row : applied) {
    StatusLine& line = lines[row.version];
    line.version = row.version;
    if (line.name.empty()) line.name = row.name;
    line.row = row;
    if (row.state == State::baseline) baseline = std::max(baseline, row.version);
  }
  fold_replaced(lines);
  std::vector<StatusLine> result;
  result.reserve(lines.size());
  for (auto& [version, line] : lines) {
    line.standing = standing_of(line, baseline);
    result.push_back(std::move(line));
  }
  return result;
}

}  // namespace covet::migrations
