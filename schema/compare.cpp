#include "schema/compare.h"

#include <set>

#include "schema/case_renames.h"
#include "schema/rights.h"

namespace covet::schema {
namespace {

std::vector<std::string> schemas_named_in(const model::ModelSet& models) {
  std::set<std::string> names;
  for (const model::Model& model : models.models)
    names.insert(model.db_schema);
  for (const model::EnumDef& type : models.enums)
    names.insert(type.db_schema);
  for (const model::ObjectDef& object : models.objects)
    names.insert(object.kind == "schema" ? object.handle : object.db_schema);
  names.erase("");
  return {names.begin(), names.end()};
}

}  // namespace

Comparison compare(Connection& connection, const Backend& backend, const Ddl& ddl,
                   const model::ModelSet& models, const Scope& scope) {
  Comparison result;
  Scope seen = scope;
  if (seen.schemas.empty()) seen.named_schemas = schemas_named_in(models);
  const std::string default_schema = scope.schemas.empty() ? "" : scope.schemas.front();
  Wanted wanted = from_models(models, ddl, default_schema);
  result.live = backend.inspector.inspect(connection, seen);
  if (seen.rights) {
    leave_unsaid(result.live, wanted.schema, true);
  } else if (says_rights(wanted.schema)) {
    forget_rights(wanted.schema);
    wanted.notes.emplace_back(
        "owners and grants are left alone, as covet.toml doesn't say `rights = true`");
  }
  result.wanted =
      backend.inspector.normalize(connection, wanted.schema, result.live, result.unspelled);
  sort(result.wanted);
  result.options = std::move(wanted.options);
  result.notes = std::move(wanted.notes);
  const std::vector<Rename> folded =
      case_renames(result.live, result.wanted, result.options.renames, ddl.dialect().facts());
  result.options.renames.insert(result.options.renames.end(), folded.begin(), folded.end());
  compare_again(result, ddl);
  return result;
}

void compare_again(Comparison& comparison, const Ddl& ddl) {
  comparison.changes = order(diff(comparison.live, comparison.wanted, comparison.options),
                             comparison.live, ddl.dialect().facts());
}

}  // namespace covet::schema
