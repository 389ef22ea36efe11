#include "cli/make_targets.h"

#include <fmt/core.h>

#include "cli/session.h"

namespace covet::cli {
namespace {

Target first_environment_of(const schema::Backend& wanted, const Context& context,
                            const Project& project) {
  for (const auto& [name, settings] : project.config.environments) {
    try {
      Target target = target_of(settings, project.config, context.environment);
      if (&backend_for(target.url) == &wanted) return target;
    } catch (const Error&) {
      continue;  // not usable here: its variable isn't set
    }
  }
  throw Error(
      Errc::config,
      fmt::format(
          "project.engines names {}, but no environment that can be used here is a database of it",
          wanted.engine),
      fmt::format(
          "add [env.{0}] with url = \"{1}\" to covet.toml: make starts from its current schema",
          wanted.engine, wanted.example_url));
}

}  // namespace

std::vector<Target> targets_for_make(const Context& context, const Project& project) {
  Target chosen =
      resolve_target(context.globals, project.config, context.environment, context.folder);
  if (project.config.engines.empty()) return {std::move(chosen)};
  const schema::Backend& chosen_backend = backend_for(chosen.url);
  std::vector<Target> targets;
  for (const std::string& engine : project.config.engines) {
    const schema::Backend& wanted = backend_for_engine(engine);
    targets.push_back(&wanted == &chosen_backend ? chosen
                                                 : first_environment_of(wanted, context, project));
  }
  return targets;
}

}  // namespace covet::cli
