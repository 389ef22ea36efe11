#include "schema/compare.h"

namespace covet::schema {

Comparison compare(Connection& connection, const Backend& backend, const Ddl& ddl,
                   const model::ModelSet& models, const Scope& scope) {
  Comparison result;
  const std::string default_schema = scope.schemas.empty() ? "" : scope.schemas.front();
  Wanted wanted = from_models(models, ddl, default_schema);
  result.live = backend.inspector.inspect(connection, scope);
  result.wanted =
      backend.inspector.normalize(connection, wanted.schema, result.live, result.unspelled);
  sort(result.wanted);
  result.changes =
      order(diff(result.live, result.wanted, wanted.options), result.live, ddl.dialect().facts());
  result.notes = std::move(wanted.notes);
  return result;
}

}  // namespace covet::schema
