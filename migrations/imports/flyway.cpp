#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

/// "V1_2__add_x.sql" taken apart.
struct Name {
  char kind = 'V';      ///< V, U, B or R
  std::string version;  ///< "1.2"; "" for R
  std::string title;
};

std::optional<Name> parse_name(std::string_view file) {
  const auto stem = without_suffix(file, ".sql");
  if (!stem || stem->size() < 2) return std::nullopt;
  Name name;
  name.kind = stem->front();
  const std::size_t gap = std::min(stem->find("__"), stem->size());
  name.title = stem->substr(std::min(gap + 2, stem->size()));
  const std::string_view version = stem->substr(1, gap - 1);
  if (name.kind == 'R') {
    if (!version.empty() || name.title.empty()) return std::nullopt;
    return name;
  }
  if (name.kind != 'V' && name.kind != 'U' && name.kind != 'B') return std::nullopt;
  name.version = replace_all(std::string(version), "_", ".");
  const bool dotted = name.version.find_first_not_of("0123456789.") == std::string::npos &&
                      name.version.find("..") == std::string::npos && !name.version.empty() &&
                      name.version.front() != '.' && name.version.back() != '.';
  if (!dotted) return std::nullopt;
  return name;
}

bool detect(const Folder& folder) {
  return std::any_of(folder.files.begin(), folder.files.end(), [](const SourceFile& file) {
    return file.name().find("__") != std::string_view::npos && parse_name(file.name());
  });
}

/// A migration in Java or another language, which only flyway can run.
bool is_program(std::string_view name) {
  constexpr std::array<std::string_view, 5> kinds = {".java", ".kt", ".groovy", ".scala", ".py"};
  const std::size_t dot = std::min(name.rfind('.'), name.size());
  return std::find(kinds.begin(), kinds.end(), name.substr(dot)) != kinds.end() &&
         name.find("__") != std::string_view::npos &&
         parse_name(std::string(name.substr(0, dot)) + ".sql");
}

class Reading {
 public:
  Reading(const Folder& folder, const Options& options) : folder_(folder), options_(options) {}
  Conversion run();

 private:
  void sort_in(const SourceFile& file);
  void add_versioned();
  void add_baselines();
  void add_repeatables();
  Script script(const SourceFile& file);
  Imported imported(const Name& name, const SourceFile& file);

  const Folder& folder_;
  const Options& options_;
  Conversion conversion_;
  std::vector<std::pair<Name, const SourceFile*>> versioned_;
  std::vector<std::pair<Name, const SourceFile*>> baselines_;
  std::vector<std::pair<Name, const SourceFile*>> repeatables_;
  std::map<Version, const SourceFile*> undos_;
  std::vector<std::string> left_out_;
};

void Reading::sort_in(const SourceFile& file) {
  if (is_program(file.name())) {
    conversion_.faults.push_back(fault(folder_, file, 0, "this migration is a program, not SQL",
                                       "write what it does to the database as SQL, into a file of "
                                       "the same version, and move this one elsewhere"));
    return;
  }
  if (!file.name().ends_with(".sql")) return;
  auto name = parse_name(file.name());
  if (!name) {
    left_out_.push_back(file.path);
  } else if (name->kind == 'V') {
    versioned_.emplace_back(std::move(*name), &file);
  } else if (name->kind == 'B') {
    baselines_.emplace_back(std::move(*name), &file);
  } else if (name->kind == 'R') {
    repeatables_.emplace_back(std::move(*name), &file);
  } else if (const auto [known, is_new] = undos_.emplace(Version(name->version), &file); !is_new) {
    conversion_.faults.push_back(
        fault(folder_, file, 0, "a second undo of " + name->version,
              "`" + known->second->path + "` is one too: give one of them another version"));
  }
}

/// A file beside the script says whether it runs in a transaction.
Script Reading::script(const SourceFile& file) {
  Script script = script_of(folder_, file);
  fill_placeholders(script, options_, conversion_.faults);
  if (const SourceFile* settings = folder_.find(file.path + ".conf")) {
    const std::string text = replace_all(to_lower(settings->text), " ", "");
    script.transaction = text.find("executeintransaction=false") == std::string::npos;
  }
  return script;
}

Imported Reading::imported(const Name& name, const SourceFile& file) {
  Imported imported;
  imported.version = Version(name.version);
  imported.name = slug(name.title);
  imported.key = name.version;
  imported.up = script(file);
  return imported;
}

void Reading::add_versioned() {
  for (const auto& [name, file] : versioned_) {
    Imported migration = imported(name, *file);
    if (const auto undo = undos_.find(migration.version); undo != undos_.end())
      migration.down = script(*undo->second);
    conversion_.migrations.push_back(std::move(migration));
  }
}

