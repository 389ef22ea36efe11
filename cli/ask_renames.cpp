#include "cli/ask_renames.h"

#include <fmt/core.h>

#include "core/base/strings.h"
#include "schema/rename_candidates.h"

namespace covet::cli {
namespace {

using schema::RenameCandidate;

bool is_table(const RenameCandidate& candidate) {
  return candidate.rename.column_from.empty();
}

std::string old_name(const RenameCandidate& candidate) {
  return is_table(candidate) ? candidate.rename.table_from.name : candidate.rename.column_from;
}
std::string new_name(const RenameCandidate& candidate) {
  return is_table(candidate) ? candidate.rename.table.name : candidate.rename.column_to;
}

std::string place(const RenameCandidate& candidate) {
  return is_table(candidate) ? "tables" : candidate.rename.table.display();
}

std::string question(const Context& context, const RenameCandidate& candidate) {
  context.err << fmt::format("Possible rename in {}:\n  - {}\n  + {}\n", place(candidate),
                             candidate.dropped, candidate.added);
  return fmt::format("Is {} the old {}?", new_name(candidate), old_name(candidate));
}

[[noreturn]] void refuse(const std::vector<RenameCandidate>& candidates) {
  std::vector<std::string> pairs;
  for (const RenameCandidate& candidate : candidates)
    pairs.push_back(
        fmt::format("{} → {} in {}", old_name(candidate), new_name(candidate), place(candidate)));
  throw Error(
      Errc::usage, fmt::format("this may be a rename, or a drop and an add: {}", join(pairs, "; ")),
      fmt::format("a rename is said in the models: {} = {{ …, renamed_from = \"{}\" }}; else "
                  "pass --no-rename",
                  new_name(candidates.front()), old_name(candidates.front())));
}

}  // namespace

void settle_renames(const Context& context, const Session& session,
                    schema::Comparison& comparison) {
  const std::vector<RenameCandidate> candidates = rename_candidates(comparison.changes);
  if (candidates.empty()) return;
  if (!context.interactive()) refuse(candidates);
  bool any = false;
  for (const RenameCandidate& candidate : candidates) {
    if (!context.confirm(question(context, candidate))) continue;
    comparison.options.renames.push_back(candidate.rename);
    any = true;
  }
  if (any) schema::compare_again(comparison, session.ddl());
}

}  // namespace covet::cli
