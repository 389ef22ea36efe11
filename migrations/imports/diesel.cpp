#include <algorithm>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

/// "2024-01-31-101500_add_x" → {"20240131101500", "add_x"}: the version as diesel's table has it.
std::optional<Numbered> parse_folder(std::string_view name) {
  const std::size_t end = std::min(name.find('_'), name.size());
  std::string version;
  for (const char c : name.substr(0, end))
    if (c != '-') version += c;
  if (version.empty() || version.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return Numbered{std::move(version), std::string(name.substr(std::min(end + 1, name.size())))};
}

bool detect(const Folder& folder) {
  return std::any_of(folder.files.begin(), folder.files.end(), [](const SourceFile& file) {
    return file.name() == "up.sql" && file.parent().find('/') == std::string_view::npos &&
           parse_folder(file.parent());
  });
}

/// metadata.toml says one thing, on one line.
bool runs_in_transaction(const SourceFile* metadata) {
  if (metadata == nullptr) return true;
  for (const Line& line : lines_of(metadata->text)) {
    std::string bare;
    for (const char c : line.text.substr(0, line.text.find('#')))
      if (c != ' ' && c != '\t') bare += c;
    if (bare == "run_in_transaction=false") return false;
  }
  return true;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  for (const std::string& name : folder.folders()) {
    const auto number = parse_folder(name);
    const SourceFile* up = folder.find(name + "/up.sql");
    if (!number || up == nullptr) {
      left_out.push_back(name + "/");
      continue;
    }
    const bool transaction = runs_in_transaction(folder.find(name + "/metadata.toml"));
    Imported imported;
    imported.version = Version(number->version);
    imported.name = slug(number->rest);
    imported.key = number->version;
    imported.up = script_of(folder, *up);
    imported.up.transaction = transaction;
    if (const SourceFile* down = folder.find(name + "/down.sql")) {
      imported.down = script_of(folder, *down);
      imported.down->transaction = transaction;
    }
    conversion.migrations.push_back(std::move(imported));
  }
  // As texts, which may be of several lengths.
  std::stable_sort(conversion.migrations.begin(), conversion.migrations.end(),
                   [](const Imported& a, const Imported& b) { return a.key < b.key; });
  if (!stands_twice(conversion.migrations)) {
    let_versions_rise(conversion.migrations, conversion.notes);
  }
  note_left_out(left_out, "no version, or no up.sql", conversion.notes);
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  const auto rows = read_table(connection, "__diesel_schema_migrations", {"version", "run_on"});
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "__diesel_schema_migrations";
  for (const Row& row : *rows)
    history.ran.push_back({row.text("version"), moment_in(row, "run_on")});
  return history;
}

}  // namespace

Format diesel_format() {
  return {"diesel", detect, read, history};
}

}  // namespace covet::migrations::imports
