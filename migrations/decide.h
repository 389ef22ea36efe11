#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "migrations/history.h"
#include "migrations/migration.h"

namespace covet::migrations {

enum class Direction : std::uint8_t { up, down };

/// What to run. Up: everything pending, up to and including a version, or the next n. Down: the
/// last n, or everything after a version (which stays), or all. Repeatable migrations run upward
/// with everything pending only, and go down only with all.
struct Target {
  Direction direction = Direction::up;
  std::optional<Version> to{};
  std::optional<std::size_t> steps{};
  bool all = false;  ///< down only
};

/// One migration in one direction. `migration` points into the span given to decide().
struct Run {
  const Migration* migration = nullptr;
  Direction direction = Direction::up;
  std::size_t first_statement = 0;  ///< > 0: goes on where an earlier run stopped
  std::optional<Applied> row{};     ///< the history's, if there is one
};

/// A squashed file all of whose versions are applied one by one: its row takes the place of theirs.
struct Fold {
  const Migration* migration = nullptr;
  std::vector<Applied> rows{};  ///< those that go, by version; the last is of the file's own
};

struct RunPlan {
  std::vector<Run> runs;
  std::vector<Fold> folds{};          ///< to do before the runs
  std::vector<std::string> warnings;  ///< late-merged versions, and the like
};

/// How a file and a history row stand to each other; `status` shows these.
enum class Standing : std::uint8_t {
  applied,
  pending,
  partial,
  edited,
  missing_file,
  baseline,
  midway,  ///< a squashed file of whose versions only some are applied
};
std::string_view name_of(Standing standing);
struct StatusLine {
  Version version;
  std::string name;
  Standing standing;
  const Migration* migration = nullptr;  ///< null: no file
  std::optional<Applied> row{};
  std::vector<Applied> replaced{};  ///< rows of other versions that a squashed file stands for
};
/// Files and history side by side, sorted by version. Pure.
std::vector<StatusLine> stand(std::span<const Migration> migrations,
                              std::span<const Applied> applied);

/// Pure. Throws Error{history_mismatch} (every edited file is named, each a Diagnostic) where an
/// applied file's up was edited, or only some of what a squashed file stands for is applied;
/// Error{not_found} for an unknown target version; Error{refused} for a down that is missing or
/// irreversible, and for a version below one that is applied unless `out_of_order`; a partly
/// applied migration comes first.
RunPlan decide(std::span<const Migration> migrations, std::span<const Applied> applied,
               const Target& target, bool out_of_order);

}  // namespace covet::migrations
