#pragma once

#include <string>
#include <vector>

#include "schema/from_models.h"
#include "schema/plan.h"

namespace covet::schema {

/// A live database beside the models: everything that diff, make, sync and status show.
struct Comparison {
  Schema live;                  ///< with what covet does not carry in `unmanaged`
  Schema wanted;                ///< as this server spells it
  DiffOptions options;          ///< the renames that the models tell
  std::vector<Change> changes;  ///< ordered; what leads from live to wanted
  std::vector<std::string> notes;
  std::vector<std::string> unspelled;  ///< expressions that could not be compared
};

/// inspect → from_models → normalize → diff → order. Tables that the models don't have are dropped
/// by the result, unless `scope` leaves them out. Where it names no schemas, those that the models
/// name are looked at beside the default one.
Comparison compare(Connection& connection, const Backend& backend, const Ddl& ddl,
                   const model::ModelSet& models, const Scope& scope);

/// Makes `changes` anew after `options` has changed.
void compare_again(Comparison& comparison, const Ddl& ddl);

}  // namespace covet::schema
