#include "migrations/imports/conversion.h"

#include <algorithm>
#include <utility>

#include "core/base/strings.h"
#include "migrations/migration_file.h"

namespace covet::migrations::imports {
namespace {

/// Where a line of covet's file comes from.
struct Origin {
  std::string file;
  std::size_t line = 0;
};

/// One of covet's files while it is put together.
class Sheet {
 public:
  void add(std::string line, const std::string& file, std::size_t number) {
    text_ += std::move(line) + "\n";
    origins_.push_back({file, number});
  }
  /// Without the blank lines at both ends.
  void add(const std::vector<Line>& lines, const std::string& file);
  void add_section(std::string_view mark, const Script& script);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  const Origin& origin(std::size_t line) const {
    return origins_.at(std::clamp<std::size_t>(line, 1, origins_.size()) - 1);
  }

 private:
  std::string text_;
  std::vector<Origin> origins_;
};

bool is_blank(const Line& line) {
  return trim(line.text).empty();
}

void Sheet::add(const std::vector<Line>& lines, const std::string& file) {
  const auto not_blank = [](const Line& line) { return !is_blank(line); };
  const auto first = std::find_if(lines.begin(), lines.end(), not_blank);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), not_blank).base();
  for (auto line = first; line < last; ++line) {
    add(line->text, file, line->number);
  }
}

void Sheet::add_section(std::string_view mark, const Script& script) {
  const std::size_t first = script.lines.empty() ? 1 : script.lines.front().number;
  if (!empty()) add("", script.file, first);
  std::string line = "-- covet:" + std::string(mark);
  if (!script.transaction) line += " transaction=none";
  if (script.foreign_keys_off) line += " foreign_keys=off";
  add(std::move(line), script.file, first);
  add(script.lines, script.file);
}

Diagnostic twice(const Imported& first, const Imported& second) {
  Diagnostic diagnostic;
  diagnostic.code = "CV208";
  diagnostic.message = "version " + second.version.text() + " stands twice";
  diagnostic.where.file = second.up.file;
  diagnostic.help = "`" + first.up.file + "` has it too: give one of them another version";
  return diagnostic;
}

class Writing {
 public:
  Writing(Conversion& conversion, const std::string& engine, const LexicalRules& rules)
      : conversion_(conversion), engine_(engine), rules_(rules) {}
  std::vector<ImportedFile> run();

 private:
  void check_versions();
  ImportedFile write(Imported& imported);
  void tell_about_downs() const;

  Conversion& conversion_;
  const std::string& engine_;
  const LexicalRules& rules_;
};

void Writing::check_versions() {
  auto& migrations = conversion_.migrations;
  std::stable_sort(migrations.begin(), migrations.end(),
                   [](const Imported& a, const Imported& b) { return a.version < b.version; });
  for (std::size_t i = 1; i < migrations.size(); ++i) {
    if (migrations[i - 1].version == migrations[i].version)
      conversion_.faults.push_back(twice(migrations[i - 1], migrations[i]));
  }
}

ImportedFile Writing::write(Imported& imported) {
  ImportedFile file;
  file.name =
      file_stem(imported.version, imported.name) + (engine_.empty() ? "" : "." + engine_) + ".sql";
  file.source = imported.up.file;
  file.key = imported.key;
  file.parents = imported.parents;
  tidy(imported.up, rules_, conversion_.notes);
  if (!imported.down && imported.up.empty()) {
    imported.down = Script{imported.up.file, {}};  // what does nothing is undone by nothing
  }
  Sheet sheet;
  sheet.add(imported.head, imported.up.file);
  sheet.add_section("up", imported.up);
  if (imported.down) {
    tidy(*imported.down, rules_, conversion_.notes);
    sheet.add_section("down", *imported.down);
  }
  file.text = sheet.text();
  try {
    file.migration = parse_migration(file.name, file.text, rules_);
  } catch (const Error& error) {
    if (error.diagnostics().empty()) throw;
    for (Diagnostic diagnostic : error.diagnostics()) {
      const Origin& origin = sheet.origin(diagnostic.where.line);
      diagnostic.where.file = origin.file;
      if (diagnostic.where.line > 0) diagnostic.where.line = origin.line;
      conversion_.faults.push_back(std::move(diagnostic));
    }
  }
  return file;
}

void Writing::tell_about_downs() const {
  std::size_t without = 0;
  std::size_t idle = 0;
  for (const Imported& imported : conversion_.migrations) {
    if (!imported.down) ++without;
    if (imported.down && imported.down->empty() && !imported.up.empty()) ++idle;
  }
  if (without > 0) {
    conversion_.notes.push_back(count_of(without, "migration") +
                                (without == 1 ? " has no way back" : " have no way back") +
                                ": write a `-- covet:down` section where you need one");
  }
  if (idle > 0) {
    conversion_.notes.push_back(count_of(idle, "down") + (idle == 1 ? " is" : " are") +
                                " empty: going back leaves what the up made, as before");
  }
}

std::vector<ImportedFile> Writing::run() {
  check_versions();
  std::vector<ImportedFile> files;
  for (Imported& imported : conversion_.migrations)
    files.push_back(write(imported));
  std::vector<Diagnostic>& faults = conversion_.faults;
  if (!faults.empty()) {
    std::stable_sort(faults.begin(), faults.end(), [](const Diagnostic& a, const Diagnostic& b) {
      return std::pair(a.where.file, a.where.line) < std::pair(b.where.file, b.where.line);
    });
    std::string message = count_of(faults.size(), "fault") + " in the files to import";
    throw Error(Errc::parse, std::move(message)).with(std::move(faults));
  }
  tell_about_downs();
  return files;
}

}  // namespace

bool Script::empty() const {
  return std::all_of(lines.begin(), lines.end(), [](const Line& line) {
    const std::string_view text = trim(line.text);
    return text.empty() || text.starts_with("--");
  });
}

std::vector<ImportedFile> write_files(Conversion& conversion, const std::string& engine,
                                      const LexicalRules& rules) {
  return Writing(conversion, engine, rules).run();
}

}  // namespace covet::migrations::imports
