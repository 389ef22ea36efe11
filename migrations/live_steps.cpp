#include "migrations/live_steps.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "migrations/segments.h"

namespace covet::migrations {

LiveSteps::LiveSteps(Connection& connection, const schema::Backend& backend, const schema::Ddl& ddl,
                     const schema::Scope& scope, const model::ModelSet& known)
    : connection_(connection), backend_(backend), ddl_(ddl), scope_(scope), known_(known) {
  // A step may be about what covet doesn't manage.
  scope_.ignore.clear();
  scope_.only.clear();
  scope_.all_schemas = scope_.schemas.empty();
}

/// With the schemas that the models speak of, which may have been read since the last look.
schema::Scope LiveSteps::scope() const {
  schema::Scope scope = scope_;
  std::set<std::string> named(scope.named_schemas.begin(), scope.named_schemas.end());
  for (const model::Model& model : known_.models) {
    if (!model.db_schema.empty() && named.insert(model.db_schema).second)
      scope.named_schemas.push_back(model.db_schema);
  }
  return scope;
}

const schema::QueryModels& LiveSteps::models(bool planned) {
  std::optional<schema::QueryModels>& models = planned ? planned_ : live_;
  if (!models) {
    if (!schema_) schema_ = backend_.inspector.inspect(connection_, scope());
    models.emplace(*schema_, ddl_, known_, planned);
  }
  return *models;
}

StepSql LiveSteps::of(const SqlStatement& statement) {
  return step_sql(statement, models(false), connection_.dialect());
}

std::string LiveSteps::sql_of(const SqlStatement& statement) {
  return statement.query ? of(statement).sql : statement.text.str();
}

StepSql LiveSteps::planned(const SqlStatement& statement) {
  try {
    return of(statement);
  } catch (const Error& error) {
    if (error.code() != Errc::usage) throw;
    try {
      StepSql made = step_sql(statement, models(true), connection_.dialect());
      made.planned = true;
      return made;
    } catch (const Error&) {
      throw error;  // what is there counts for more than what will be
    }
  }
}

std::string LiveSteps::table_of(const std::string& model) {
  const schema::QueryModels& all = models(true);
  const model::Model* const found = all.models().find(all.handle_of(model));
  if (found == nullptr) return model;
  return schema::TableName{found->db_schema, found->table_name()}.display();
}

void LiveSteps::forget_after(const SqlStatement& statement) {
  if (may_change_schema(statement, connection_.dialect().lexical_rules())) forget();
}

void LiveSteps::forget_after(const Section& section) {
  const LexicalRules& rules = connection_.dialect().lexical_rules();
  const auto may = [&](const SqlStatement& one) { return may_change_schema(one, rules); };
  if (std::any_of(section.statements.begin(), section.statements.end(), may)) forget();
}

void LiveSteps::forget() {
  schema_.reset();
  live_.reset();
  planned_.reset();
}

}  // namespace covet::migrations
