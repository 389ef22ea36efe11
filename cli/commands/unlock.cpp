#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/session.h"
#include "migrations/lock.h"

namespace covet::cli {
namespace {

class Unlock : public Command {
 public:
  CommandInfo info() const override {
    return {"unlock", "", "Free the migration lock of a covet that is gone", Group::repair};
  }

  void define(CLI::App& app) override {
    app.add_flag("--force", force_, "Also where its holder seems to live");
    app.add_flag("--dry-run", dry_run_, "Only show who holds it");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Session session = open_session(context, project, Access::read_write);
    const schema::LockAttempt attempt = session.backend().locker.try_lock(
        session.target().url, session.options(), project.config.history_table);
    if (attempt.lock) {
      tell(context, "free", "Nobody holds the migration lock.");
      context.next({{"covet migrate", "takes it"}});
      return ExitCode::ok;
    }
    const schema::LockHolder holder = attempt.holder.value_or(schema::LockHolder{});
    const bool dead = migrations::seems_dead(holder);
    context.say("The migration lock is held by " +
                (holder.description.empty() ? "a session that the server doesn't tell"
                                            : holder.description) +
                ".");
    context.say(proof(holder, dead));
    if (holder.session.empty()) throw nothing_to_end(session);
    if (dry_run_) {
      tell(context, dead ? "dead" : "held", "Nothing was changed.");
      return ExitCode::ok;
    }
    if (!dead && !force_) {
      throw Error(Errc::lock_held, "the holder of the migration lock seems to live",
                  "wait until it has finished; --force ends its session all the same");
    }
    if (!context.globals.yes && context.interactive() && !context.confirm("End that session?")) {
      throw Error(Errc::refused, "nothing was ended", "say y, or pass --yes");
    }
    session.backend().sessions.end(session.connection(), holder.session);
    tell(context, "ended", "That session was ended, and the lock is free.");
    context.next({{"covet migrate", "goes on where it stopped"}});
    return ExitCode::ok;
  }

 private:
  static std::string proof(const schema::LockHolder& holder, bool dead) {
    if (!holder.silent) return "The server doesn't tell when it last heard from it.";
    if (!dead) {
      return fmt::format("It spoke to the server {} s ago: a covet that lives does so every 10 s.",
                         holder.silent->count());
    }
    return fmt::format(
        "It has been silent for {} s, while a covet that lives speaks every 10 s: "
        "it is gone, or cut off from the server.",
        holder.silent->count());
  }

  static Error nothing_to_end(const Session& session) {
    return {Errc::lock_held,
            session.target().is_file()
                ? "the operating system holds this lock as long as the process lives"
                : "the server doesn't say whose session it is",
            session.target().is_file() ? "end that process, and the lock is free"
                                       : "look as a role that sees all sessions"};
  }

  static void tell(const Context& context, std::string_view state, const std::string& text) {
    if (context.globals.json) {
      context.out << json_document().add("lock", state).text() << std::flush;
    } else {
      context.say(text);
    }
  }

  bool force_ = false;
  bool dry_run_ = false;
};

}  // namespace

std::unique_ptr<Command> unlock_command() {
  return std::make_unique<Unlock>();
}

}  // namespace covet::cli
