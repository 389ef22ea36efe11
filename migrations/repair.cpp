#include "migrations/repair.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "migrations/decide.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

const StatusLine& line_of(const std::vector<StatusLine>& lines, const Version& version) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const StatusLine& line) { return line.version == version; });
  if (found == lines.end() || !found->row) {
    throw Error(Errc::not_found, "the history has no version " + version.text(),
                "`covet status` lists them");
  }
  return *found;
}

Repair accept(const StatusLine& line) {
  if (line.standing != Standing::edited) {
    throw Error(Errc::usage, line.version.text() + " is not edited",
                "`covet repair` says what there is to mend");
  }
  Applied row = row_of(*line.migration);
  row.applied_at = line.row->applied_at;
  row.applied_by = line.row->applied_by;
  row.took = line.row->took;
  return {line.version, "counts as applied as the file is now", std::move(row)};
}

Repair forget(const StatusLine& line) {
  if (line.migration != nullptr) {
    throw Error(Errc::usage, line.version.text() + " has its file: its row is needed",
                "`covet rollback` undoes it");
  }
  return {line.version, "its row is removed; what it did stays in the database", std::nullopt};
}

Repair decide_statement(const std::vector<StatusLine>& lines, std::int64_t number,
                        bool took_effect) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const StatusLine& line) {
    return line.row && line.row->under_way == number && line.migration != nullptr;
  });
  if (found == lines.end()) {
    throw Error(Errc::usage, "no migration was stopped at its statement " + std::to_string(number),
                "`covet repair` says what there is to mend");
  }
  const Migration& migration = *found->migration;
  const bool down = found->row->state == State::reverting;
  const Run run{&migration, down ? Direction::down : Direction::up};
  Applied row = *found->row;
  const std::int64_t done = took_effect ? number : number - 1;
  DoneChecksum checksum(section_of(run));
  mark_done(row, checksum, static_cast<std::size_t>(done));
  return {found->version,
          "statement " + std::to_string(number) + " counts as " +
              (took_effect ? "run; the next run goes on behind it"
                           : "not run; the next run begins with it"),
          std::move(row)};
}

}  // namespace

std::vector<HistoryFault> history_faults(std::span<const Migration> migrations,
                                         std::span<const Applied> applied) {
  std::vector<HistoryFault> faults;
  for (const StatusLine& line : stand(migrations, applied)) {
    const std::string version = line.version.text();
    if (line.standing == Standing::edited) {
      faults.push_back({line.version, "was applied and has been edited since",
                        "covet repair --accept-edited " + version,
                        "if the database is as the file is now"});
    } else if (line.standing == Standing::missing_file && line.row->state == State::applied) {
      faults.push_back({line.version, "is applied and has no file",
                        "covet repair --forget " + version, "if the file is gone for good"});
    } else if (line.standing == Standing::partial && line.row->under_way != 0) {
      faults.push_back({line.version,
                        "was stopped at statement " + std::to_string(line.row->under_way) +
                            ", of which nobody saw the end",
                        "covet migrate", "finds out by itself, and goes on"});
    }
  }
  return faults;
}

std::vector<Repair> plan_repair(std::span<const Migration> migrations,
                                std::span<const Applied> applied, const RepairRequest& request) {
  const std::vector<StatusLine> lines = stand(migrations, applied);
  std::vector<Repair> repairs;
  for (const Version& version : request.accept_edited)
    repairs.push_back(accept(line_of(lines, version)));
  for (const Version& version : request.forget)
    repairs.push_back(forget(line_of(lines, version)));
  if (request.applied) repairs.push_back(decide_statement(lines, *request.applied, true));
  if (request.not_applied) repairs.push_back(decide_statement(lines, *request.not_applied, false));
  return repairs;
}

void carry_out(std::span<const Repair> repairs, Connection& connection, History& history) {
  Transaction transaction(connection);
  for (const Repair& repair : repairs) {
    if (repair.row) {
      history.update(*repair.row);
    } else {
      history.remove(repair.version);
    }
  }
  transaction.commit();
}

}  // namespace covet::migrations
