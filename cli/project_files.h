#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/project.h"
#include "cli/session.h"

namespace covet::cli {

/// The migration files of one engine of a project.
struct EngineFiles {
  const schema::Backend* backend = nullptr;
  std::vector<migrations::Migration> migrations{};
};

/// The engines that covet.toml names, else that of `target`. Throws Error{config} where neither
/// says one.
std::vector<const schema::Backend*> engines_of(const Project& project,
                                               const std::optional<Target>& target);

/// The files of each of `engines`; faults of files are put into `faults`, once where several
/// engines read the same file.
std::vector<EngineFiles> read_files(const Project& project,
                                    const std::vector<const schema::Backend*>& engines,
                                    std::vector<Diagnostic>& faults);
/// The same. Throws Error{parse} with every fault.
std::vector<EngineFiles> read_files(const Project& project,
                                    const std::vector<const schema::Backend*>& engines);

/// All of them, in one row.
std::vector<migrations::Migration> all_of(const std::vector<EngineFiles>& files);

/// The chosen database for a command that can do without: none where no flag names one and it can't
/// be told ("no database was named", an unset variable); `notes` then says why.
std::optional<Target> target_if_any(const Context& context, const Project& project,
                                    std::vector<std::string>& notes);

/// A session with `target`; none where the file isn't there or the server doesn't answer, and
/// `notes` says so. Throws every other error.
std::optional<Session> session_if_reachable(const Context& context, const Project& project,
                                            const Target& target, Access access,
                                            std::vector<std::string>& notes);

}  // namespace covet::cli
