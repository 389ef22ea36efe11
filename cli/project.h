#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "core/config/config.h"
#include "core/model/model.h"
#include "migrations/migration.h"

namespace covet::cli {

/// covet.toml and the files that it names.
struct Project {
  config::Config config;

  std::filesystem::path migrations_folder() const { return config.root / config.migrations; }
  bool has_file() const { return !config.file.empty(); }
  /// True where migration files bear their engine's name.
  bool several_engines() const { return config.engines.size() > 1; }
};

/// The project of -c, else of the nearest covet.toml at or above the folder, else a default one
/// rooted there. Throws Error{config, io}.
Project load_project(const Context& context);

/// Throws Error{model} with every fault of every model file; Error{config} where no file matches.
model::ModelSet load_models(const Context& context, const Project& project);

/// The same for what can do without them: none where no file matches, or, with a warning, where
/// they have faults.
model::ModelSet models_if_any(const Context& context, const Project& project);

/// "schema/ (4 files)": what the models were read from, for screens.
std::string models_display(const Context& context, const Project& project);

}  // namespace covet::cli
