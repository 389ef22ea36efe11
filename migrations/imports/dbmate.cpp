#include <algorithm>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

constexpr std::string_view mark = "migrate:";

bool is_mark(std::string_view line) {
  const auto words = annotation(line, mark);
  return words && (words->starts_with("up") || words->starts_with("down"));
}

bool detect(const Folder& folder) {
  const auto files = folder.top();
  return std::any_of(files.begin(), files.end(), [](const SourceFile* file) {
    if (!file->name().ends_with(".sql")) return false;
    const std::vector<Line> lines = lines_of(file->text);
    return std::any_of(lines.begin(), lines.end(),
                       [](const Line& line) { return is_mark(line.text); });
  });
}

/// "-- migrate:up" opens up, "-- migrate:down" down; "transaction:false" behind it takes the
/// transaction away.
std::optional<Imported> read_file(const Folder& folder, const SourceFile& file,
                                  std::vector<Diagnostic>& faults) {
  Imported imported;
  imported.up = empty_script(folder, file);
  std::vector<Line>* current = &imported.head;
  bool has_up = false;
  for (Line& line : lines_of(file.text)) {
    if (!is_mark(line.text)) {
      current->push_back(std::move(line));
      continue;
    }
    const std::string words = *annotation(line.text, mark);
    const bool up = words.starts_with("up");
    if (!up && !imported.down) imported.down = empty_script(folder, file);
    Script& script = up ? imported.up : *imported.down;
    if (words.find("transaction:false") != std::string::npos) script.transaction = false;
    has_up = has_up || up;
    current = &script.lines;
  }
  if (has_up) return imported;
  faults.push_back(fault(folder, file, 0, "no `-- migrate:up` in a migration of dbmate",
                         "write it above the statements, or take the file out of the folder"));
  return std::nullopt;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  for (const auto& [file, number] : numbered_files(folder, left_out)) {
    auto imported = read_file(folder, *file, conversion.faults);
    if (!imported) continue;
    imported->version = Version(number.version);
    imported->name = slug(number.rest);
    imported->key = number.version;
    conversion.migrations.push_back(std::move(*imported));
  }
  if (!stands_twice(conversion.migrations)) {
    let_versions_rise(conversion.migrations, conversion.notes);
  }
  note_left_out(left_out, "no number at the front", conversion.notes);
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  return history_of_keys(connection, "schema_migrations", "version");
}

}  // namespace

Format dbmate_format() {
  return {"dbmate", detect, read, history};
}

}  // namespace covet::migrations::imports
