#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/session.h"
#include "cli/step_screen.h"
#include "migrations/execute.h"
#include "migrations/hazards.h"

namespace covet::cli {

/// "apply 3 migrations", "roll back 1 migration".
std::string action_text(const migrations::RunPlan& plan);

/// What there is to say of a plan's statements.
struct PlanDetails {
  const std::vector<migrations::Loss>& losses;
  const ShownSteps& steps;
};

/// What --dry-run prints: every statement with what it loses. `command` does it.
void print_run_plan(const Context& context, Session& session, const migrations::RunPlan& plan,
                    const PlanDetails& details, const std::string& command);

/// The end of a run: what was done, or what failed, what stands and how to go on. Returns the exit
/// code.
ExitCode print_result(const Context& context, Session& session, const migrations::RunPlan& plan,
                      const migrations::Result& result);

}  // namespace covet::cli
