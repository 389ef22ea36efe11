#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/json.h"
#include "cli/report.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/wait_for.h"
#include "core/base/strings.h"
#include "migrations/decide.h"

namespace covet::cli {
namespace {

using migrations::Standing;

enum class Health : std::uint8_t { healthy, degraded, unhealthy };

std::string_view word_for(Health health) {
  switch (health) {
    case Health::healthy:
      return "HEALTHY";
    case Health::degraded:
      return "DEGRADED";
    case Health::unhealthy:
      return "UNHEALTHY";
  }
  return "UNKNOWN";
}

struct Check {
  std::string name;
  Health health = Health::healthy;
  std::string detail;
  bool attention = false;  ///< worth a look, though nothing is ill
};

struct Findings {
  std::vector<Check> checks;
  Health overall = Health::healthy;
  std::optional<Error> fault;

  void add(Check check) {
    overall = std::max(overall, check.health);
    checks.push_back(std::move(check));
  }
};

constexpr std::chrono::milliseconds slow{1000};

Check check_connection(Session& session, Clock& clock) {
  const auto start = clock.now();
  session.connection().ping();
  const auto ping = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - start);
  const ServerInfo& server = session.connection().server();
  const bool is_slow = session.connect_time() > slow || ping > slow;
  std::string detail = fmt::format("{}, ping {}, {}", duration_text(session.connect_time()),
                                   duration_text(ping), server.display());
  if (!session.target().is_file()) detail += server.tls.empty() ? ", no TLS" : ", " + server.tls;
  return {"connect", is_slow ? Health::degraded : Health::healthy,
          detail + (is_slow ? ": slow" : "")};
}

void check_history(const Project& project, Session& session, Findings& findings) {
  const std::vector<migrations::Migration> files = session.migrations(project);
  const auto lines = migrations::stand(files, session.history().read());
  const auto count = [&](Standing standing) {
    return static_cast<std::size_t>(
        std::ranges::count(lines, standing, &migrations::StatusLine::standing));
  };
  const std::size_t applied = count(Standing::applied) + count(Standing::baseline);
  const std::size_t odd =
      count(Standing::edited) + count(Standing::missing_file) + count(Standing::midway);
  std::string detail = fmt::format("{} applied", applied);
  if (odd > 0) {
    detail += fmt::format(", {} edited or without a file", odd);
  } else if (applied > 0) {
    detail += ", checksums match";
  }
  findings.add({"history", Health::healthy, detail, odd > 0});
  if (const std::size_t partial = count(Standing::partial); partial > 0) {
    findings.add({"partial", Health::degraded, count_of(partial, "migration") + " partly applied"});
  }
  const std::size_t pending = count(Standing::pending);
  findings.add({"pending", Health::healthy, pending == 0 ? "none" : count_of(pending, "migration"),
                pending > 0});
}

schema::LockAttempt try_lock(const Project& project, Session& session) {
  return session.backend().locker.try_lock(session.target().url,
                                           connect_options(session.target(), Access::read_write),
                                           project.config.history_table);
}

/// Who may only read can't try the lock of a file; the database is well all the same.
Check check_lock(const Project& project, Session& session) {
  schema::LockAttempt attempt;
  try {
    attempt = try_lock(project, session);
  } catch (const Error& error) {
    if (error.code() != Errc::permission && error.code() != Errc::io) throw;
    return {"lock", Health::healthy, "not tried: " + error.message(), true};
  }
  if (attempt.lock) return {"lock", Health::healthy, "free"};
  return {"lock", Health::healthy,
          attempt.holder ? "held by " + attempt.holder->description : "held", true};
}

class HealthCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"health", "", "Check the database: reachable, how fast, what is pending", Group::check};
  }

  void define(CLI::App& app) override {
    app.add_option("--wait", wait_, "Wait this long for the database to answer")->type_name("TIME");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const Findings findings = examine(context, project, target);
    if (context.globals.json) {
      print_json(context, target, findings);
    } else {
      print(context, target, findings);
    }
    switch (findings.overall) {
      case Health::healthy:
        return ExitCode::ok;
      case Health::degraded:
        return ExitCode::finding;
      case Health::unhealthy:
        break;
    }
    return ExitCode::no_connection;
  }

 private:
  Findings examine(Context& context, const Project& project, const Target& target) const {
    Findings findings;
    try {
      if (!wait_.empty()) wait_for_database(context, target, config::parse_duration(wait_));
      Session session(context, project, target, Access::read_only);
      findings.add(check_connection(session, context.clock));
      check_history(project, session, findings);
      findings.add(check_lock(project, session));
    } catch (const Error& error) {
      if (exit_code(error.code()) == ExitCode::usage) throw;
      findings.add(
          {findings.checks.empty() ? "connect" : "read", Health::unhealthy, error.message()});
      findings.fault = error;
    }
    return findings;
  }

  static Sign sign_of(const Check& check) {
    if (check.health == Health::unhealthy) return Sign::failed;
    return check.health == Health::degraded || check.attention ? Sign::attention : Sign::ok;
  }

  static void print(const Context& context, const Target& target, const Findings& findings) {
    Table table({{""}, {""}, {""}});
    for (const Check& check : findings.checks) {
      const Sign sign = sign_of(check);
      const Colour colour = sign == Sign::ok       ? Colour::green
                            : sign == Sign::failed ? Colour::red
                                                   : Colour::yellow;
      table.add(
          {Cell(std::string(context.out_style.sign(sign)), colour), check.name, check.detail});
    }
    context.out << table.text(context.out_style, 0, 2)
                << fmt::format("{}: {}\n", word_for(findings.overall), target.name()) << std::flush;
    if (findings.fault) {
      context.say("");
      report(*findings.fault, context);
      return context.next({{"covet wait --timeout 30s", "waits until it answers"}});
    }
    context.next({{"covet status", "which migrations are applied"}});
  }

  static void print_json(const Context& context, const Target& target, const Findings& findings) {
    JsonArray checks;
    for (const Check& check : findings.checks) {
      JsonObject json;
      json.add("name", check.name).add("status", to_lower(word_for(check.health)));
      checks.add(json.add("attention", check.attention).add("detail", check.detail));
    }
    JsonObject document = json_document();
    document.add("environment", target.environment).add("database", target.shown);
    context.out << document.add("status", word_for(findings.overall)).add("checks", checks).text();
  }

  std::string wait_;
};

}  // namespace

std::unique_ptr<Command> health_command() {
  return std::make_unique<HealthCommand>();
}

}  // namespace covet::cli
