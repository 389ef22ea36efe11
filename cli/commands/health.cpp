#include <mutex>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/health_report.h"
#include "cli/health_server.h"
#include "cli/report.h"
#include "cli/session.h"
#include "cli/wait_for.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

ExitCode exit_code_for(Health health) {
  switch (health) {
    case Health::healthy:
      return ExitCode::ok;
    case Health::degraded:
      return ExitCode::finding;
    case Health::unknown:
    case Health::unhealthy:
      break;
  }
  return ExitCode::no_connection;
}

/// The last report of a series, for those who ask from other threads.
class Series {
 public:
  Series(const Context& context, const Project& project, const Target& target,
         const HealthOptions& options)
      : silent_(context),
        project_(project),
        target_(target),
        checker_([this] { return look(); }, options, context.clock) {
    // The checks say nothing by themselves: what they found is shown.
    silent_.globals.quiet = true;
  }

  HealthMetrics check() { return checker_.check(); }
  HealthReport report() const {
    const std::lock_guard guard(mutex_);
    return report_;
  }
  HealthMetrics metrics() const { return checker_.metrics(); }
  std::string json() const {
    const HealthMetrics now = metrics();
    return health_json(target_, report(), &now).text();
  }
  std::string prometheus() const { return health_prometheus(target_, report(), metrics()); }

 private:
  std::chrono::nanoseconds look() {
    HealthReport found = examine(silent_, project_, target_);
    const std::lock_guard guard(mutex_);
    report_ = std::move(found);
    if (report_.fault) throw Error(*report_.fault);
    return report_.answered;
  }

  Context silent_;
  const Project& project_;
  const Target& target_;
  mutable std::mutex mutex_;
  HealthReport report_;
  HealthChecker checker_;
};

class HealthCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"health", "", "Check the database: reachable, how fast, what is pending", Group::check};
  }

  void define(CLI::App& app) override {
    app.add_option("--wait", wait_, "Wait this long for the database to answer")->type_name("TIME");
    app.add_flag("--watch", watch_, "Check again and again, until Ctrl-C");
    app.add_option("--interval", interval_, "How often --watch and --listen check: 5s")
        ->type_name("TIME");
    app.add_option("--count", count_, "End --watch after that many checks")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    app.add_option("--listen", listen_, "Answer monitors over HTTP on HOST:PORT, until Ctrl-C")
        ->type_name("ADDRESS");
    app.add_option("--metrics-file", metrics_file_,
                   "Write the figures to a file after each check, for Prometheus")
        ->type_name("FILE");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    HealthOptions options = target.tuning().health;
    if (!interval_.empty()) options.interval = config::parse_duration(interval_);
    if (watch_ || !listen_.empty()) return keep_watching(context, project, target, options);
    const HealthReport report = examine_once(context, project, target);
    write_metrics(context, [&] {
      HealthRecord record(options);
      if (report.fault) {
        record.failure(report.fault->message(), context.clock.wall());
      } else {
        record.success(report.answered, context.clock.wall());
      }
      return health_prometheus(target, report, record.metrics());
    });
    if (context.globals.json) {
      context.out << health_json(target, report).text();
    } else {
      print(context, target, report);
    }
    return exit_code_for(report.overall);
  }

 private:
  HealthReport examine_once(Context& context, const Project& project, const Target& target) const {
    try {
      if (!wait_.empty()) wait_for_database(context, target, config::parse_duration(wait_));
    } catch (const Error& error) {
      if (!is_unreachable(error.code())) throw;
      HealthReport report;
      report.add({"connect", Health::unhealthy, error.message()});
      report.fault = error;
      return report;
    }
    return examine(context, project, target);
  }

  static void print(const Context& context, const Target& target, const HealthReport& report) {
    context.out << health_text(context, target, report) << std::flush;
    if (report.fault) {
      context.say("");
      covet::cli::report(*report.fault, context);
      return context.next({{"covet wait --timeout 30s", "waits until it answers"}});
    }
    context.next({{"covet status", "which migrations are applied"}});
  }

  template <class Text>
  void write_metrics(const Context& context, const Text& text) const {
    if (!metrics_file_.empty()) write_file(context.folder / metrics_file_, text());
  }

  ExitCode keep_watching(Context& context, const Project& project, const Target& target,
                         const HealthOptions& options) {
    const Interrupts::Shield shield(context.interrupts);
    const std::stop_token stop = context.interrupts.token();
    Series series(context, project, target, options);
    HealthMetrics now = series.check();
    std::optional<HealthServer> server;
    if (!listen_.empty()) {
      server.emplace(listen_, HealthEndpoints{[&] { return is_ready(series.metrics().health); },
                                              [&] { return series.json(); },
                                              [&] { return series.prometheus(); }});
      context.say(
          fmt::format("Listening on http://{} for /healthz, /readyz, /health/database and "
                      "/metrics; Ctrl-C ends it.",
                      server->address()));
    }
    Health before = Health::unknown;
    for (int checks = 1;; ++checks, now = series.check()) {
      show(context, target, series.report(), now, before);
      before = now.health;
      write_metrics(context, [&] { return series.prometheus(); });
      if (count_ > 0 && checks >= count_) break;
      context.clock.sleep(options.interval, stop);
      if (stop.stop_requested()) break;
    }
    return exit_code_for(now.health);
  }

  static bool is_ready(Health health) {
    return health == Health::healthy || health == Health::degraded;
  }

  /// On a terminal the whole screen, in place; elsewhere a line a check.
  void show(const Context& context, const Target& target, const HealthReport& report,
            const HealthMetrics& now, Health before) const {
    if (!watch_ && now.health == before) return;
    if (context.globals.json) {
      context.out << health_json(target, report, &now).line() << '\n' << std::flush;
      return;
    }
    const auto ms = [](std::chrono::nanoseconds time) {
      return duration_text(std::chrono::duration_cast<std::chrono::milliseconds>(time));
    };
    const std::string figures =
        fmt::format("{}, {} failed, answers in {} (p50) {} (p99)", count_of(now.checks, "check"),
                    now.failures, ms(now.p50), ms(now.p99));
    if (watch_ && context.terminal.out) {
      context.out << "\x1b[H\x1b[2J" << health_text(context, target, report) << figures << '\n'
                  << std::flush;
      return;
    }
    std::string detail = now.last_error;
    if (detail.empty() && !report.checks.empty()) detail = report.checks.front().detail;
    context.out << fmt::format("{} {:9} {}; {}\n", context.shown(context.clock.wall()),
                               name_of(now.health), detail, figures)
                << std::flush;
  }

  std::string wait_;
  bool watch_ = false;
  std::string interval_;
  int count_ = 0;
  std::string listen_;
  std::string metrics_file_;
};

}  // namespace

std::unique_ptr<Command> health_command() {
  return std::make_unique<HealthCommand>();
}

}  // namespace covet::cli
