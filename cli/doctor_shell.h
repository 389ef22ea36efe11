#pragma once

#include "cli/context.h"
#include "cli/doctor_report.h"

/// What of a person's shell and terminal goes with covet.
namespace covet::cli {

/// The engines' own shells, as far as PATH finds them; none is needed.
void check_programs(DoctorReport& report, const Context& context);
/// Whether the completions of the shell in SHELL are where it looks for them.
void check_completions(DoctorReport& report, const Context& context);
void check_terminal(DoctorReport& report, const Context& context);

}  // namespace covet::cli
