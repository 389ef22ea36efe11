#include "migrations/imports/adopt.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "migrations/statements.h"

namespace covet::migrations::imports {
namespace {

/// A tool may write its versions with other zeros in front than its files.
bool same_key(const std::string& a, const std::string& b) {
  return a == b || (is_version(a) && is_version(b) && Version(a) == Version(b));
}

/// The rows of files that ran.
class Matching {
 public:
  Matching(const ToolHistory& history, std::span<const ImportedFile> files)
      : history_(history), files_(files), ran_(files.size(), nullptr) {}
  std::vector<std::string> run();
  bool has_run(std::size_t file) const { return ran_[file] != nullptr; }
  const Ran& ran(std::size_t file) const { return *ran_[file]; }

 private:
  void add_ancestors();

  const ToolHistory& history_;
  std::span<const ImportedFile> files_;
  std::vector<const Ran*> ran_;
  Ran unknown_;  ///< of a file that ran without a row of its own
};

void Matching::add_ancestors() {
  // The files are in an order in which parents come first.
  for (std::size_t i = files_.size(); i-- > 0;) {
    if (ran_[i] == nullptr) continue;
    for (std::size_t j = 0; j < i; ++j) {
      const auto& parents = files_[i].parents;
      const bool is_parent =
          std::find(parents.begin(), parents.end(), files_[j].key) != parents.end();
      if (is_parent && ran_[j] == nullptr) ran_[j] = &unknown_;
    }
  }
}

/// Returns the keys without a file.
std::vector<std::string> Matching::run() {
  std::vector<std::string> no_file;
  for (const Ran& ran : history_.ran) {
    const auto file = std::find_if(
        files_.begin(), files_.end(),
        [&](const ImportedFile& candidate) { return same_key(candidate.key, ran.key); });
    if (file == files_.end()) {
      no_file.push_back(ran.key);
    } else {
      ran_[static_cast<std::size_t>(file - files_.begin())] = &ran;
    }
  }
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const bool below = history_.all_up_to && files_[i].migration.version <= *history_.all_up_to;
    if (below && ran_[i] == nullptr) ran_[i] = &unknown_;
  }
  if (history_.heads_only) add_ancestors();
  return no_file;
}

Applied adopted_row(const Migration& migration, const Ran& ran, std::string_view tool,
                    Timestamp now) {
  Applied row = row_of(migration);
  row.applied_at = ran.at.value_or(now);
  row.applied_by = ran.by.empty() ? std::string(tool) : ran.by + " (" + std::string(tool) + ")";
  return row;
}

}  // namespace

Adoption plan_adoption(const ToolHistory& history, std::span<const ImportedFile> files,
                       std::span<const Applied> present, std::string_view tool, Timestamp now) {
  if (!history.half_done.empty()) {
    throw Error(Errc::refused,
                "in " + history.table + " " + join(history.half_done, ", ") +
                    ": what of it stands in the database is not known",
                "bring it to an end with " + std::string(tool) +
                    ", or undo what it left and mend its row, then adopt again");
  }
  Adoption adoption;
  Matching matching(history, files);
  adoption.no_file = matching.run();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!matching.has_run(i)) continue;
    const Migration& migration = files[i].migration;
    const bool known = std::any_of(present.begin(), present.end(), [&](const Applied& row) {
      return row.version == migration.version;
    });
    if (known) {
      ++adoption.known;
    } else {
      adoption.rows.push_back(adopted_row(migration, matching.ran(i), tool, now));
    }
  }
  return adoption;
}

void adopt(const Adoption& adoption, Connection& connection, History& history) {
  Transaction transaction(connection);
  for (const Applied& row : adoption.rows)
    history.insert(row);
  transaction.commit();
}

}  // namespace covet::migrations::imports
