#pragma once

#include <string>

#include "cli/context.h"
#include "schema/plan.h"

namespace covet::cli {

/// The statements of a plan's way up, as the migration file would hold them.
std::string plan_sql(const schema::Plan& plan, const Dialect& dialect);

struct PlanCounts {
  std::size_t up = 0;
  std::size_t down = 0;
};
PlanCounts counts_of(const schema::Plan& plan);

/// Says, once each, what the adapter has to say of the plan's statements.
void say_notes(const Context& context, const schema::Plan& plan,
               const std::vector<std::string>& model_notes);

}  // namespace covet::cli
