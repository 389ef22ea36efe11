#include "cli/scratch.h"

#include <string>
#include <vector>

#include <fmt/core.h>

#include "cli/session.h"
#include "schema/diff.h"
#include "schema/plan.h"

namespace covet::cli {
namespace {

bool is_empty(const schema::Schema& schema) {
  return schema.tables.empty() && schema.enums.empty() && schema.objects.empty();
}

/// Drops everything, by the plan that leads to an empty schema.
void wipe(Connection& connection, const schema::Backend& backend) {
  const auto ddl = backend.make_ddl(connection.server());
  const schema::Schema live = backend.inspector.inspect(connection, {});
  const std::vector<schema::Change> changes =
      schema::order(schema::diff(live, {}, {}), live, ddl->dialect().facts());
  for (const schema::Step& step : schema::plan(live, changes, *ddl).steps) {
    for (const std::string& sql : step.up.statements)
      connection.execute(sql);
  }
}

/// Whatever happens, what was made is taken away.
class Wiped {
 public:
  Wiped(Connection& connection, const schema::Backend& backend)
      : connection_(connection), backend_(backend) {}
  ~Wiped() {
    try {
      wipe(connection_, backend_);
    } catch (const Error&) {
      return;  // the next use says that it isn't empty
    }
  }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

 private:
  Connection& connection_;
  const schema::Backend& backend_;
};

std::optional<Url> scratch_url(const Context& context, const Project& project,
                               const std::optional<Target>& target,
                               const schema::Backend& backend) {
  std::vector<std::string> candidates;
  if (target) candidates.push_back(target->settings.scratch_url);
  candidates.push_back(project.config.scratch_url);
  for (const auto& [name, settings] : project.config.environments)
    candidates.push_back(settings.scratch_url);
  for (const std::string& candidate : candidates) {
    if (candidate.empty()) continue;
    try {
      Url url = parse_url(config::expand(candidate, context.environment));
      if (&backend_for(url) == &backend) return url;
    } catch (const Error& error) {
      context.detail("scratch_url: " + error.message());
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<migrations::Scratch> scratch_for(const Context& context, const Project& project,
                                               const std::optional<Target>& target,
                                               const schema::Backend& backend) {
  if (!backend.memory_url.empty()) {
    return [&backend](const std::function<void(Connection&)>& work) {
      const auto connection = backend.driver.connect(parse_url(backend.memory_url), {});
      work(*connection);
    };
  }
  const std::optional<Url> url = scratch_url(context, project, target, backend);
  if (!url) return std::nullopt;
  return [&backend, url = *url](const std::function<void(Connection&)>& work) {
    const auto connection = backend.driver.connect(url, {});
    if (!is_empty(backend.inspector.inspect(*connection, {}))) {
      throw Error(
          Errc::refused,
          fmt::format("{}, the scratch_url, is not empty, and would be emptied", url.masked()),
          "let scratch_url name a database that holds nothing");
    }
    const Wiped wiped(*connection, backend);
    work(*connection);
  };
}

}  // namespace covet::cli
