#include "cli/doctor_installation.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/core.h>
#include <sys/stat.h>

#include "adapters/backends.h"
#include "cli/doctor_shell.h"
#include "cli/project.h"
#include "cli/project_files.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/version.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

void check_program(DoctorReport& report) {
  report.fine("covet", version_line().substr(std::string_view("covet ").size()));
  if (adapters::backends().empty()) {
    report.wrong("engines", "none is built in",
                 "build covet where libpqxx, MySQL Connector/C++ or SQLite is installed");
  }
  for (const schema::Backend* backend : adapters::backends())
    report.fine(std::string(backend->engine), backend->client.library());
}

/// The URL of an environment, or what keeps it from being one.
struct EnvironmentUrl {
  std::optional<Target> target;
  std::string fault;
};

EnvironmentUrl url_of(const config::EnvironmentSettings& settings, const Project& project,
                      const Context& context) {
  try {
    return {target_of(settings, project.config, context.environment), {}};
  } catch (const Error& error) {
    return {std::nullopt, error.message()};
  }
}

/// True where the password itself stands in covet.toml, not the name of a variable.
bool has_literal_password(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return false;
  const std::size_t colon = url.find(':', scheme + 3);
  if (colon == std::string_view::npos || colon + 1 >= at) return false;
  return url.substr(colon + 1, at - colon - 1).find("${") == std::string_view::npos;
}

void check_environments(DoctorReport& report, const Project& project, const Context& context) {
  std::vector<std::string> shown;
  for (const auto& [name, settings] : project.config.environments) {
    const EnvironmentUrl url = url_of(settings, project, context);
    if (!url.target) {
      shown.push_back(fmt::format("{} ({})", name, url.fault));
      continue;
    }
    const schema::Backend* backend = adapters::find_by_scheme(url.target->url.scheme);
    if (backend == nullptr) {
      report.wrong(
          "environments",
          fmt::format("{}: this covet has no engine for {}:", name, url.target->url.scheme),
          "mend its url in covet.toml, or build covet with that engine");
      continue;
    }
    shown.push_back(fmt::format("{} ({}{})", name, backend->engine,
                                settings.is_protected ? ", protected" : ""));
  }
  if (shown.empty() && project.config.environments.empty()) {
    report.attention("environments", "covet.toml names none",
                     "add [env.dev] with a url to it, or pass --url");
  } else if (!shown.empty()) {
    report.fine("environments", join(shown, ", "));
  }
}

void check_models(DoctorReport& report, const Project& project, const Context& context) {
  try {
    const std::size_t count = load_models(context, project).models.size();
    report.fine("models", fmt::format("{} in {}", count_of(count, "model"),
                                      models_display(context, project)));
  } catch (const Error& error) {
    if (error.code() == Errc::config) {
      report.attention("models", error.message(), error.hint());
    } else {
      report.wrong("models", error.message(), "`covet check` shows every fault with its line");
    }
  }
}

void check_migrations(DoctorReport& report, const Project& project, const Context& context) {
  const fs::path folder = project.migrations_folder();
  if (!fs::is_directory(folder)) {
    report.attention("migrations", fmt::format("no folder {}", context.shown(folder)),
                     "`covet make` writes the first file into it");
    return;
  }
  std::vector<std::string> notes;
  std::vector<Diagnostic> faults;
  std::set<fs::path> files;
  try {
    const auto target = target_if_any(context, project, notes);
    if (!target && project.config.engines.empty()) {
      report.fine("migrations", context.shown(folder) + ", not read: no engine is chosen");
      return;
    }
    for (const EngineFiles& one : read_files(project, engines_of(project, target), faults)) {
      for (const migrations::Migration& migration : one.migrations)
        files.insert(migration.file);
    }
  } catch (const Error& error) {
    report.wrong("migrations", error.message(), error.hint());
    return;
  }
  const std::string shown =
      fmt::format("{} in {}", count_of(files.size(), "file"), context.shown(folder));
  if (faults.empty()) {
    report.fine("migrations", shown);
  } else {
    report.wrong("migrations", fmt::format("{}, {}", shown, count_of(faults.size(), "fault")),
                 "`covet check --offline` shows each with its line");
  }
}

bool others_may_read(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

/// A line of `password = …`, or one of host:port:database:user:password.
bool may_hold_password(const fs::path& file) {
  constexpr std::size_t limit = 1U << 20U;
  try {
    for (const std::string& line : split(read_file(file, limit), '\n')) {
      const std::string_view text = trim(line);
      if (text.empty() || text.front() == '#') continue;
      if (to_lower(text).starts_with("password") || std::ranges::count(text, ':') >= 4) return true;
    }
  } catch (const Error&) {
    return false;  // who can't read it can't say
  }
  return false;
}

std::vector<fs::path> password_files(const Project& project, const Context& context) {
  std::set<fs::path> files;
  const std::string home = context.environment("HOME").value_or("");
  for (const schema::Backend* backend : adapters::backends()) {
    const schema::Client& client = backend->client;
    if (!client.password_file.empty() && !home.empty())
      files.insert(fs::path(home) / client.password_file);
    if (client.password_file_variable.empty()) continue;
    if (const auto named = context.environment(std::string(client.password_file_variable)))
      files.insert(context.folder / *named);
  }
  for (const auto& [name, settings] : project.config.environments) {
    const EnvironmentUrl url = url_of(settings, project, context);
    if (!url.target) continue;
    const auto named = url.target->url.params.find("passfile");
    if (named != url.target->url.params.end()) files.insert(context.folder / named->second);
  }
  return {files.begin(), files.end()};
}

void check_passwords(DoctorReport& report, const Project& project, const Context& context) {
  std::size_t safe = 0;
  bool told = false;
  for (const fs::path& file : password_files(project, context)) {
    if (!fs::is_regular_file(file)) continue;
    if (others_may_read(file) && may_hold_password(file)) {
      told = true;
      report.wrong("passwords", context.shown(file) + " can be read by others",
                   "chmod 600 " + context.shown(file));
    } else {
      ++safe;
    }
  }
  for (const auto& [name, settings] : project.config.environments) {
    if (!has_literal_password(settings.url)) continue;
    told = true;
    report.attention("passwords",
                     fmt::format("the url of environment {} holds one, in {}", name,
                                 context.shown(project.config.file)),
                     "write ${DATABASE_URL} there, or keep the password in the client's own file");
  }
  if (told) return;
  report.fine("passwords", safe == 0 ? "in no file that covet knows of"
                                     : count_of(safe, "file") + ", for its owner only");
}

void check_project(DoctorReport& report, const Context& context) {
  Project project;
  project.config.root = context.folder;
  try {
    project = load_project(context);
  } catch (const Error& error) {
    report.wrong("project", error.message(),
                 error.hint().empty() ? "mend covet.toml, and look again" : error.hint());
    return check_passwords(report, project, context);
  }
  if (!project.has_file()) {
    report.attention("project", "no covet.toml here or above",
                     "`covet init` makes one; -C DIR or -c FILE names another place");
  } else {
    report.fine("project", context.shown(project.config.file));
    check_environments(report, project, context);
    check_models(report, project, context);
    check_migrations(report, project, context);
  }
  check_passwords(report, project, context);
}

}  // namespace

DoctorReport examine_installation(const Context& context) {
  DoctorReport report;
  check_program(report);
  check_project(report, context);
  check_programs(report, context);
  check_completions(report, context);
  check_terminal(report, context);
  return report;
}

}  // namespace covet::cli
