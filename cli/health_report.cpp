#include "cli/health_report.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "cli/duration_text.h"
#include "cli/exit_code.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/strings.h"
#include "core/db/database.h"
#include "migrations/decide.h"

namespace covet::cli {
namespace {

using migrations::Standing;

HealthCheck check_connection(Session& session, Clock& clock, const Tuning& tuning,
                             HealthReport& report) {
  const auto start = clock.now();
  session.connection().ping();
  report.answered = clock.now() - start;
  const auto ping = std::chrono::duration_cast<std::chrono::milliseconds>(report.answered);
  const auto slow = tuning.health.slow;
  const ServerInfo& server = session.connection().server();
  const bool is_slow = session.connect_time() > slow || ping > slow;
  std::string detail = fmt::format("{}, ping {}, {}", duration_text(session.connect_time()),
                                   duration_text(ping), server.display());
  if (!session.target().is_file()) detail += server.tls.empty() ? ", no TLS" : ", " + server.tls;
  return {"connect", is_slow ? Health::degraded : Health::healthy,
          detail + (is_slow ? ": slow" : "")};
}

void check_history(const Project& project, Session& session, HealthReport& report) {
  const std::vector<migrations::Migration> files = session.migrations(project);
  const auto lines = migrations::stand(files, session.history().read());
  const auto count = [&](Standing standing) {
    return static_cast<std::size_t>(
        std::ranges::count(lines, standing, &migrations::StatusLine::standing));
  };
  report.applied = count(Standing::applied) + count(Standing::baseline);
  report.odd = count(Standing::edited) + count(Standing::missing_file) + count(Standing::midway);
  std::string detail = fmt::format("{} applied", report.applied);
  if (report.odd > 0) {
    detail += fmt::format(", {} edited or without a file", report.odd);
  } else if (report.applied > 0) {
    detail += ", checksums match";
  }
  report.add({"history", Health::healthy, detail, report.odd > 0});
  if (const std::size_t partial = count(Standing::partial); partial > 0) {
    report.add({"partial", Health::degraded, count_of(partial, "migration") + " partly applied"});
  }
  report.pending = count(Standing::pending);
  report.add({"pending", Health::healthy,
              report.pending == 0 ? "none" : count_of(report.pending, "migration"),
              report.pending > 0});
}

/// A pool as a program would have it: lends a connection twice. Keeps none open beside that one.
void check_pool(Session& session, Clock& clock, HealthReport& report) {
  const Target& target = session.target();
  Tuning tuning = pool_tuning(target, session.backend());
  const std::string range = fmt::format("{} to {}", *tuning.pool.min, *tuning.pool.max);
  tuning.pool.min = 0;
  tuning.retry.attempts = 1;
  Database database(session.backend().driver, target.url,
                    working_options(target, Access::read_only), tuning, clock);
  Health health = Health::healthy;
  std::string detail;
  try {
    for (int i = 0; i < 2; ++i)
      database.borrow()->ping();
    const PoolStats stats = database.pool().stats();
    detail =
        fmt::format("{} connections, lends one in {}, reuses {} of {}", range,
                    duration_text(std::chrono::ceil<std::chrono::milliseconds>(stats.wait_p50)),
                    stats.reused, stats.borrowed);
  } catch (const Error& error) {
    health = Health::degraded;
    detail = fmt::format("{} connections, and none to lend: {}", range, error.message());
  }
  report.add({"pool", health, std::move(detail)});
  const BreakerState state = database.breaker().state();
  report.add(
      {"breaker", state == BreakerState::closed ? Health::healthy : Health::degraded,
       fmt::format("{}, opens after {} for {}", name_of(state),
                   count_of(static_cast<std::size_t>(tuning.breaker.failure_threshold), "failure"),
                   duration_text(tuning.breaker.timeout))});
}

schema::LockAttempt try_lock(const Project& project, Session& session) {
  return session.backend().locker.try_lock(session.target().url,
                                           connect_options(session.target(), Access::read_write),
                                           project.config.history_table);
}

/// Who may only read can't try the lock of a file; the database is well all the same.
HealthCheck check_lock(const Project& project, Session& session) {
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

/// A role may see less than others: then there is less to say.
void check_vitals(Session& session, HealthReport& report) {
  try {
    for (schema::Vital& vital : session.backend().maintenance.vitals(session.connection())) {
      report.add({std::move(vital.name), vital.degraded ? Health::degraded : Health::healthy,
                  std::move(vital.detail), vital.attention});
    }
  } catch (const Error& error) {
    if (error.code() != Errc::permission) throw;
    report.add({"vitals", Health::healthy, "not read: " + error.message(), true});
  }
}

Sign sign_of(const HealthCheck& check) {
  if (check.health == Health::unhealthy) return Sign::failed;
  return check.health == Health::degraded || check.attention ? Sign::attention : Sign::ok;
}

JsonObject metrics_json(const HealthMetrics& metrics) {
  const auto micros = [](std::chrono::nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  };
  JsonObject json;
  json.add("status", name_of(metrics.health))
      .add("checks", metrics.checks)
      .add("failures", metrics.failures)
      .add("success_rate", metrics.success_rate)
      .add("consecutive_failures", metrics.consecutive_failures)
      .add("response_average_us", micros(metrics.average))
      .add("response_p50_us", micros(metrics.p50))
      .add("response_p95_us", micros(metrics.p95))
      .add("response_p99_us", micros(metrics.p99));
  if (metrics.last_check) json.add("last_check", to_text(*metrics.last_check));
  return json.add_unless_empty("last_error", metrics.last_error);
}

std::string escaped_label(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

/// One family of metrics: its help, its type, its samples.
class Family {
 public:
  Family(std::string& out, std::string_view label, std::string_view name, std::string_view type,
         std::string_view help)
      : out_(out), label_(label), name_(name) {
    out_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  Family& sample(double value, std::string_view more_labels = "") {
    out_ += fmt::format("{}{{database=\"{}\"{}}} {}\n", name_, label_, more_labels, value);
    return *this;
  }

 private:
  std::string& out_;
  std::string_view label_;
  std::string_view name_;
};

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

void HealthReport::add(HealthCheck check) {
  overall = std::max(overall, check.health);
  checks.push_back(std::move(check));
}

HealthReport examine(const Context& context, const Project& project, const Target& target) {
  HealthReport report;
  try {
    Session session(context, project, target, Access::read_only);
    report.add(check_connection(session, context.clock, target.tuning(), report));
    check_pool(session, context.clock, report);
    check_vitals(session, report);
    check_history(project, session, report);
    report.add(check_lock(project, session));
  } catch (const Error& error) {
    if (exit_code(error.code()) == ExitCode::usage) throw;
    report.add({report.checks.empty() ? "connect" : "read", Health::unhealthy, error.message()});
    report.fault = error;
  }
  return report;
}

std::string health_text(const Context& context, const Target& target, const HealthReport& report) {
  Table table({{""}, {""}, {""}});
  for (const HealthCheck& check : report.checks) {
    const Sign sign = sign_of(check);
    const Colour colour = sign == Sign::ok       ? Colour::green
                          : sign == Sign::failed ? Colour::red
                                                 : Colour::yellow;
    table.add({Cell(std::string(context.out_style.sign(sign)), colour), check.name, check.detail});
  }
  return table.text(context.out_style, 0, 2) +
         fmt::format("{}: {}\n", name_of(report.overall), target.name());
}

JsonObject health_json(const Target& target, const HealthReport& report,
                       const HealthMetrics* metrics) {
  JsonArray checks;
  for (const HealthCheck& check : report.checks) {
    JsonObject json;
    json.add("name", check.name).add("status", to_lower(name_of(check.health)));
    checks.add(json.add("attention", check.attention).add("detail", check.detail));
  }
  JsonObject document = json_document();
  document.add("environment", target.environment).add("database", target.shown);
  document.add("status", name_of(report.overall)).add("checks", checks);
  if (metrics != nullptr) document.add("metrics", metrics_json(*metrics));
  return document;
}

std::string health_prometheus(const Target& target, const HealthReport& report,
                              const HealthMetrics& metrics) {
  std::string out;
  const std::string label = escaped_label(target.name());
  const auto family = [&](std::string_view name, std::string_view type, std::string_view help) {
    return Family(out, label, name, type, help);
  };
  family("covet_up", "gauge", "Whether the database answered the last check.")
      .sample(report.fault ? 0 : 1);
  Family state = family("covet_health", "gauge", "1 for the state that the database is in.");
  for (const Health one : {Health::healthy, Health::degraded, Health::unhealthy}) {
    state.sample(std::max(report.overall, metrics.health) == one ? 1 : 0,
                 fmt::format(",state=\"{}\"", to_lower(name_of(one))));
  }
  family("covet_checks_total", "counter", "Checks so far.")
      .sample(static_cast<double>(metrics.checks));
  family("covet_check_failures_total", "counter", "Checks that failed.")
      .sample(static_cast<double>(metrics.failures));
  family("covet_response_seconds", "summary", "How long the database took to answer.")
      .sample(seconds(metrics.p50), ",quantile=\"0.5\"")
      .sample(seconds(metrics.p95), ",quantile=\"0.95\"")
      .sample(seconds(metrics.p99), ",quantile=\"0.99\"");
  if (report.fault) return out;
  family("covet_migrations_applied", "gauge", "Migrations in the history.")
      .sample(static_cast<double>(report.applied));
  family("covet_migrations_pending", "gauge", "Migrations that are not applied yet.")
      .sample(static_cast<double>(report.pending));
  family("covet_migrations_odd", "gauge", "Applied migrations that were edited, or have no file.")
      .sample(static_cast<double>(report.odd));
  return out;
}

}  // namespace covet::cli
