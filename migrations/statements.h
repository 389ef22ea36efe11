#pragma once

#include <cstddef>
#include <string>

#include "core/base/sha256.h"
#include "migrations/decide.h"

namespace covet::migrations {

/// The section that `run` carries out.
const Section& section_of(const Run& run);

/// "sha256:…" of the statement's tokens.
std::string checksum_of(const Section& section, const SqlStatement& statement);

/// Of the first statements of a section, by which a mended file proves that what has run is as it
/// was. Several statements' checksums, not one text's: white space and comments don't count.
/// The section must outlive it.
class DoneChecksum {
 public:
  explicit DoneChecksum(const Section& section) : section_(section) {}
  /// "sha256:…" over the first `count` of them. Asked for rising numbers, it reads each once.
  std::string of_first(std::size_t count);

 private:
  const Section& section_;
  Sha256 so_far_;
  std::size_t counted_ = 0;
};

/// The history's row of a migration all of whose up stands, or counts so; nobody and no moment yet.
Applied row_of(const Migration& migration, State state = State::applied);

/// `row` as it is once the first `count` statements stand and none is under way.
void mark_done(Applied& row, DoneChecksum& done, std::size_t count);

}  // namespace covet::migrations
