#include <algorithm>
#include <utility>

#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

bool detect(const Folder& folder) {
  return folder.find("migration_lock.toml") != nullptr ||
         std::any_of(folder.files.begin(), folder.files.end(), [](const SourceFile& file) {
           return file.name() == "migration.sql" && numbered(file.parent());
         });
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  for (const std::string& name : folder.folders()) {
    const auto number = numbered(name);
    const SourceFile* up = folder.find(name + "/migration.sql");
    if (up == nullptr) {
      left_out.push_back(name + "/");
      continue;
    }
    Imported imported;
    if (number) imported.version = Version(number->version);
    imported.name = slug(number ? number->rest : name);
    imported.key = name;
    imported.up = script_of(folder, *up);
    if (const SourceFile* down = folder.find(name + "/down.sql"))
      imported.down = script_of(folder, *down);
    conversion.migrations.push_back(std::move(imported));
  }
  let_versions_rise(conversion.migrations, conversion.notes);
  note_left_out(left_out, "no migration.sql", conversion.notes);
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  const auto rows =
      read_table(connection, "_prisma_migrations",
                 {"migration_name", "finished_at", "rolled_back_at", "started_at"}, "started_at");
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "_prisma_migrations";
  for (const Row& row : *rows) {
    if (!row.null("rolled_back_at")) continue;
    if (row.null("finished_at")) {
      history.half_done.push_back(row.text("migration_name") + " has failed");
    } else {
      history.ran.push_back({row.text("migration_name"), moment_in(row, "finished_at")});
    }
  }
  return history;
}

}  // namespace

Format prisma_format() {
  return {"prisma", detect, read, history};
}

}  // namespace covet::migrations::imports
