#pragma once

#include <string>
#include <vector>

#include "schema/backend.h"
#include "schema/change.h"

namespace covet::schema {

/// A group of changes that is carried out together, its SQL, and the SQL that undoes it.
struct Step {
  std::vector<Change> changes;
  Rendered up;
  Rendered down;
  std::vector<Hazard> hazards_up;
  std::vector<Hazard> hazards_down;
};

/// Steps run first to last; their downs last to first.
struct Plan {
  std::vector<Step> steps;
  bool empty() const { return steps.empty(); }
};

/// diff → order → render, stepwise through the intermediate schemas. Pure.
/// `before` must hold the objects too: a rebuilt table's triggers come back from there.
Plan plan(const Schema& before, const std::vector<Change>& ordered, const Ddl& ddl);

}  // namespace covet::schema
