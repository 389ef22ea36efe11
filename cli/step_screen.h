#pragma once

#include <map>
#include <string>

#include "migrations/decide.h"
#include "migrations/live_steps.h"

namespace covet::cli {

/// What a dry run shows of a step in the words of the models.
struct ShownStep {
  std::string sql;     ///< "" where nobody can say yet
  std::string remark;  ///< what is to be known of it
};
using ShownSteps = std::map<const migrations::SqlStatement*, ShownStep>;

/// Compiles the steps that `plan` runs, which changes nothing: what its earlier statements have yet
/// to make is taken from the models. Throws Error{usage}, with its place in the file, for one that
/// can't run as nothing before it changes the schema.
ShownSteps show_steps(const migrations::RunPlan& plan, migrations::LiveSteps& steps,
                      const LexicalRules& rules);

}  // namespace covet::cli
