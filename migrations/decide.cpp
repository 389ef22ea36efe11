#include "migrations/decide.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/partial.h"

namespace covet::migrations {
namespace {

std::string label(const StatusLine& line) {
  std::string name = line.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name.empty() ? line.version.text() : line.version.text() + " " + name;
}

std::string names_of(const std::vector<const StatusLine*>& lines) {
  std::vector<std::string> names;
  names.reserve(lines.size());
  for (const StatusLine* line : lines)
    names.push_back(label(*line));
  return join(names, ", ");
}

Diagnostic at_mark(const Migration& migration, const Section* section, std::string code,
                   std::string message, std::string help) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.where.file = migration.file.string();
  if (section != nullptr && section->line > 0) {
    diagnostic.excerpt = line_at(migration.text, section->line);
    diagnostic.where.line = section->line;
    diagnostic.where.column = 1;
    diagnostic.where.length = std::max<std::size_t>(1, code_points(diagnostic.excerpt));
  }
  diagnostic.help = std::move(help);
  return diagnostic;
}

void refuse_edited(const std::vector<StatusLine>& lines) {
  std::vector<Diagnostic> faults;
  for (const StatusLine& line : lines) {
    if (line.standing != Standing::edited) continue;
    Diagnostic fault =
        at_mark(*line.migration, &line.migration->up, "CV210",
                "`" + line.version.text() + "` was applied and has been edited since",
                "restore the file as it was applied, and write a new migration for the change");
    fault.notes = {"applied: " + line.row->checksum, "now:     " + line.migration->up.checksum};
    faults.push_back(std::move(fault));
  }
  if (faults.empty()) return;
  std::string message = count_of(faults.size(), "applied migration was edited since",
                                 "applied migrations were edited since");
  throw Error(Errc::history_mismatch, std::move(message),
              "restore the file as it was applied, and write a new migration for the change")
      .with(std::move(faults));
}

/// Whether a version below the highest applied one was written by somebody who knew that one: then
/// its parents say so.
class Lateness {
 public:
  explicit Lateness(const std::vector<StatusLine>& lines) {
    for (const StatusLine& line : lines) {
      if (line.row && !line.version.repeatable()) highest_ = std::max(highest_, line.version);
    }
    for (const StatusLine& line : lines) {
      if (line.standing == Standing::pending) pending_.emplace(line.version, line.migration);
    }
  }
  bool is_late(const StatusLine& line) const { return line.version < highest_; }
  bool chain_is_fine(const StatusLine& line) const {
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

 private:
  Version highest_;
  std::map<Version, const Migration*> pending_;
};

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
    if (out_of_order || lateness.chain_is_fine(*line)) {
      plan.warnings.push_back(label(*line) + " is older than what is applied, and runs now");
    } else {
      late.push_back(line);
    }
  }
  if (late.empty()) return;
  const bool one = late.size() == 1;
  throw Error(Errc::refused,
              names_of(late) + (one ? " is" : " are") + " older than what is applied already",
              one ? "read it again beside what ran since, then run it with --out-of-order, or give "
                    "it a newer version"
                  : "read them again beside what ran since, then run them with --out-of-order, or "
                    "give them newer versions");
}

void check_target(const std::vector<StatusLine>& lines, const Target& target) {
  if (target.to && target.steps) {
    throw Error(Errc::usage, "--to and --steps say different things", "give one of them");
  }
  if (!target.to) return;
  const bool known = std::any_of(lines.begin(), lines.end(), [&](const StatusLine& line) {
    return line.version == *target.to;
  });
  if (!known) {
    throw Error(Errc::not_found, "no migration has version " + target.to->text(),
                "`covet status` lists them");
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
      faults.push_back(at_mark(*migration, nullptr, "CV211",
                               label(*line) + " is irreversible: " + migration->irreversible,
                               "write a new migration that leads on"));
    } else if (!migration->down) {
      faults.push_back(at_mark(*migration, &migration->up, "CV211", label(*line) + " has no down",
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
  check_target(lines, target);
  RunPlan plan;
  if (target.direction == Direction::up) {
    decide_up(lines, target, out_of_order, plan);
  } else {
    decide_down(lines, target, plan);
  }
  return plan;
}

}  // namespace covet::migrations
