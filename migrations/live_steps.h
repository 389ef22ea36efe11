#pragma once

#include <optional>
#include <string>

#include "migrations/step_sql.h"
#include "schema/backend.h"

namespace covet::migrations {

/// Makes SQL of the steps in the words of the models by the schema that the database has at that
/// moment: a migration means the same however the models change later. Looks at the database once,
/// and again after forget(). All that is given must outlive it.
class LiveSteps {
 public:
  LiveSteps(Connection& connection, const schema::Backend& backend, const schema::Ddl& ddl,
            const schema::Scope& scope, const model::ModelSet& known);

  /// On the connection, so within its transaction. Throws as step_sql() does, and what the server
  /// says.
  StepSql of(const SqlStatement& statement);
  /// The text that runs: that of a step, or the statement's own.
  std::string sql_of(const SqlStatement& statement);
  /// For a plan, of which earlier statements haven't run: what isn't in the database is taken from
  /// the models as they are now.
  StepSql planned(const SqlStatement& statement);
  /// The name, for people, of the table that a step calls so.
  std::string table_of(const std::string& model);

  /// The schema may be another one now.
  void forget();
  /// The same where `statement`, which has run, may have made it another one.
  void forget_after(const SqlStatement& statement);
  /// The same at the end of `section`, with which its transaction's settings, and perhaps the
  /// session's, have ended.
  void forget_after(const Section& section);

 private:
  schema::Scope scope() const;
  const schema::QueryModels& models(bool planned);

  Connection& connection_;
  const schema::Backend& backend_;
  const schema::Ddl& ddl_;
  schema::Scope scope_;
  const model::ModelSet& known_;
  std::optional<schema::Schema> schema_{};
  std::optional<schema::QueryModels> live_{};
  std::optional<schema::QueryModels> planned_{};
};

}  // namespace covet::migrations
