#include "migrations/partial.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

std::size_t done_of(const Applied& row) {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, row.statements_done));
}

/// The statements that have run must stand at the head of `section` as they were.
void check_done(const StatusLine& line, const Section& section) {
  const std::size_t done = done_of(*line.row);
  if (done == 0) return;
  const std::string now = DoneChecksum(section).of_first(done);
  if (section.statements.size() >= done && now == line.row->done_checksum) return;

  Diagnostic fault;
  fault.code = "CV210";
  fault.message = "the first " + count_of(done, "statement") + " of `" + line.version.text() +
                  "` ran already and were edited since";
  fault.where.file = line.migration->file.string();
  if (!section.statements.empty()) {
    const SqlStatement& first = section.statements.front();
    fault.excerpt = line_at(line.migration->text, first.line);
    fault.where.line = first.line;
    fault.where.column = first.column;
    fault.where.length = std::max<std::size_t>(1, code_points(first.text.first_line()));
  }
  fault.notes = {"ran: " + line.row->done_checksum, "now: " + now};
  fault.help = "put them back as they were; mend only what comes behind them";
  std::string message = fault.message;
  std::string hint = fault.help;
  throw Error(Errc::history_mismatch, std::move(message), std::move(hint)).with({std::move(fault)});
}

[[noreturn]] void refuse(const StatusLine& line, const std::string& why) {
  throw Error(Errc::refused, line.version.text() + " is partly applied, and " + why,
              "`covet migrate` goes on from where it stopped; then roll back the whole");
}

/// The down statements that undo the up's first `done`, by their step marks: all but the first n.
std::size_t first_undoing(const StatusLine& line, std::size_t done) {
  const Section& up = line.migration->up;
  const Section& down = *line.migration->down;
  if (done == 0) return down.statements.size();
  if (done >= up.statements.size()) return 0;
  const auto unmarked = [](const SqlStatement& statement) { return statement.step == 0; };
  if (std::any_of(up.statements.begin(), up.statements.end(), unmarked) ||
      std::any_of(down.statements.begin(), down.statements.end(), unmarked)) {
    refuse(line, "its file does not say which down statements undo what ran");
  }
  const int last_step = up.statements[done - 1].step;
  if (up.statements[done].step <= last_step) {
    refuse(line, "it stopped within step " + std::to_string(last_step));
  }
  const auto undoes = [&](const SqlStatement& statement) { return statement.step <= last_step; };
  const auto first = std::find_if(down.statements.begin(), down.statements.end(), undoes);
  if (!std::all_of(first, down.statements.end(), undoes)) {
    refuse(line, "the steps of its down are in no order");
  }
  return static_cast<std::size_t>(first - down.statements.begin());
}

}  // namespace

void throw_partial_without_file(const StatusLine& line) {
  throw Error(Errc::not_found, line.version.text() + " is partly applied and has no file",
              "bring the file back from version control, so that it can be finished");
}

void append_partial_up(const StatusLine& line, RunPlan& plan) {
  if (line.row->state == State::applying) {
    check_done(line, line.migration->up);
    plan.runs.push_back({line.migration, Direction::up, done_of(*line.row), line.row});
    return;
  }
  append_partial_down(line, plan);
  plan.runs.push_back({line.migration, Direction::up, 0, std::nullopt});
}

void append_partial_down(const StatusLine& line, RunPlan& plan) {
  const Migration& migration = *line.migration;
  if (!migration.down) refuse(line, "it has no down any more");
  if (line.row->state == State::reverting) {
    check_done(line, *migration.down);
    plan.runs.push_back({&migration, Direction::down, done_of(*line.row), line.row});
    return;
  }
  check_done(line, migration.up);
  if (!line.row->batch_key.empty()) {
    refuse(line, "its statement " + std::to_string(line.row->statements_done + 1) +
                     " is half done, batch by batch");
  }
  if (line.row->under_way != 0 && line.row->error.empty()) {
    refuse(line, "nobody knows yet whether its statement " + std::to_string(line.row->under_way) +
                     " took effect");
  }
  plan.runs.push_back(
      {&migration, Direction::down, first_undoing(line, done_of(*line.row)), line.row});
}

}  // namespace covet::migrations
