#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

constexpr std::string_view prefix = "atlas:";

bool detect(const Folder& folder) {
  return folder.find("atlas.sum") != nullptr;
}

/// What a directive in a comment says, "" where it stands alone; nullopt where it doesn't stand.
std::optional<std::string> directive(const std::vector<Line>& lines, std::string_view name) {
  for (const Line& line : lines) {
    const auto words = annotation(line.text, prefix);
    if (words && words->starts_with(name)) return std::string(trim(words->substr(name.size())));
  }
  return std::nullopt;
}

/// Statements end where the file's own delimiter stands: a sign, or so many line ends.
void close_at(std::string delimiter, std::vector<Line>& lines) {
  delimiter = replace_all(std::move(delimiter), "\\n", "\n");
  if (delimiter.find_first_not_of('\n') == std::string::npos) {
    std::size_t blank = 0;
    for (std::size_t i = lines.size(); i-- > 0;) {
      if (trim(lines[i].text).empty()) {
        ++blank;
        continue;
      }
      lines[i].closes = blank + 1 >= delimiter.size();
      blank = 0;
    }
    return;
  }
  const std::string sign(trim(delimiter));
  const bool on_its_own_line = delimiter.front() == '\n';  // "\nGO", which CARGO doesn't hold
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view text = trim(lines[i].text);
    if (on_its_own_line ? text != sign : !text.ends_with(sign)) continue;
    text.remove_suffix(sign.size());
    lines[i].text = text;
    const bool alone = text.empty() && i > 0;
    (alone ? lines[i - 1] : lines[i]).closes = true;
  }
}

/// "down.sql" of "-- down.sql --": a file in a file.
std::optional<std::string> inner_file(std::string_view line) {
  if (!line.starts_with("-- ") || !line.ends_with(" --") || line.size() < 7) return std::nullopt;
  const std::string_view name = line.substr(3, line.size() - 6);
  if (!name.ends_with(".sql") || name.find(' ') != std::string_view::npos) return std::nullopt;
  return std::string(name);
}

Imported read_file(const Folder& folder, const SourceFile& file, std::vector<std::string>& notes) {
  Imported imported;
  imported.up = empty_script(folder, file);
  std::vector<Line> lines = lines_of(file.text);
  const bool holds_files = directive(lines, "txtar").has_value();
  const bool transaction = directive(lines, "txmode") != "none";
  const auto delimiter = directive(lines, "delimiter");
  std::vector<Line> checks;
  std::vector<Line>* current = &imported.up.lines;
  for (Line& line : lines) {
    const auto words = annotation(line.text, prefix);
    if (words && !words->starts_with("nolint")) continue;
    const auto inner = holds_files ? inner_file(line.text) : std::nullopt;
    if (!inner) {
      current->push_back(std::move(line));
    } else if (*inner == "down.sql") {
      imported.down = empty_script(folder, file);
      current = &imported.down->lines;
    } else {
      current = *inner == "migration.sql" ? &imported.up.lines : &checks;
    }
  }
  if (!checks.empty()) notes.push_back(folder.shown(file) + ": its checks were left out");
  for (Script* script : {&imported.up, imported.down ? &*imported.down : nullptr}) {
    if (script == nullptr) continue;
    script->transaction = transaction;
    if (delimiter) close_at(*delimiter, script->lines);
  }
  return imported;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  std::vector<std::string> left_out;
  std::vector<std::string> checkpoints;
  for (const auto& [file, number] : numbered_files(folder, left_out)) {
    const bool checkpoint = directive(lines_of(file->text), "checkpoint").has_value();
    if (checkpoint && !conversion.migrations.empty()) {
      checkpoints.push_back(file->path);
      continue;
    }
    Imported imported = read_file(folder, *file, conversion.notes);
    imported.version = Version(number.version);
    imported.name = slug(number.rest);
    imported.key = number.version;
    conversion.migrations.push_back(std::move(imported));
  }
  if (!stands_twice(conversion.migrations)) {
    let_versions_rise(conversion.migrations, conversion.notes);
  }
  note_left_out(left_out, "no number at the front", conversion.notes);
  note_left_out(checkpoints, "a checkpoint repeats what the files before it make",
                conversion.notes);
  return conversion;
}

/// The bits in which atlas says where a row comes from.
constexpr std::int64_t baseline_bit = 1;
constexpr std::int64_t resolved_bit = 4;

std::optional<ToolHistory> history(Connection& connection) {
  const std::vector<std::string> columns = {"version", "type", "applied", "total", "executed_at"};
  ToolHistory history;
  history.table = "atlas_schema_revisions";
  auto rows = read_table(connection, history.table, columns);
  if (!rows) {
    history.table = "atlas_schema_revisions.atlas_schema_revisions";
    rows = read_table(connection, history.table, columns);
  }
  if (!rows) return std::nullopt;
  for (const Row& row : *rows) {
    const std::string version = row.text("version");
    if (!numbered(version)) continue;  // rows of its own
    const std::int64_t type = row.integer("type");
    if ((type & baseline_bit) != 0) history.all_up_to = Version(version);
    if ((type & resolved_bit) == 0 && row.integer("applied") < row.integer("total")) {
      history.half_done.push_back(
          "version " + version + " stopped after " + std::to_string(row.integer("applied")) +
          " of " + count_of(static_cast<std::size_t>(row.integer("total")), "statement"));
      continue;
    }
    history.ran.push_back({version, moment_in(row, "executed_at")});
  }
  return history;
}

}  // namespace

Format atlas_format() {
  return {"atlas", detect, read, history};
}

}  // namespace covet::migrations::imports
