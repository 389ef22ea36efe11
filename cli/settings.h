#pragma once

#include <filesystem>
#include <string>

#include "cli/globals.h"
#include "core/config/config.h"
#include "core/config/url.h"

namespace covet::cli {

/// The database that a run is about, and where that was said.
struct Target {
  Url url;                  ///< an SQLite file's path is absolute
  std::string shown;        ///< the URL as it was given, passwords masked
  std::string environment;  ///< "dev"; empty for a URL that belongs to no environment
  std::string origin;       ///< "--url", "DATABASE_URL", "covet.toml"
  config::EnvironmentSettings
      settings;  ///< protection, timeouts, tuning; defaults without an environment

  Url tuning_url{};  ///< the URL with its parameters for pools and their like, which `url` has not

  /// What [env.x.pool] and its like say, and the URL, which wins. Throws Error{config}.
  Tuning tuning() const;
  /// True for a database that is a file on this machine.
  bool is_file() const;
  /// "dev", else "the database".
  std::string name() const;
  /// "sqlite:dev.db (dev, from covet.toml)".
  std::string display() const;
};

/// --url, --url-file, --env, COVET_DATABASE_URL, DATABASE_URL, the default environment: the first
/// that is there. Only the chosen environment must expand. A URL that is also a protected
/// environment's is taken for that environment, so that protection can't be walked around. `folder`
/// is where a relative --url-file begins. Throws Error{config}.
Target resolve_target(const Globals& globals, const config::Config& config,
                      const config::Environment& environment, const std::filesystem::path& folder);

/// The database of one environment of covet.toml.
Target target_of(const config::EnvironmentSettings& settings, const config::Config& config,
                 const config::Environment& environment);

}  // namespace covet::cli
