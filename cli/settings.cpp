#include "cli/settings.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/file.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

bool names_a_file(const Url& url) {
  return url.scheme == "sqlite" && url.database != ":memory:" && !url.database.empty();
}

/// A file's path doesn't depend on the folder that covet was started in.
Url anchored(Url url, const fs::path& root) {
  if (names_a_file(url)) {
    url.database = (root / url.database).lexically_normal().string();
  }
  return url;
}

Target target_from(std::string_view text, std::string origin, const fs::path& root) {
  Url url = parse_url(trim(text));
  Target target{.url = {},
                .shown = url.masked(),
                .environment = {},
                .origin = std::move(origin),
                .settings = {},
                .tuning_url = url};
  // What the URL says of pools and their like is no business of the engine's client.
  Tuning checked;
  take_tuning(url, checked);
  target.url = anchored(url, root);
  return target;
}

const config::EnvironmentSettings& find_environment(const std::string& name,
                                                    const config::Config& config) {
  const auto found = config.environments.find(name);
  if (found != config.environments.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, settings] : config.environments)
    names.push_back(known);
  const std::string hint = did_you_mean(name, names);
  throw Error(Errc::config,
              fmt::format("no environment `{}`{}{}", name, hint.empty() ? "" : "; ", hint),
              names.empty() ? "add [env." + name + "] with a url to covet.toml, or pass --url"
                            : "covet.toml has: " + join(names, ", "));
}

/// One environment's database, as its URL alone says.
Target named_target(const config::EnvironmentSettings& settings, const config::Config& config,
                    const config::Environment& environment) {
  if (settings.url.empty()) {
    throw Error(Errc::config, fmt::format("environment `{}` has no url", settings.name),
                fmt::format("add url = \"…\" to [env.{}] in covet.toml", settings.name));
  }
  Target target = target_from(config::expand(settings.url, environment), "covet.toml", config.root);
  target.environment = settings.name;
  target.settings = settings;
  return target;
}

/// What the environment says of its file's journal; the URL wins.
Target with_journal(Target target) {
  if (target.settings.wal && target.is_file()) {
    target.url.params.try_emplace("wal", *target.settings.wal ? "true" : "false");
  }
  return target;
}

/// The environment by whose protection a bare URL is bound.
void adopt_protection(Target& target, const config::Config& config,
                      const config::Environment& environment) {
  for (const auto& [name, settings] : config.environments) {
    if (!settings.is_protected) continue;
    try {
      if (named_target(settings, config, environment).url.text() != target.url.text()) continue;
    } catch (const Error&) {
      continue;  // another environment's unset variable is no fault of this run
    }
    target.environment = name;
    target.settings = settings;
    return;
  }
}

}  // namespace

bool Target::is_file() const {
  return names_a_file(url);
}

Tuning Target::tuning() const {
  Tuning tuning = settings.tuning;
  Url said = tuning_url;
  take_tuning(said, tuning);
  check_tuning(tuning);
  return tuning;
}

std::string Target::name() const {
  return environment.empty() ? "the database" : environment;
}

std::string Target::display() const {
  if (environment.empty()) return fmt::format("{} (from {})", shown, origin);
  return fmt::format("{} ({}, from {})", shown, environment, origin);
}

Target target_of(const config::EnvironmentSettings& settings, const config::Config& config,
                 const config::Environment& environment) {
  Target target = named_target(settings, config, environment);
  if (settings.wal && target.url.scheme != "sqlite") {
    throw Error(Errc::config,
                fmt::format("environment `{}` sets wal, which only SQLite has", settings.name),
                fmt::format("take it out of [env.{}] in covet.toml", settings.name));
  }
  return with_journal(std::move(target));
}

Target resolve_target(const Globals& globals, const config::Config& config,
                      const config::Environment& environment, const fs::path& folder) {
  const auto bare = [&](std::string_view text, std::string origin) {
    Target target = target_from(text, std::move(origin), config.root);
    if (!globals.env.empty()) {
      target.settings = find_environment(globals.env, config);
      target.environment = globals.env;
    } else {
      adopt_protection(target, config, environment);
    }
    return with_journal(std::move(target));
  };
  if (!globals.url.empty()) return bare(globals.url, "--url");
  if (!globals.url_file.empty())
    return bare(read_file(folder / globals.url_file, 1U << 16U), "--url-file");
  if (!globals.env.empty())
    return target_of(find_environment(globals.env, config), config, environment);
  for (const char* name : {"COVET_DATABASE_URL", "DATABASE_URL"}) {
    const auto value = environment(name);
    if (value && !trim(*value).empty()) return bare(*value, name);
  }
  if (!config.environments.contains(config.default_env) && config.environments.empty()) {
    throw Error(Errc::config, "no database was named",
                "run `covet init` here, pass --url sqlite:dev.db, or set DATABASE_URL");
  }
  return target_of(find_environment(config.default_env, config), config, environment);
}

}  // namespace covet::cli
