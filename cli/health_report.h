#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/json.h"
#include "cli/project.h"
#include "cli/settings.h"
#include "core/db/health.h"

namespace covet::cli {

/// One line of `covet health`.
struct HealthCheck {
  std::string name;
  Health health = Health::healthy;
  std::string detail;
  bool attention = false;  ///< worth a look, though nothing is ill
};

/// What one examination of a database found.
struct HealthReport {
  std::vector<HealthCheck> checks;
  Health overall = Health::healthy;
  std::optional<Error> fault;
  std::chrono::nanoseconds answered{0};  ///< a round trip
  std::size_t applied = 0;
  std::size_t pending = 0;
  std::size_t odd = 0;  ///< edited, or without a file

  void add(HealthCheck check);
};

/// Connects, measures, and looks at privileges, room, replication, the history and the lock. What
/// goes wrong is in the report; throws only where the command line or the configuration is wrong.
HealthReport examine(const Context& context, const Project& project, const Target& target);

std::string health_text(const Context& context, const Target& target, const HealthReport& report);
/// With the metrics of a series of checks, where there is one.
JsonObject health_json(const Target& target, const HealthReport& report,
                       const HealthMetrics* metrics = nullptr);
/// In the text format of Prometheus (version 0.0.4). Holds no URL, as that may hold a password.
std::string health_prometheus(const Target& target, const HealthReport& report,
                              const HealthMetrics& metrics);

}  // namespace covet::cli
