#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

/// "-- Running upgrade a -> b, add x" taken apart.
struct Mark {
  bool up = true;
  std::vector<std::string> from;
  std::vector<std::string> to;
  std::string title;
};

std::vector<std::string> revisions(std::string_view text) {
  std::vector<std::string> result;
  for (const std::string& part : split(text, ','))
    if (!trim(part).empty()) result.emplace_back(trim(part));
  return result;
}

std::optional<Mark> read_mark(std::string_view line) {
  Mark mark;
  auto words = annotation(line, "Running upgrade");
  if (!words) {
    mark.up = false;
    words = annotation(line, "Running downgrade");
  }
  if (!words) return std::nullopt;
  const std::size_t arrow = words->find("->");
  if (arrow == std::string::npos) return std::nullopt;
  mark.from = revisions(words->substr(0, arrow));
  std::string_view to = trim(std::string_view(*words).substr(arrow + 2));
  if (mark.up) {
    const std::size_t comma = std::min(to.find(", "), to.size());
    mark.title = to.substr(std::min(comma + 2, to.size()));
    to = to.substr(0, comma);
  }
  mark.to = revisions(to);
  return mark;
}

bool detect(const Folder& folder) {
  const auto files = folder.top();
  return std::any_of(files.begin(), files.end(), [](const SourceFile* file) {
    return file->name().ends_with(".sql") &&
           (file->text.find("-- Running upgrade ") != std::string::npos ||
            file->text.find("-- Running downgrade ") != std::string::npos);
  });
}

std::string four_digits(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

class Reading {
 public:
  explicit Reading(const Folder& folder) : folder_(folder) {}
  Conversion run();

 private:
  void read_file(const SourceFile& file);
  Script* open_section(const SourceFile& file, const Line& line, const Mark& mark);
  Script script(const SourceFile& file) const;

  const Folder& folder_;
  Conversion conversion_;
  std::map<std::string, Script> downs_;
};

/// alembic wrote its frames, and its own table, between the statements.
Script Reading::script(const SourceFile& file) const {
  Script script = empty_script(folder_, file);
  script.frames_are_the_tools = true;
  script.own_tables = {"alembic_version"};
  return script;
}

Script* Reading::open_section(const SourceFile& file, const Line& line, const Mark& mark) {
  const std::vector<std::string>& own = mark.up ? mark.to : mark.from;
  if (own.size() != 1) {
    conversion_.faults.push_back(fault(folder_, file, line.number, "this names no single revision",
                                       "write the file again: alembic upgrade head --sql"));
    return nullptr;
  }
  if (!mark.up) return &downs_.insert_or_assign(own.front(), script(file)).first->second;
  Imported imported;
  imported.key = own.front();
  imported.parents = mark.from;
  imported.version = Version(four_digits(conversion_.migrations.size() + 1));
  imported.name = slug(own.front() + " " + mark.title);
  imported.up = script(file);
  conversion_.migrations.push_back(std::move(imported));
  return &conversion_.migrations.back().up;
}

void Reading::read_file(const SourceFile& file) {
  Script* current = nullptr;
  for (Line& line : lines_of(file.text)) {
    if (const auto mark = read_mark(line.text)) {
      current = open_section(file, line, *mark);
    } else if (current != nullptr) {
      current->lines.push_back(std::move(line));
    }
  }
}

Conversion Reading::run() {
  for (const SourceFile* file : folder_.top())
    if (file->name().ends_with(".sql")) read_file(*file);
  for (Imported& imported : conversion_.migrations) {
    if (const auto down = downs_.find(imported.key); down != downs_.end())
      imported.down = std::move(down->second);
  }
  if (!conversion_.migrations.empty() && downs_.empty()) {
    conversion_.notes.push_back(
        "for the ways back: alembic downgrade head:base --sql > downgrade.sql, beside the other "
        "file");
  }
  return std::move(conversion_);
}

Conversion read(const Folder& folder, const Options&) {
  return Reading(folder).run();
}

std::optional<ToolHistory> history(Connection& connection) {
  auto history = history_of_keys(connection, "alembic_version", "version_num");
  if (history) history->heads_only = true;
  return history;
}

}  // namespace

Format alembic_format() {
  return {"alembic", detect, read, history};
}

}  // namespace covet::migrations::imports
