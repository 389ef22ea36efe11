#include <filesystem>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/doctor_database.h"
#include "cli/doctor_installation.h"
#include "cli/session.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

/// How long recovery waits for a coordinator that is just deciding.
constexpr std::chrono::milliseconds usual_lock_timeout{5000};

class Doctor : public Command {
 public:
  CommandInfo info() const override {
    return {"doctor", "", "Check the installation; with --db, what was left in databases",
            Group::check};
  }

  void define(CLI::App& app) override {
    app.add_flag("--db", db_, "Look at the database, not at the installation");
    app.add_option("--with", with_,
                   "A further database of distributed transactions: an environment or a URL")
        ->type_name("DATABASE")
        ->take_all();
    app.add_flag("--resolve", resolve_, "End what distributed transactions left prepared");
    app.add_option("--older-than", older_than_, "Leave alone what began later than that ago (1m)")
        ->type_name("TIME");
    app.add_flag("--dry-run", dry_run_, "With --resolve: only show what would be done");
  }

  ExitCode run(Context& context) override {
    if (db_ || resolve_ || !with_.empty()) return look_at_databases(context);
    const DoctorReport report = examine_installation(context);
    if (context.globals.json) {
      context.out << doctor_json(report).text();
    } else {
      context.out << doctor_text(context, report) << std::flush;
      context.next(
          {{"covet health", "the database"}, {"covet doctor --db", "what was left in it"}});
    }
    return exit_code(report);
  }

 private:
  using Sessions = std::vector<std::unique_ptr<Session>>;

  static ExitCode exit_code(const DoctorReport& report) {
    return report.has_wrong() ? ExitCode::finding : ExitCode::ok;
  }

  /// "dev" of covet.toml, else a URL.
  static Target further_target(const Context& context, const Project& project,
                               const std::string& text) {
    Globals globals = context.globals;
    globals.url_file.clear();
    const bool is_url = text.find(':') != std::string::npos;
    globals.url = is_url ? text : "";
    globals.env = is_url ? "" : text;
    return resolve_target(globals, project.config, context.environment, context.folder);
  }

  Sessions open(const Context& context, const Project& project) const {
    std::vector<Target> targets{
        resolve_target(context.globals, project.config, context.environment, context.folder)};
    for (const std::string& text : with_)
      targets.push_back(further_target(context, project, text));
    Sessions sessions;
    for (Target& target : targets) {
      if (target.is_file() && !std::filesystem::exists(target.url.database)) {
        throw Error(Errc::not_found, "there is no database " + target.display(),
                    "`covet migrate` makes it");
      }
      const Access access = resolve_ && !dry_run_ ? Access::read_write : Access::read_only;
      sessions.push_back(std::make_unique<Session>(context, project, std::move(target), access));
    }
    return sessions;
  }

  static std::vector<std::string> names_of(const Sessions& sessions) {
    std::vector<std::string> names;
    for (const auto& session : sessions) {
      const Target& target = session->target();
      names.push_back(target.environment.empty() ? target.shown : target.environment);
    }
    return names;
  }

  RecoveryReport recover_in(const Context& context, const Sessions& sessions,
                            const std::vector<std::string>& names) const {
    std::vector<RecoveryDatabase> databases;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      Session& session = *sessions[i];
      const auto wait = session.target().settings.lock_timeout.value_or(usual_lock_timeout);
      session.connection().set_timeouts(session.options().statement_timeout, wait);
      databases.push_back({&session.connection(), names[i]});
    }
    RecoveryOptions options{.dry_run = true};
    if (!older_than_.empty()) {
      options.leave_alone =
          std::chrono::duration_cast<std::chrono::seconds>(config::parse_duration(older_than_));
    }
    RecoveryReport planned = recover(databases, options, context.clock);
    if (!resolve_ || dry_run_) return planned;
    if (const std::size_t count = count_to_end(planned); count > 0) {
      const Approval approval{fmt::format("end {}", count_of(count, "prepared transaction")), {}};
      for (const auto& session : sessions)
        require_approval(context, session->target(), approval);
    }
    options.dry_run = false;
    return recover(databases, options, context.clock);
  }

  ExitCode look_at_databases(const Context& context) const {
    if (dry_run_ && !resolve_) {
      throw Error(Errc::usage, "--dry-run goes with --resolve",
                  "`covet doctor --db` alone changes nothing");
    }
    const Project project = load_project(context);
    const Sessions sessions = open(context, project);
    const std::vector<std::string> names = names_of(sessions);
    RecoveryReport recovery;
    DoctorReport report;
    try {
      recovery = recover_in(context, sessions, names);
      tell_transactions(report, recovery, names, context.clock.wall());
    } catch (const Error& error) {
      // The rest can be looked at by a role that sees less.
      if (resolve_ || error.code() != Errc::permission) throw;
      report.attention("prepared", "not read: " + error.message(),
                       error.hint().empty() ? "look as a role that may" : error.hint());
    }
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      examine_database(report, project, *sessions[i],
                       sessions.size() > 1 ? names[i] + ": " : std::string());
    }
    if (context.globals.json) {
      JsonObject document = doctor_json(report);
      document.add("databases", json_array(names));
      document.add("transactions", transactions_json(recovery, names));
      context.out << document.add("forgotten", recovery.forgotten.size()).text();
      return exit_code(report);
    }
    context.out << doctor_text(context, report) << std::flush;
    if (resolve_ && dry_run_) context.say("Nothing was changed.");
    return exit_code(report);
  }

  bool db_ = false;
  std::vector<std::string> with_;
  bool resolve_ = false;
  bool dry_run_ = false;
  std::string older_than_;
};

}  // namespace

std::unique_ptr<Command> doctor_command() {
  return std::make_unique<Doctor>();
}

}  // namespace covet::cli
