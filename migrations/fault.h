#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/base/error.h"
#include "migrations/decide.h"

namespace covet::migrations {

/// A fault of a migration file at its line; line 0: of the whole file.
Diagnostic fault_at_line(const Migration& migration, std::size_t line, std::string code,
                         std::string message, std::string help);
/// At the line that says its parent, else of the whole file.
Diagnostic fault_at_parent(const Migration& migration, std::string code, std::string message,
                           std::string help);
/// That an applied file was edited since.
Diagnostic fault_of_edited(const StatusLine& line);

/// That `wanted` is none of `known`, with the one it is near to.
Error unknown_version(const Version& wanted, std::span<const Version> known);

/// "20261120093000 create posts": for messages.
std::string label(const Version& version, const std::string& name);

}  // namespace covet::migrations
