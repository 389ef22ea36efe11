#include "migrations/directory.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "migrations/migration_file.h"

namespace covet::migrations {
namespace {

namespace fs = std::filesystem;

std::vector<fs::directory_entry> sql_entries(const fs::path& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code failed;
  if (!fs::exists(folder, failed)) return entries;
  fs::directory_iterator iterator(folder, failed);
  if (failed) {
    throw Error(Errc::io, "can't read the folder " + folder.string() + ": " + failed.message(),
                "check the path and its permissions");
  }
  for (; iterator != fs::directory_iterator(); iterator.increment(failed)) {
    if (iterator->path().extension() == ".sql") entries.push_back(*iterator);
    if (failed) break;
  }
  if (failed)
    throw Error(Errc::io, "can't read the folder " + folder.string() + ": " + failed.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

Diagnostic file_fault(std::string code, const fs::path& file, std::string message,
                      std::string help) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.where.file = file.string();
  diagnostic.help = std::move(help);
  return diagnostic;
}

/// Why a file that ends in .sql is no migration of anybody's; nullopt where it is one.
std::optional<Diagnostic> name_fault(const fs::path& file, std::string_view engine) {
  const std::string name = file.filename().string();
  const auto parsed = parse_file_name(name);
  if (!parsed) {
    return file_fault("CV207", file, "`" + name + "` is no migration's name",
                      "name it <version>_<name>.sql, as 20261120093000_create_posts.sql, or "
                      "R_<name>.sql where it is to run whenever it changes, or move it elsewhere");
  }
  if (parsed->engine == "up" || parsed->engine == "down") {
    return file_fault("CV207", file, "`" + name + "` is half a migration",
                      "put up and down into one file, below `-- covet:up` and `-- covet:down`");
  }
  if (parsed->engine.empty() || parsed->engine == engine) return std::nullopt;
  const std::array<std::string, 1> known = {std::string(engine)};
  if (!nearest(parsed->engine, known)) return std::nullopt;
  return file_fault("CV207", file, "`" + parsed->engine + "` is no engine",
                    did_you_mean(parsed->engine, known));
}

Error gathered(std::vector<Diagnostic> faults, const fs::path& folder) {
  std::string message = count_of(faults.size(), "fault") + " in " + folder.string();
  return Error(Errc::parse, std::move(message)).with(std::move(faults));
}

}  // namespace

std::vector<Migration> load_directory(const fs::path& folder, std::string_view engine,
                                      const LexicalRules& rules) {
  std::vector<Diagnostic> faults;
  std::vector<Migration> migrations = load_directory(folder, engine, rules, faults);
  if (!faults.empty()) throw gathered(std::move(faults), folder);
  return migrations;
}

std::vector<Migration> load_directory(const fs::path& folder, std::string_view engine,
                                      const LexicalRules& rules, std::vector<Diagnostic>& faults) {
  std::vector<Migration> migrations;
  std::map<Version, fs::path> seen;
  for (const fs::directory_entry& entry : sql_entries(folder)) {
    const fs::path& file = entry.path();
    if (auto fault = name_fault(file, engine)) {
      faults.push_back(std::move(*fault));
      continue;
    }
    FileName name = *parse_file_name(file.filename().string());
    if (!name.engine.empty() && name.engine != engine) continue;
    if (entry.symlink_status().type() != fs::file_type::regular) {
      faults.push_back(file_fault("CV207", file, "a migration is a regular file",
                                  "put the file itself here, not a link, a pipe or a folder"));
      continue;
    }
    const auto [known, is_new] = seen.emplace(name.version, file);
    if (!is_new) {
      faults.push_back(file_fault("CV208", file, "version " + name.version.text() + " stands twice",
                                  "`" + known->second.filename().string() +
                                      "` has it too: give one of them another version"));
      continue;
    }
    try {
      migrations.push_back(parse_migration(file, read_file(file), rules));
    } catch (const Error& error) {
      if (error.diagnostics().empty()) throw;
      faults.insert(faults.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.version < b.version; });
  return migrations;
}

std::vector<Version> versions_in(const fs::path& folder) {
  std::vector<Version> versions;
  for (const fs::directory_entry& entry : sql_entries(folder)) {
    auto name = parse_file_name(entry.path().filename().string());
    if (name && !name->version.repeatable()) {
      versions.push_back(std::move(name->version));
    }
  }
  std::sort(versions.begin(), versions.end());
  return versions;
}

}  // namespace covet::migrations