/// A baseline stands for what came before it: it is one where that is gone.
void Reading::add_baselines() {
  std::vector<std::string> superfluous;
  std::sort(baselines_.begin(), baselines_.end(), [](const auto& a, const auto& b) {
    return Version(a.first.version) < Version(b.first.version);
  });
  for (const auto& [name, file] : baselines_) {
    const Version version(name.version);
    const bool covered =
        std::any_of(conversion_.migrations.begin(), conversion_.migrations.end(),
                    [&](const Imported& migration) { return migration.version <= version; });
    if (covered) {
      superfluous.push_back(file->path);
    } else {
      conversion_.migrations.push_back(imported(name, *file));
    }
  }
  note_left_out(superfluous, "a baseline repeats what the versions before it make",
                conversion_.notes);
}

/// They run in the order of their descriptions, capitals first.
void Reading::add_repeatables() {
  std::vector<Imported> repeatables;
  for (const auto& [name, file] : repeatables_) {
    Imported migration = imported(name, *file);
    migration.version = Version("R_" + migration.name);
    migration.key = "R " + replace_all(name.title, "_", " ");
    repeatables.push_back(std::move(migration));
  }
  std::sort(repeatables.begin(), repeatables.end(),
            [](const Imported& a, const Imported& b) { return a.key < b.key; });
  const bool rise =
      std::is_sorted(repeatables.begin(), repeatables.end(),
                     [](const Imported& a, const Imported& b) { return a.version < b.version; });
  if (!rise) {
    const std::size_t width = std::to_string(repeatables.size()).size();
    for (std::size_t i = 0; i < repeatables.size(); ++i) {
      std::string number = std::to_string(i + 1);
      number.insert(0, width - number.size(), '0');
      repeatables[i].name.insert(0, number + "_");
      repeatables[i].version = Version("R_" + repeatables[i].name);
    }
    conversion_.notes.push_back(
        "the repeatable migrations got numbers, so that they run in the order of their "
        "descriptions, as before");
  }
  std::move(repeatables.begin(), repeatables.end(), std::back_inserter(conversion_.migrations));
}

Conversion Reading::run() {
  for (const SourceFile& file : folder_.files)
    sort_in(file);
  add_versioned();
  add_baselines();
  add_repeatables();
  for (const auto& [version, file] : undos_) {
    const bool taken = std::any_of(
        conversion_.migrations.begin(), conversion_.migrations.end(),
        [&, version = version](const Imported& migration) { return migration.version == version; });
    if (!taken) left_out_.push_back(file->path);
  }
  note_left_out(left_out_, "no migration's name, or an undo of none", conversion_.notes);
  return std::move(conversion_);
}

Conversion read(const Folder& folder, const Options& options) {
  return Reading(folder, options).run();
}

/// Rows come in the order of what happened: the last one of a version counts.
class RowReading {
 public:
  explicit RowReading(std::string table) { history_.table = std::move(table); }
  void take(const Row& row);
  ToolHistory result();

 private:
  ToolHistory history_;
  std::map<Version, std::optional<Ran>> last_;
  std::map<std::string, Ran> repeatables_;
};

void RowReading::take(const Row& row) {
  const std::string type = row.text("type");
  const std::string text = row.text("version");
  Ran ran{text, moment_in(row, "installed_on"), row.text("installed_by")};
  if (type == "SCHEMA") return;  // flyway made the schema; that is no migration
  if (!row.flag("success")) {
    history_.half_done.push_back((text.empty() ? row.text("description") : "version " + text) +
                                 " has failed");
  } else if (text.empty()) {
    ran.key = "R " + row.text("description");
    repeatables_.insert_or_assign(ran.key, ran);
  } else if (type == "BASELINE") {
    history_.all_up_to = Version(text);
  } else if (type.starts_with("UNDO") || type == "DELETE") {
    last_[Version(text)].reset();
  } else {
    if (type.ends_with("BASELINE")) history_.all_up_to = Version(text);
    last_[Version(text)] = std::move(ran);
  }
}

ToolHistory RowReading::result() {
  for (auto& [version, ran] : last_)
    if (ran) history_.ran.push_back(std::move(*ran));
  for (auto& [key, ran] : repeatables_)
    history_.ran.push_back(std::move(ran));
  return std::move(history_);
}

std::optional<ToolHistory> history(Connection& connection) {
  for (const std::string table : {"flyway_schema_history", "schema_version"}) {
    const auto rows = read_table(connection, table,
                                 {"installed_rank", "version", "description", "type", "success",
                                  "installed_by", "installed_on"},
                                 "installed_rank");
    if (!rows) continue;
    RowReading reading(table);
    for (const Row& row : *rows)
      reading.take(row);
    return reading.result();
  }
  return std::nullopt;
}

}  // namespace

Format flyway_format() {
  return {"flyway", detect, read, history};
}

}  // namespace covet::migrations::imports
