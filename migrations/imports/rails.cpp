#include <algorithm>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

const SourceFile* structure_of(const Folder& folder) {
  for (const std::string_view path : {"structure.sql", "db/structure.sql"})
    if (const SourceFile* file = folder.find(path)) return file;
  return nullptr;
}

bool detect(const Folder& folder) {
  return structure_of(folder) != nullptr;
}

/// The highest of the numbers in quotes that the INSERT at the end holds.
Version last_version(const std::string& text) {
  Version highest;
  std::size_t at = 0;
  while ((at = text.find("INSERT INTO", at)) != std::string::npos) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string_view statement = std::string_view(text).substr(at, end - at);
    if (statement.substr(0, 60).find("schema_migrations") != std::string_view::npos) {
      const std::vector<std::string> parts = split(statement, '\'');
      for (std::size_t i = 1; i < parts.size(); i += 2)
        if (const auto number = numbered(parts[i]); number && number->rest.empty())
          highest = std::max(highest, Version(number->version));
    }
    at = end;
  }
  return highest;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  const SourceFile* file = structure_of(folder);
  if (file == nullptr) return conversion;
  Imported imported;
  imported.version = last_version(file->text);
  if (imported.version.empty()) {
    conversion.faults.push_back(fault(folder, *file, 0,
                                      "no versions are inserted into schema_migrations at its end",
                                      "let rails write it again: bin/rails db:schema:dump"));
    return conversion;
  }
  imported.name = "structure";
  imported.key = imported.version.text();
  imported.up = script_of(folder, *file);
  imported.up.own_tables = {"schema_migrations", "ar_internal_metadata", "sqlite_sequence",
                            "unique_schema_migrations"};
  conversion.migrations.push_back(std::move(imported));
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  auto history = history_of_keys(connection, "schema_migrations", "version");
  if (!history) return history;
  // One file stands for all of them.
  Version highest;
  for (const Ran& ran : history->ran)
    highest = std::max(highest, Version(ran.key));
  history->ran.clear();
  if (!highest.empty()) history->all_up_to = highest;
  return history;
}

}  // namespace

Format rails_format() {
  return {"rails", detect, read, history};
}

}  // namespace covet::migrations::imports
