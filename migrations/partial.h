#pragma once

#include "migrations/decide.h"

namespace covet::migrations {

/// Appends what finishes a migration that stopped half way and leads on upward: the rest of its up,
/// or the rest of its down and then its up. Throws Error{history_mismatch} where a statement that
/// has run was edited.
void append_partial_up(const StatusLine& line, RunPlan& plan);

/// Appends what undoes a migration that stopped half way. Throws Error{refused} where the file does
/// not say which down statements belong to those that ran.
void append_partial_down(const StatusLine& line, RunPlan& plan);

[[noreturn]] void throw_partial_without_file(const StatusLine& line);

}  // namespace covet::migrations
