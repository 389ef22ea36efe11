#include "cli/doctor_database.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "migrations/decide.h"
#include "migrations/lock.h"

namespace covet::cli {
namespace {

using migrations::Standing;

void check_lock(DoctorReport& report, const Project& project, Session& session,
                const std::string& label) {
  schema::LockAttempt attempt;
  try {
    attempt = session.backend().locker.try_lock(
        session.target().url, connect_options(session.target(), Access::read_write),
        project.config.history_table);
  } catch (const Error& error) {
    if (error.code() != Errc::permission && error.code() != Errc::io) throw;
    return report.fine("lock", label + "not tried: " + error.message());
  }
  if (attempt.lock) return report.fine("lock", label + "free");
  const schema::LockHolder holder = attempt.holder.value_or(schema::LockHolder{});
  const std::string who = label + "held by " +
                          (holder.description.empty() ? std::string("a session that can't be seen")
                                                      : holder.description);
  if (migrations::seems_dead(holder)) {
    report.wrong("lock", fmt::format("{}, silent for {} s", who, holder.silent->count()),
                 "`covet unlock` ends that session");
  } else {
    report.attention("lock", who, "wait until it has finished; `covet unlock --dry-run` says more");
  }
}

void check_interrupted(DoctorReport& report, const Project& project, Session& session,
                       const std::string& label) {
  const std::vector<migrations::Migration> files = session.migrations(project);
  bool told = false;
  for (const migrations::StatusLine& line : migrations::stand(files, session.history().read())) {
    if (line.standing != Standing::partial) continue;
    told = true;
    report.wrong("interrupted",
                 fmt::format("{}{} {} is partly applied", label, line.version.text(), line.name),
                 "`covet migrate` goes on from there");
  }
  if (!told) report.fine("interrupted", label + "no migration");
}

void check_leftovers(DoctorReport& report, Session& session, const std::string& label) {
  const auto found = session.backend().maintenance.leftovers(session.connection());
  if (found.empty()) return report.fine("leftovers", label + "none");
  for (const schema::Leftover& one : found) {
    report.wrong("leftovers", fmt::format("{}{}: {}", label, one.name, one.detail),
                 one.sql.empty() ? "look at it" : one.sql);
  }
}

void check_decisions(DoctorReport& report, Session& session, const std::string& label) {
  const std::vector<Decision> kept = Decisions(session.connection()).read();
  if (kept.empty()) return report.fine("decisions", label + "none kept");
  const auto commits = static_cast<std::size_t>(std::ranges::count(kept, true, &Decision::commit));
  std::vector<std::string> parts;
  if (commits > 0) parts.push_back(fmt::format("{} to commit, until all have", commits));
  if (commits < kept.size()) {
    parts.push_back(fmt::format("{} to roll back, for two days", kept.size() - commits));
  }
  report.fine("decisions", label + "kept: " + join(parts, "; "));
}

std::string age_text(std::chrono::microseconds age) {
  using std::chrono::duration_cast;
  const auto seconds = std::max<std::int64_t>(0, duration_cast<std::chrono::seconds>(age).count());
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 120 * 60) return fmt::format("{} min", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{} h", seconds / 3600);
  return fmt::format("{} days", seconds / 86400);
}

std::string described(const RecoveredTransaction& one, const std::vector<std::string>& databases,
                      Timestamp now) {
  const PreparedTransaction& transaction = one.plan.transaction;
  std::string text =
      fmt::format("{} in {}", one_line(transaction.id), databases.at(one.plan.database));
  if (transaction.since) {
    text += fmt::format(", prepared {} ago", age_text(now - *transaction.since));
  } else if (one.plan.id) {
    text += fmt::format(", begun {} ago", age_text(now - one.plan.id->begun()));
  }
  if (!transaction.owner.empty()) text += " by " + transaction.owner;
  return text + ": ";
}

/// What is known of one that nothing was done to.
void tell_verdict(DoctorReport& report, const RecoveredTransaction& one, const std::string& what) {
  switch (one.plan.verdict) {
    case Verdict::foreign:
      return report.attention("prepared", what + "not covet's, and holds its locks",
                              fmt::format("its own tool ends it; by hand: {} or {}",
                                          one_line(one.plan.transaction.commit),
                                          one_line(one.plan.transaction.roll_back)));
    case Verdict::young:
      return report.attention("prepared", what + "its coordinator may still be at work",
                              "look again in a minute; --older-than 0s looks at it now");
    case Verdict::no_coordinator:
      return report.wrong(
          "prepared",
          fmt::format("{}none of these databases is {}, which decides", what,
                      one.plan.id->coordinator),
          fmt::format(
              "name that one too, by --with; by hand: where its covet_decisions has {} with "
              "commit, {}, where it has not and nobody works on it, {}",
              one.plan.id->transaction(), one.plan.transaction.commit,
              one.plan.transaction.roll_back));
    case Verdict::two_alike:
      return report.wrong("prepared", what + "two of these databases say that they decide",
                          "name each database once; in a copy, delete the row `database` of "
                          "covet_decisions first");
    case Verdict::commit:
      return report.wrong("prepared", what + "to be committed",
                          "`covet doctor --db --resolve` commits it");
    case Verdict::roll_back:
      return report.wrong("prepared", what + "to be rolled back",
                          "`covet doctor --db --resolve` rolls it back");
    case Verdict::give_up:
      return report.wrong("prepared", what + "never decided",
                          "`covet doctor --db --resolve` rolls it back");
  }
}

void tell(DoctorReport& report, const RecoveredTransaction& one, const std::string& what) {
  switch (one.ending) {
    case Ending::none:
      return tell_verdict(report, one, what);
    case Ending::committed:
      return report.fine("prepared", what + "committed");
    case Ending::rolled_back:
      return report.fine("prepared", what + "rolled back");
    case Ending::gone:
      return report.fine("prepared", what + "ended meanwhile");
    case Ending::undecided:
      return report.wrong("prepared", what + "its coordinator is just deciding",
                          "run this again in a moment");
    case Ending::held:
      return report.wrong("prepared", what + "the session that prepared it still lives",
                          "end the program that holds it, then run this again");
    case Ending::failed:
      return report.wrong("prepared", what + one.fault,
                          fmt::format("run this again; by hand: {} or {}",
                                      one.plan.transaction.commit, one.plan.transaction.roll_back));
  }
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::foreign:
      return "foreign";
    case Verdict::young:
      return "young";
    case Verdict::no_coordinator:
      return "no_coordinator";
    case Verdict::two_alike:
      return "two_alike";
    case Verdict::commit:
      return "commit";
    case Verdict::roll_back:
      return "roll_back";
    case Verdict::give_up:
      return "give_up";
  }
  return {};
}

std::string_view word_of(Ending ending) {
  switch (ending) {
    case Ending::none:
      return "none";
    case Ending::committed:
      return "committed";
    case Ending::rolled_back:
      return "rolled_back";
    case Ending::undecided:
      return "undecided";
    case Ending::held:
      return "held";
    case Ending::gone:
      return "gone";
    case Ending::failed:
      return "failed";
  }
  return {};
}

}  // namespace

