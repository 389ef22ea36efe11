#pragma once

#include "cli/context.h"
#include "cli/doctor_report.h"

namespace covet::cli {

/// What `covet doctor` looks at without a database: the program, its engines and their client
/// libraries, the project and its files, files with passwords, shells, the terminal. Connects to
/// nothing, and shows no password.
DoctorReport examine_installation(const Context& context);

}  // namespace covet::cli
