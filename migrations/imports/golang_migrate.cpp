#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

constexpr std::string_view up_suffix = ".up.sql";
constexpr std::string_view down_suffix = ".down.sql";

bool detect(const Folder& folder) {
  const auto files = folder.top();
  return std::any_of(files.begin(), files.end(), [](const SourceFile* file) {
    return file->name().ends_with(up_suffix) && numbered(file->name());
  });
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  std::map<Version, const SourceFile*> downs;
  std::vector<std::pair<Numbered, const SourceFile*>> ups;
  for (const SourceFile* file : folder.top()) {
    if (!file->name().ends_with(".sql")) continue;
    const auto up = without_suffix(file->name(), up_suffix);
    const auto down = without_suffix(file->name(), down_suffix);
    const auto number = numbered(up ? *up : down.value_or(""));
    if (!number) {
      left_out.push_back(file->path);
    } else if (up) {
      ups.emplace_back(*number, file);
    } else if (const auto [known, is_new] = downs.emplace(Version(number->version), file);
               !is_new) {
      conversion.faults.push_back(
          fault(folder, *file, 0, "a second down of version " + number->version,
                "`" + known->second->path + "` is one too: give one of them another version"));
    }
  }
  for (const auto& [number, file] : ups) {
    Imported imported;
    imported.version = Version(number.version);
    imported.name = slug(number.rest);
    imported.key = number.version;
    imported.up = script_of(folder, *file);
    if (const auto down = downs.find(imported.version); down != downs.end()) {
      imported.down = script_of(folder, *down->second);
      down->second = nullptr;
    }
    conversion.migrations.push_back(std::move(imported));
  }
  for (const auto& [version, file] : downs) {
    const bool taken = std::any_of(ups.begin(), ups.end(), [&, version = version](const auto& up) {
      return Version(up.first.version) == version;
    });
    if (file != nullptr && !taken) {
      conversion.faults.push_back(
          fault(folder, *file, 0, "a down without its up",
                "bring " + version.text() + "_….up.sql back, or move this file elsewhere"));
    }
  }
  note_left_out(left_out, "named neither N_name.up.sql nor N_name.down.sql", conversion.notes);
  return conversion;
}

/// One row says how far the database is.
std::optional<ToolHistory> history(Connection& connection) {
  const auto rows = read_table(connection, "schema_migrations", {"version", "dirty"});
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "schema_migrations";
  for (const Row& row : *rows) {
    history.all_up_to = Version(row.text("version"));
    if (row.flag("dirty"))
      history.half_done.push_back("version " + row.text("version") + " is dirty");
  }
  return history;
}

}  // namespace

Format golang_migrate_format() {
  return {"golang-migrate", detect, read, history};
}

}  // namespace covet::migrations::imports