void examine_database(DoctorReport& report, const Project& project, Session& session,
                      const std::string& label) {
  check_lock(report, project, session, label);
  check_interrupted(report, project, session, label);
  check_leftovers(report, session, label);
  check_decisions(report, session, label);
}

void tell_transactions(DoctorReport& report, const RecoveryReport& recovery,
                       const std::vector<std::string>& databases, Timestamp now) {
  if (recovery.transactions.empty()) report.fine("prepared", "no transaction");
  for (const RecoveredTransaction& one : recovery.transactions)
    tell(report, one, described(one, databases, now));
}

JsonArray transactions_json(const RecoveryReport& recovery,
                            const std::vector<std::string>& databases) {
  JsonArray array;
  for (const RecoveredTransaction& one : recovery.transactions) {
    JsonObject json;
    json.add("id", one.plan.transaction.id).add("database", databases.at(one.plan.database));
    if (one.plan.transaction.since) json.add("since", to_text(*one.plan.transaction.since));
    json.add_unless_empty("owner", one.plan.transaction.owner);
    json.add("verdict", word_of(one.plan.verdict)).add("ending", word_of(one.ending));
    array.add(json.add("commit", one.plan.transaction.commit)
                  .add("roll_back", one.plan.transaction.roll_back));
  }
  return array;
}

std::size_t count_to_end(const RecoveryReport& recovery) {
  return static_cast<std::size_t>(
      std::ranges::count_if(recovery.transactions, [](const RecoveredTransaction& one) {
        return one.plan.verdict == Verdict::commit || one.plan.verdict == Verdict::roll_back ||
               one.plan.verdict == Verdict::give_up;
      }));
}

}  // namespace covet::cli
