#include "migrations/decide.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/fault.h"
#include "migrations/late.h"
#include "migrations/partial.h"

namespace covet::migrations {
namespace {

std::string label(const StatusLine& line) {
  return label(line.version, line.name);
}

std::string names_of(const std::vector<const StatusLine*>& lines) {
  std::vector<std::string> names;
  names.reserve(lines.size());
  for (const StatusLine* line : lines)
    names.push_back(label(*line));
  return join(names, ", ");
}

void refuse_edited(const std::vector<StatusLine>& lines) {
  std::vector<Diagnostic> faults;
  for (const StatusLine& line : lines) {
    if (line.standing != Standing::edited) continue;
    faults.push_back(fault_of_edited(line));
  }
  if (faults.empty()) return;
  std::string message = count_of(faults.size(), "applied migration was edited since",
                                 "applied migrations were edited since");
  throw Error(Errc::history_mismatch, std::move(message),
              "restore the file as it was applied, and write a new migration for the change")
      .with(std::move(faults));
}

/// By version, but a parent before its child.
std::vector<const StatusLine*> in_order(std::vector<const StatusLine*> pending) {
  std::set<Version> waiting;
  for (const StatusLine* line : pending)
    waiting.insert(line->version);
  std::vector<const StatusLine*> ordered;
  while (!pending.empty()) {
    std::vector<const StatusLine*> later;
    for (const StatusLine* line : pending) {
      const auto& parent = line->migration->parent;
      if (parent && *parent != line->version && waiting.contains(*parent)) {
        later.push_back(line);
      } else {
        waiting.erase(line->version);
        ordered.push_back(line);
      }
    }
    if (later.size() ==
        pending.size()) {  // parents in a circle: nobody's order is better than the versions'
      ordered.insert(ordered.end(), later.begin(), later.end());
      break;
    }
    pending = std::move(later);
  }
  return ordered;
}

void check_order(const std::vector<StatusLine>& lines,
                 const std::vector<const StatusLine*>& pending, bool out_of_order, RunPlan& plan) {
  const Lateness lateness(lines);
  std::vector<const StatusLine*> late;
  for (const StatusLine* line : pending) {
    if (!lateness.is_late(*line)) continue;
    if (out_of_order || lateness.was_known(*line)) {
      plan.warnings.push_back(label(*line) + " is older than what is applied, and runs now");
    } else {
      late.push_back(line);
    }
  }
  if (late.empty()) return;
  const bool one = late.size() == 1;
  throw Error(Errc::refused,
              names_of(late) + (one ? " is" : " are") + " older than what is applied already",
              one ? "read it again beside what ran since, then run it with --out-of-order, or let "
                    "`covet rebase` give it a newer version"
                  : "read them again beside what ran since, then run them with --out-of-order, or "
                    "let `covet rebase` give them newer versions");
}

/// A database in the middle of what a squashed file stands for can't go on with that file.
void refuse_midway(const std::vector<StatusLine>& lines) {
  for (const StatusLine& line : lines) {
    if (line.standing != Standing::midway) continue;
    const std::size_t all = line.migration->replaces.size();
    const std::size_t done = line.replaced.size() + (line.row ? 1 : 0);
    throw Error(Errc::history_mismatch,
                label(line) + " stands for " + count_of(all, "migration") + ", of which " +
                    std::to_string(done) + (done == 1 ? " is applied" : " are applied or begun"),
                "finish with the old files: check out the commit before they were squashed, run "
                "`covet migrate` there, then come back");
  }
}

std::vector<Fold> folds_in(const std::vector<StatusLine>& lines) {
  std::vector<Fold> folds;
  for (const StatusLine& line : lines) {
    if (line.replaced.empty()) continue;
    Fold fold{line.migration, line.replaced};
    fold.rows.push_back(*line.row);
    folds.push_back(std::move(fold));
  }
  return folds;
}

void check_target(const std::vector<StatusLine>& lines, const Target& target) {
  if (target.to && target.steps) {
    throw Error(Errc::usage, "--to and --steps say different things", "give one of them");
  }
  if (!target.to) return;
  std::vector<Version> known;
  for (const StatusLine& line : lines)
    known.push_back(line.version);
  if (std::find(known.begin(), known.end(), *target.to) == known.end()) {
    throw unknown_version(*target.to, known);
  }
}

/// Those that are new or changed, behind all others: they may use what those make.
void append_repeatable(const std::vector<StatusLine>& lines, RunPlan& plan) {
  for (const StatusLine& line : lines) {
    if (line.version.repeatable() && line.standing == Standing::pending) {
      plan.runs.push_back({line.migration, Direction::up, 0, line.row});
    }
  }
}

void decide_up(const std::vector<StatusLine>& lines, const Target& target, bool out_of_order,
               RunPlan& plan) {
  std::vector<const StatusLine*> pending;
  for (const StatusLine& line : lines) {
    if (line.standing == Standing::partial) {
      append_partial_up(line, plan);
    } else if (line.standing == Standing::missing_file) {
      if (line.row->state != State::applied) throw_partial_without_file(line);
      plan.warnings.push_back(label(line) + " is applied but has no file");
    } else if (line.standing == Standing::pending && !line.version.repeatable() &&
               (!target.to || line.version <= *target.to)) {
      pending.push_back(&line);
    }
  }
  pending = in_order(std::move(pending));
  const std::size_t limit = target.steps.value_or(plan.runs.size() + pending.size());
  if (limit < plan.runs.size()) plan.runs.resize(limit);
  pending.resize(std::min(pending.size(), limit - plan.runs.size()));
  check_order(lines, pending, out_of_order, plan);
  for (const StatusLine* line : pending) {
    plan.runs.push_back({line->migration, Direction::up, 0, line->row});
  }
  if (!target.to && !target.steps) append_repeatable(lines, plan);
}

/// What the last `steps`, or everything above `to`, is; partly applied ones first, then from the
/// highest down.
std::vector<const StatusLine*> chosen_down(const std::vector<StatusLine>& lines,
                                           const Target& target) {
  std::vector<const StatusLine*> chosen;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (!line->row || (target.to && line->version <= *target.to)) continue;
    if (line->version.repeatable() && !target.all && line->row->state == State::applied) continue;
    if (line->row->state == State::baseline) {
      if (!target.to) continue;
      throw Error(Errc::refused, label(*line) + " is the baseline, which has no way back",
                  "the lowest version to roll back to is " + line->version.text());
    }
    chosen.push_back(&*line);
  }
  std::stable_partition(chosen.begin(), chosen.end(),
                        [](const StatusLine* line) { return line->row->state != State::applied; });
  const bool everything = target.all || target.to;
  const std::size_t limit = target.steps.value_or(everything ? chosen.size() : 1);
  chosen.resize(std::min(chosen.size(), limit));
  return chosen;
}

void decide_down(const std::vector<StatusLine>& lines, const Target& target, RunPlan& plan) {
  std::vector<Diagnostic> faults;
  for (const StatusLine* line : chosen_down(lines, target)) {
    const Migration* migration = line->migration;
    if (migration == nullptr) {
      throw Error(Errc::not_found, label(*line) + " is applied but has no file to undo it with",
                  "bring the file back from version control");
    }
    if (!migration->irreversible.empty()) {
      faults.push_back(fault_at_line(*migration, 0, "CV211",
                                     label(*line) + " is irreversible: " + migration->irreversible,
                                     "write a new migration that leads on"));
    } else if (!migration->down) {
      faults.push_back(
          fault_at_line(*migration, migration->up.line, "CV211", label(*line) + " has no down",
                        "write a `-- covet:down` section below the up; it may be added "
                        "after the up was applied"));
    } else if (line->standing == Standing::partial) {
      append_partial_down(*line, plan);
    } else {
      plan.runs.push_back({migration, Direction::down, 0, line->row});
    }
  }
  if (faults.empty()) return;
  std::string message = faults.front().message;
  std::string hint = faults.front().help;
  throw Error(Errc::refused, std::move(message), std::move(hint)).with(std::move(faults));
}

}  // namespace

RunPlan decide(std::span<const Migration> migrations, std::span<const Applied> applied,
               const Target& target, bool out_of_order) {
  const std::vector<StatusLine> lines = stand(migrations, applied);
  refuse_edited(lines);
  refuse_midway(lines);
  check_target(lines, target);
  RunPlan plan;
  plan.folds = folds_in(lines);
  if (target.direction == Direction::up) {
    decide_up(lines, target, out_of_order, plan);
  } else {
    decide_down(lines, target, plan);
  }
  return plan;
}

}  // namespace covet::migrations
