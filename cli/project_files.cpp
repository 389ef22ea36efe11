#include "cli/project_files.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "migrations/directory.h"

namespace covet::cli {
namespace {

/// The file of the directory is the same fault for each engine that reads it.
bool same_fault(const Diagnostic& a, const Diagnostic& b) {
  return a.where == b.where && a.code == b.code && a.message == b.message;
}

}  // namespace

std::vector<const schema::Backend*> engines_of(const Project& project,
                                               const std::optional<Target>& target) {
  std::vector<const schema::Backend*> engines;
  for (const std::string& engine : project.config.engines)
    engines.push_back(&backend_for_engine(engine));
  if (engines.empty() && target) engines.push_back(&backend_for(target->url));
  if (engines.empty()) {
    throw Error(Errc::config, "which engine's SQL the migration files hold is not said",
                "name it in covet.toml: engines = [\"postgresql\"] in [project], or pass --url");
  }
  return engines;
}

std::vector<EngineFiles> read_files(const Project& project,
                                    const std::vector<const schema::Backend*>& engines,
                                    std::vector<Diagnostic>& faults) {
  std::vector<EngineFiles> files;
  for (const schema::Backend* backend : engines) {
    std::vector<Diagnostic> found;
    files.push_back(
        {backend, migrations::load_directory(project.migrations_folder(), backend->engine,
                                             backend->dialect.lexical_rules(), found)});
    for (Diagnostic& fault : found) {
      const bool known = std::ranges::any_of(
          faults, [&](const Diagnostic& other) { return same_fault(fault, other); });
      if (!known) faults.push_back(std::move(fault));
    }
  }
  return files;
}

std::vector<EngineFiles> read_files(const Project& project,
                                    const std::vector<const schema::Backend*>& engines) {
  std::vector<Diagnostic> faults;
  std::vector<EngineFiles> files = read_files(project, engines, faults);
  if (faults.empty()) return files;
  std::string message =
      fmt::format("{} in {}", count_of(faults.size(), "fault"), project.config.migrations.string());
  throw Error(Errc::parse, std::move(message)).with(std::move(faults));
}

std::vector<migrations::Migration> all_of(const std::vector<EngineFiles>& files) {
  std::vector<migrations::Migration> all;
  for (const EngineFiles& of_engine : files)
    all.insert(all.end(), of_engine.migrations.begin(), of_engine.migrations.end());
  return all;
}

std::optional<Target> target_if_any(const Context& context, const Project& project,
                                    std::vector<std::string>& notes) {
  const Globals& globals = context.globals;
  const bool asked = !globals.url.empty() || !globals.url_file.empty() || !globals.env.empty();
  try {
    return resolve_target(globals, project.config, context.environment, context.folder);
  } catch (const Error& error) {
    if (asked || error.code() != Errc::config) throw;
    notes.push_back("no database was looked at: " + error.message());
    return std::nullopt;
  }
}

std::optional<Session> session_if_reachable(const Context& context, const Project& project,
                                            const Target& target, Access access,
                                            std::vector<std::string>& notes) {
  std::error_code failed;
  if (target.is_file() && !std::filesystem::exists(target.url.database, failed)) {
    notes.push_back("no database was looked at: " + target.shown + " is not there yet");
    return std::nullopt;
  }
  try {
    return std::optional<Session>(std::in_place, context, project, target, access);
  } catch (const Error& error) {
    if (!is_unreachable(error.code()) && error.code() != Errc::timeout) throw;
    notes.push_back("no database was looked at: " + error.message());
    return std::nullopt;
  }
}

}  // namespace covet::cli
