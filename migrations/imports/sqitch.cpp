#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/directory.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

/// What sqitch.conf says, as far as it says where the scripts lie.
struct Places {
  std::string plan = "sqitch.plan";
  std::string deploy = "deploy";
  std::string revert = "revert";
};

std::string below(const std::string& top, const std::string& path) {
  return top.empty() || top == "." ? path : top + "/" + path;
}

Places places_of(const Folder& folder) {
  std::map<std::string, std::string> settings;
  if (const SourceFile* file = folder.find("sqitch.conf")) {
    for (const Line& line : lines_of(file->text)) {
      const std::size_t equals = line.text.find('=');
      const std::string_view text = trim(line.text);
      if (equals == std::string::npos || text.starts_with("#") || text.starts_with(";")) continue;
      settings.emplace(trim(line.text.substr(0, equals)), trim(line.text.substr(equals + 1)));
    }
  }
  const auto setting = [&](const std::string& key, const std::string& otherwise) {
    const auto found = settings.find(key);
    return found == settings.end() ? otherwise : found->second;
  };
  const std::string top = setting("top_dir", "");
  Places places;
  places.plan = setting("plan_file", below(top, places.plan));
  places.deploy = setting("deploy_dir", below(top, places.deploy));
  places.revert = setting("revert_dir", below(top, places.revert));
  return places;
}

bool detect(const Folder& folder) {
  return folder.find(places_of(folder).plan) != nullptr;
}

/// A change of the plan, with the tags behind it, up to where it is worked over again.
struct Change {
  std::string name;
  std::string moment;  ///< YYYYMMDDhhmmss
  std::size_t line = 0;
  std::vector<std::string> tags{};
  std::size_t occurrence = 1;  ///< of this name
  bool reworked = false;       ///< a later one has its name, and the plain file
};

/// "2012-01-01T00:00:00Z" in the line, as digits.
std::string stamp_in(std::string_view text) {
  for (const std::string& word : split(text, ' ')) {
    if (word.size() != 20 || word[10] != 'T' || word.back() != 'Z') continue;
    std::string digits;
    for (const char c : word)
      if (c >= '0' && c <= '9') digits += c;
    if (digits.size() == 14) return digits;
  }
  return "";
}

struct Plan {
  std::string project;
  std::vector<Change> changes;
};

Plan read_plan(const SourceFile& file) {
  Plan plan;
  std::map<std::string, std::size_t> last;
  for (const Line& line : lines_of(file.text)) {
    std::string_view text = trim(line.text);
    constexpr std::string_view project = "%project=";
    if (text.starts_with(project)) plan.project = text.substr(project.size());
    if (text.empty() || text.front() == '#' || text.front() == '%') continue;
    if (text.front() == '+') text = trim(text.substr(1));
    const std::string name(text.substr(0, text.find_first_of(" \t")));
    if (name.front() == '@') {
      for (const auto& [change, index] : last)
        plan.changes[index].tags.push_back(name);
      continue;
    }
    Change change{name, stamp_in(text), line.number};
    if (const auto earlier = last.find(name); earlier != last.end()) {
      plan.changes[earlier->second].reworked = true;
      change.occurrence = plan.changes[earlier->second].occurrence + 1;
    }
    last[name] = plan.changes.size();
    plan.changes.push_back(std::move(change));
  }
  return plan;
}

/// A change that is worked over later keeps its first script beside the new one, under a tag.
const SourceFile* script_file(const Folder& folder, const std::string& where,
                              const Change& change) {
  if (change.reworked) {
    for (const std::string& tag : change.tags) {
      const std::string path = where + "/" + change.name + tag + ".sql";
      if (const SourceFile* file = folder.find(path)) return file;
    }
    return nullptr;
  }
  return folder.find(where + "/" + change.name + ".sql");
}

std::string key_of(const std::string& project, const std::string& name, std::size_t occurrence) {
  return project + ":" + name + (occurrence > 1 ? "#" + std::to_string(occurrence) : "");
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  const Places places = places_of(folder);
  const SourceFile* file = folder.find(places.plan);
  if (file == nullptr) return conversion;
  const Plan plan = read_plan(*file);
  std::vector<Version> versions;
  bool verifies = false;
  for (const Change& change : plan.changes) {
    const SourceFile* deploy = script_file(folder, places.deploy, change);
    if (deploy == nullptr) {
      conversion.faults.push_back(fault(folder, *file, change.line,
                                        "`" + change.name + "` has no script to deploy it",
                                        "bring " + places.deploy + "/" + change.name +
                                            (change.reworked ? "@TAG" : "") + ".sql back"));
      continue;
    }
    // Moments needn't rise along the plan, versions must.
    Version version(change.moment);
    if (!versions.empty() && version <= versions.back()) version = next_version(versions, {});
    versions.push_back(version);
    Imported imported;
    imported.version = version;
    imported.name = slug(change.name);
    imported.key = key_of(plan.project, change.name, change.occurrence);
    imported.up = script_of(folder, *deploy);
    if (const SourceFile* revert = script_file(folder, places.revert, change))
      imported.down = script_of(folder, *revert);
    conversion.migrations.push_back(std::move(imported));
  }
  verifies = std::any_of(folder.files.begin(), folder.files.end(), [](const SourceFile& script) {
    return script.path.find("verify/") != std::string::npos;
  });
  if (verifies) conversion.notes.push_back("the verify scripts were left out");
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  ToolHistory history;
  history.table = "sqitch.changes";
  const auto rows =
      read_table(connection, history.table, {"change", "project", "committed_at", "committer_name"},
                 "committed_at");
  if (!rows) return std::nullopt;
  std::map<std::string, std::size_t> seen;
  for (const Row& row : *rows) {
    const std::string name = row.text("change");
    const std::size_t occurrence = ++seen[row.text("project") + ":" + name];
    history.ran.push_back({key_of(row.text("project"), name, occurrence),
                           moment_in(row, "committed_at"), row.text("committer_name")});
  }
  return history;
}

}  // namespace

Format sqitch_format() {
  return {"sqitch", detect, read, history};
}

}  // namespace covet::migrations::imports
