#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

using nlohmann::json;

constexpr std::string_view journal = "meta/_journal.json";

bool detect(const Folder& folder) {
  return folder.find(journal) != nullptr;
}

/// What the journal says of a file, which decides the order.
struct JournalEntry {
  std::string tag;   ///< the file's name without .sql
  std::string when;  ///< milliseconds; what drizzle's table has of it
};

std::vector<JournalEntry> entries_of(const Folder& folder, std::vector<Diagnostic>& faults) {
  std::vector<JournalEntry> entries;
  const SourceFile& file = *folder.find(journal);
  const json document = json::parse(file.text, nullptr, false);
  const auto list = document.is_object() ? document.find("entries") : document.end();
  if (!document.is_object() || list == document.end() || !list->is_array()) {
    faults.push_back(
        fault(folder, file, 0, "this is no journal of drizzle",
              "drizzle-kit generate writes it: take it from the project's repository"));
    return entries;
  }
  for (const json& entry : *list) {
    const bool whole = entry.is_object() && entry.contains("tag") && entry["tag"].is_string() &&
                       entry.contains("when") && entry["when"].is_number_integer();
    if (whole) {
      entries.push_back(
          {entry["tag"].get<std::string>(), std::to_string(entry["when"].get<std::int64_t>())});
    } else {
      faults.push_back(fault(folder, file, 0, "an entry has no `tag` and no `when`",
                             "mend the journal, or generate it anew with drizzle-kit"));
    }
  }
  return entries;
}

/// Statements end where it says so, whether with a semicolon or not.
Script without_breakpoints(Script script) {
  constexpr std::string_view breakpoint = "--> statement-breakpoint";
  std::vector<Line> lines;
  for (Line& line : script.lines) {
    const std::size_t at = line.text.find(breakpoint);
    if (at == std::string::npos) {
      lines.push_back(std::move(line));
      continue;
    }
    line.text = trim(std::string_view(line.text).substr(0, at));
    const bool alone = line.text.empty() && !lines.empty();
    if (!alone) lines.push_back(std::move(line));
    lines.back().closes = !trim(lines.back().text).empty();
  }
  script.lines = std::move(lines);
  return script;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  if (folder.find(journal) == nullptr) {
    conversion.faults.push_back(
        fault(folder, {std::string(journal), {}}, 0, "there is no such file",
              "drizzle's order stands in it: name the folder that has meta/_journal.json"));
    return conversion;
  }
  const std::vector<JournalEntry> entries = entries_of(folder, conversion.faults);
  for (const JournalEntry& entry : entries) {
    const SourceFile* const file = folder.find(entry.tag + ".sql");
    if (file == nullptr) {
      conversion.faults.push_back(
          fault(folder, *folder.find(journal), 0, "there is no file " + entry.tag + ".sql",
                "take it from the project's repository, or its entry out of the journal"));
      continue;
    }
    const auto number = numbered(entry.tag);
    Imported imported;
    if (number) imported.version = Version(number->version);
    imported.name = slug(number ? number->rest : entry.tag);
    imported.key = entry.when;
    imported.up = without_breakpoints(script_of(folder, *file));
    conversion.migrations.push_back(std::move(imported));
  }
  for (const SourceFile* file : folder.top()) {
    const auto tag = without_suffix(file->name(), ".sql");
    if (tag && std::ranges::find(entries, *tag, &JournalEntry::tag) == entries.end())
      left_out.emplace_back(file->name());
  }
  let_versions_rise(conversion.migrations, conversion.notes);
  note_left_out(left_out, "the journal doesn't name it, so drizzle runs it never",
                conversion.notes);
  return conversion;
}

/// Its table stands in a schema of its own where the engine has schemas.
std::optional<ToolHistory> history(Connection& connection) {
  ToolHistory history;
  history.table = "drizzle.__drizzle_migrations";
  auto rows = read_table(connection, history.table, {"created_at"}, "created_at");
  if (!rows) {
    history.table = "__drizzle_migrations";
    rows = read_table(connection, history.table, {"created_at"}, "created_at");
  }
  if (!rows) return std::nullopt;
  for (const Row& row : *rows) {
    const std::int64_t when = row.integer("created_at");
    history.ran.push_back({std::to_string(when), Timestamp(std::chrono::milliseconds(when))});
  }
  return history;
}

}  // namespace

Format drizzle_format() {
  return {"drizzle", detect, read, history};
}

}  // namespace covet::migrations::imports
