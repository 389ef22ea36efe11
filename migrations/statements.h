#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "migrations/decide.h"

namespace covet::migrations {

/// The section that `run` carries out.
const Section& section_of(const Run& run);

/// "sha256:…" over the first `count` statements, by which a mended file proves that what has run is
/// as it was. Several statements' checksums, not one text's: white space and comments don't count.
std::string done_checksum(std::span<const SqlStatement> statements, std::size_t count);

/// The history's row of a migration all of whose up stands, or counts so; nobody and no moment yet.
Applied row_of(const Migration& migration, State state = State::applied);

/// `row` as it is once the first `count` statements of `section` stand and none is under way.
void mark_done(Applied& row, const Section& section, std::size_t count);

}  // namespace covet::migrations
