#include <algorithm>
#include <atomic>
#include <mutex>
#include <ostream>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/json.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/latencies.h"
#include "core/base/strings.h"
#include "core/db/database.h"

namespace covet::cli {
namespace {

using std::chrono::nanoseconds;

/// What the threads counted.
struct Load {
  std::mutex mutex;
  Latencies calls;  ///< borrow, SELECT 1, give back
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::string last_error;

  void add(nanoseconds took) {
    const std::lock_guard guard(mutex);
    calls.add(took);
    ++done;
  }
  void fail(const Error& error) {
    const std::lock_guard guard(mutex);
    ++failed;
    last_error = error.message();
  }
};

std::string micros(nanoseconds time) {
  const auto us = std::chrono::duration<double, std::micro>(time).count();
  if (us < 1000) return fmt::format("{:.0f} us", us);
  return fmt::format("{:.1f} ms", us / 1000);
}

class PoolCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"pool", "", "Exercise a connection pool under load and show its figures", Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("--threads", threads_, "Borrowers at once")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    app.add_option("--duration", duration_, "For how long: 5s")->type_name("TIME");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const schema::Backend& backend = backend_for(target.url);
    const Tuning tuning = pool_tuning(target, backend);
    const auto duration = config::parse_duration(duration_);
    Database database(backend.driver, target.url, working_options(target, Access::read_only),
                      tuning, context.clock);
    { const Lease first = database.borrow(); }  // a database that isn't there is told at once
    context.say(fmt::format("{} on {} for {} …", count_of(threads_, "thread"), target.display(),
                            duration_text(duration)));
    Load load;
    const auto start = context.clock.now();
    exercise(context, database, load, duration);
    const nanoseconds took = context.clock.now() - start;
    show(context, target, database, load, took);
    return load.failed == 0 ? ExitCode::ok : ExitCode::finding;
  }

 private:
  void exercise(Context& context, Database& database, Load& load,
                std::chrono::milliseconds duration) const {
    const Interrupts::Shield shield(context.interrupts);
    const std::stop_token stop = context.interrupts.token();
    const auto deadline = context.clock.now() + duration;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < threads_; ++i) {
      threads.emplace_back([&] {
        while (!stop.stop_requested() && context.clock.now() < deadline) {
          const auto begin = context.clock.now();
          try {
            database.borrow(stop)->fetch_value({"SELECT 1"});
            load.add(context.clock.now() - begin);
          } catch (const Error& error) {
            if (error.code() == Errc::cancelled) return;
            load.fail(error);
          }
        }
      });
    }
  }

  static void show(const Context& context, const Target& target, Database& database,
                   const Load& load, nanoseconds took) {
    const PoolStats stats = database.pool().stats();
    const BreakerMetrics breaker = database.breaker().metrics();
    const double per_second =
        static_cast<double>(load.done) / std::chrono::duration<double>(took).count();
    const double reuse = stats.borrowed == 0 ? 0
                                             : 100.0 * static_cast<double>(stats.reused) /
                                                   static_cast<double>(stats.borrowed);
    if (context.globals.json) {
      const auto us = [](nanoseconds time) {
        return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
      };
      JsonObject document = json_document();
      document.add("database", target.shown)
          .add("calls", load.done)
          .add("failed", load.failed)
          .add("calls_per_second", static_cast<std::int64_t>(per_second))
          .add("call_p50_us", us(load.calls.percentile(50)))
          .add("call_p99_us", us(load.calls.percentile(99)))
          .add("wait_p50_us", us(stats.wait_p50))
          .add("wait_p99_us", us(stats.wait_p99))
          .add("size", stats.size)
          .add("idle", stats.idle)
          .add("borrowed", stats.borrowed)
          .add("reused", stats.reused)
          .add("opened", stats.opened)
          .add("retired", stats.retired)
          .add("reconnects", stats.reconnects)
          .add("errors", stats.errors)
          .add("timeouts", stats.timeouts)
          .add("breaker", name_of(breaker.state));
      context.out << document.text();
      return;
    }
    Table table({{""}, {""}});
    const auto line = [&](std::string name, std::string text) {
      table.add({Cell(std::move(name)), Cell(std::move(text))});
    };
    line("calls",
         fmt::format("{} ({:.0f} a second), p50 {}, p99 {}", load.done, per_second,
                     micros(load.calls.percentile(50)), micros(load.calls.percentile(99))));
    line("failed", load.failed == 0 ? std::string("none")
                                    : fmt::format("{}: {}", load.failed, load.last_error));
    line("connections",
         fmt::format("{} open, {} opened, {} retired, {} broken, {} refused", stats.size,
                     stats.opened, stats.retired, stats.reconnects, stats.errors));
    line("borrowed", fmt::format("{}, {:.2f} % without connecting", stats.borrowed, reuse));
    line("waits", fmt::format("p50 {}, p99 {}, {} in vain", micros(stats.wait_p50),
                              micros(stats.wait_p99), stats.timeouts));
    line("breaker",
         fmt::format("{}, opened {}", name_of(breaker.state), count_of(breaker.opened, "time")));
    context.out << table.text(context.out_style, 0, 2) << std::flush;
    context.next({{"covet health", "is the database well?"}});
  }

  std::size_t threads_ = 20;
  std::string duration_ = "5s";
};

}  // namespace

std::unique_ptr<Command> pool_command() {
  return std::make_unique<PoolCommand>();
}

}  // namespace covet::cli
