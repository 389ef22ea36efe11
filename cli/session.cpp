#include "cli/session.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/backends.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/db/decisions.h"
#include "core/record/audit.h"
#include "migrations/directory.h"
#include "migrations/run_log.h"

namespace covet::cli {

const schema::Backend& backend_for(const Url& url) {
  if (const schema::Backend* backend = adapters::find_by_scheme(url.scheme)) return *backend;
  std::vector<std::string> examples;
  for (const schema::Backend* backend : adapters::backends())
    examples.emplace_back(backend->example_url);
  throw Error(Errc::config, fmt::format("this covet knows no database by `{}:`", url.scheme),
              "URLs look like " + join(examples, ", "));
}

const schema::Backend& backend_for_engine(const std::string& engine) {
  if (const schema::Backend* backend = adapters::find_by_engine(engine)) return *backend;
  std::vector<std::string> known;
  for (const schema::Backend* backend : adapters::backends())
    known.emplace_back(backend->engine);
  const std::string hint = did_you_mean(engine, known);
  throw Error(
      Errc::config,
      fmt::format("this covet knows no engine `{}`{}{}", engine, hint.empty() ? "" : "; ", hint),
      "see project.engines in covet.toml");
}

ConnectOptions connect_options(const Target& target, Access access) {
  ConnectOptions options;
  options.access = access;
  if (target.settings.connect_timeout) options.connect_timeout = *target.settings.connect_timeout;
  if (target.settings.lock_timeout) options.lock_timeout = *target.settings.lock_timeout;
  if (target.settings.statement_timeout)
    options.statement_timeout = *target.settings.statement_timeout;
  if (target.settings.command_timeout) options.command_timeout = *target.settings.command_timeout;
  return options;
}

ConnectOptions working_options(const Target& target, Access access) {
  using std::chrono::seconds;
  ConnectOptions options = connect_options(target, access);
  options.command_timeout = target.settings.command_timeout.value_or(seconds{60});
  // The server is to stop first; cutting the line is for one that can't.
  options.statement_timeout = target.settings.statement_timeout.value_or(
      std::min<std::chrono::milliseconds>(seconds{30}, options.command_timeout / 2));
  return options;
}

namespace {

std::unique_ptr<Connection> connect(const Context& context, const Driver& driver, const Url& url,
                                    const ConnectOptions& options,
                                    std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{250};
  const auto deadline = context.clock.now() + patience;
  while (true) {
    try {
      return driver.connect(url, options);
    } catch (const Error& error) {
      const bool again = error.code() == Errc::too_many_connections &&
                         context.clock.now() + pause < deadline &&
                         !context.interrupts.token().stop_requested();
      if (!again) throw;
    }
    context.clock.sleep(pause, context.interrupts.token());
  }
}

}  // namespace

Session::Session(const Context& context, const Project& project, Target target, Access access,
                 std::chrono::milliseconds patience)
    : target_(std::move(target)),
      backend_(backend_for(target_.url)),
      scope_{.schemas = project.config.schemas,
             .ignore = project.config.ignore,
             .only = project.config.only,
             .own = {project.config.history_table,
                     migrations::log_table_name(project.config.history_table),
                     std::string(Decisions::table_name), std::string(record::Audit::table_name)},
             .rights = target_.settings.rights.value_or(project.config.rights)},
      options_(connect_options(target_, access)) {
  const bool quiet = context.globals.quiet;
  const auto ellipsis = context.err_style.sign(Sign::ellipsis);
  if (!quiet)
    context.err << "Connecting to " << target_.display() << ' ' << ellipsis << ' ' << std::flush;
  const auto start = context.clock.now();
  try {
    connection_ = connect(context, backend_.driver, target_.url, options_, patience);
  } catch (...) {
    if (!quiet) context.err << "failed\n" << std::flush;
    throw;
  }
  connect_time_ =
      std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now() - start);
  if (!quiet) {
    context.err << fmt::format("{} ms, {}\n", connect_time_.count(),
                               connection_->server().display())
                << std::flush;
  }
  ddl_ = backend_.make_ddl(connection_->server());
  history_ =
      std::make_unique<migrations::History>(*connection_, *ddl_, project.config.history_table);
}

std::vector<migrations::Migration> Session::migrations(const Project& project) const {
  return migrations::load_directory(project.migrations_folder(), backend_.engine,
                                    backend_.dialect.lexical_rules());
}

Session open_session(const Context& context, const Project& project, Access access,
                     std::chrono::milliseconds patience) {
  return {context, project,
          resolve_target(context.globals, project.config, context.environment, context.folder),
          access, patience};
}

Session open_session_to_compare(const Context& context, const Project& project) {
  Target target =
      resolve_target(context.globals, project.config, context.environment, context.folder);
  const Access access = access_for_comparing(target);
  return {context, project, std::move(target), access};
}

Tuning pool_tuning(const Target& target, const schema::Backend& backend) {
  Tuning tuning = target.tuning();
  // Each connection to a database in memory would have one of its own.
  if (target.url.database == ":memory:") tuning.pool.max = 1;
  if (!tuning.pool.max) tuning.pool.max = backend.pool.max;
  if (!tuning.pool.min) tuning.pool.min = std::min(backend.pool.min, *tuning.pool.max);
  return tuning;
}

Access access_for_comparing(const Target& target) {
  return target.is_file() ? Access::read_only : Access::read_write;
}

schema::Comparison compare_models(const Context& context, Session& session,
                                  const model::ModelSet& models) {
  schema::Comparison comparison = schema::compare(session.connection(), session.backend(),
                                                  session.ddl(), models, session.scope());
  for (const std::string& what : comparison.unspelled)
    context.warn("could not compare " + what);
  return comparison;
}

}  // namespace covet::cli
