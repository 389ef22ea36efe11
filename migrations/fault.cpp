#include "migrations/fault.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::migrations {

Diagnostic fault_at_line(const Migration& migration, std::size_t line, std::string code,
                         std::string message, std::string help) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.where.file = migration.file.string();
  if (line > 0) {
    diagnostic.excerpt = line_at(migration.text, line);
    diagnostic.where.line = line;
    diagnostic.where.column = 1;
    diagnostic.where.length = std::max<std::size_t>(1, code_points(diagnostic.excerpt));
  }
  diagnostic.help = std::move(help);
  return diagnostic;
}

Diagnostic fault_at_parent(const Migration& migration, std::string code, std::string message,
                           std::string help) {
  const std::size_t line =
      migration.parent_length == 0 ? 0 : line_column(migration.text, migration.parent_offset).line;
  return fault_at_line(migration, line, std::move(code), std::move(message), std::move(help));
}

Diagnostic fault_of_edited(const StatusLine& line) {
  Diagnostic fault =
      fault_at_line(*line.migration, line.migration->up.line, "CV210",
                    "`" + line.version.text() + "` was applied and has been edited since",
                    "restore the file as it was applied, and write a new migration for the change");
  fault.notes = {"applied: " + line.row->checksum, "now:     " + line.migration->up.checksum};
  return fault;
}

Error unknown_version(const Version& wanted, std::span<const Version> known) {
  std::vector<std::string> texts;
  for (const Version& version : known)
    texts.push_back(version.text());
  std::string near = did_you_mean(wanted.text(), texts);
  // What other tools call the state before the first one.
  if (wanted == Version("0")) near = "`--all` undoes everything";
  return {Errc::not_found, "no migration has version " + wanted.text(),
          near.empty() ? "`covet status` lists them" : std::move(near)};
}

std::string label(const Version& version, const std::string& name) {
  return name.empty() ? version.text() : version.text() + " " + replace_all(name, "_", " ");
}

}  // namespace covet::migrations
