#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/project.h"
#include "cli/settings.h"
#include "migrations/history.h"
#include "migrations/migration.h"
#include "schema/backend.h"
#include "schema/compare.h"

namespace covet::cli {

/// The engine that a URL asks for. Throws Error{config} naming the schemes that this build knows.
const schema::Backend& backend_for(const Url& url);
/// The one that covet.toml names. Throws Error{config} with what was probably meant.
const schema::Backend& backend_for_engine(const std::string& engine);

/// A connection to the database of a run, and what goes with it.
class Session {
 public:
  /// Connects, saying to whom; for `patience` again where the server has no room just now. Throws
  /// what the driver throws.
  Session(const Context& context, const Project& project, Target target, Access access,
          std::chrono::milliseconds patience = {});

  const Target& target() const { return target_; }
  const schema::Backend& backend() const { return backend_; }
  Connection& connection() { return *connection_; }
  const schema::Ddl& ddl() const { return *ddl_; }
  const schema::Scope& scope() const { return scope_; }
  migrations::History& history() { return *history_; }
  const ConnectOptions& options() const { return options_; }
  std::chrono::milliseconds connect_time() const { return connect_time_; }

  /// The project's migration files for this engine.
  std::vector<migrations::Migration> migrations(const Project& project) const;

 private:
  Target target_;
  const schema::Backend& backend_;
  schema::Scope scope_;
  ConnectOptions options_;
  std::chrono::milliseconds connect_time_{0};
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
  std::unique_ptr<migrations::History> history_;
};

/// The session of the database that the global flags choose.
Session open_session(const Context& context, const Project& project, Access access,
                     std::chrono::milliseconds patience = {});
/// The same, as access_for_comparing says.
Session open_session_to_compare(const Context& context, const Project& project);

/// What an environment's settings say of a connection.
ConnectOptions connect_options(const Target& target, Access access);

/// The same for connections that do a program's work, not migrations: with the usual limits of 30 s
/// for a statement and 60 s for any answer, where the settings say nothing else.
ConnectOptions working_options(const Target& target, Access access);

/// How a program's pool of connections to `target` is set, with the engine's usual sizes where
/// nothing is said.
Tuning pool_tuning(const Target& target, const schema::Backend& backend);

/// What comparing with `target` needs: the server spells expressions in temporary objects, which a
/// read-only session forbids; a file is spelled without, and must not come into being by being
/// looked at.
Access access_for_comparing(const Target& target);

/// Compares the models with the session's database, and says what could not be compared.
schema::Comparison compare_models(const Context& context, Session& session,
                                  const model::ModelSet& models);

}  // namespace covet::cli
