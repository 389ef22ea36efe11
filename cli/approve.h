#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/settings.h"
#include "migrations/hazards.h"

namespace covet::cli {

/// What somebody must agree to before anything is changed.
struct Approval {
  std::string action;                    ///< "apply 3 migrations"
  std::vector<migrations::Loss> losses;  ///< all of the plan's
};

/// Asks where rows exist to lose or the environment is protected; on a terminal as a question, else
/// --yes, --allow KIND and --approve NAME answer. Throws Error{refused} naming what to pass. Never
/// called while a lock is held.
void require_approval(const Context& context, const Target& target, const Approval& approval);

/// Those that nobody has approved and that hold rows.
std::vector<migrations::Loss> open_losses(const std::vector<migrations::Loss>& losses);

/// " --allow drop_table --approve production": the flags that approve what nobody has approved yet.
std::string approval_flags(const Target& target, const std::vector<migrations::Loss>& losses);

/// "loses data: 1204 rows" for one.
std::string loss_text(const migrations::Loss& loss);

}  // namespace covet::cli
