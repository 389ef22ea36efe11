#pragma once

#include <span>
#include <vector>

#include "core/base/error.h"
#include "migrations/chain.h"
#include "migrations/decide.h"

namespace covet::migrations {

/// What is wrong with the order of a project's files, by the files alone: parents in a circle, one
/// that no file has and none of `elsewhere` is, a version below its parent's, and two files that
/// follow the same one. Each says what mends it. Pure.
std::vector<Diagnostic> check_chain(const Chain& chain, std::span<const Version> elsewhere);

/// What is wrong between the files and the history of one database: edited, missing and partly
/// applied ones, and pending ones older than what is applied. Pure.
std::vector<Diagnostic> check_history(std::span<const StatusLine> lines);

}  // namespace covet::migrations
