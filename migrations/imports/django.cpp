#include <algorithm>
#include <set>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

namespace covet::migrations::imports {
namespace {

constexpr std::string_view plan_file = "plan.txt";

/// "blog.0001_initial": an app and a migration.
bool is_key(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && dot > 0 && text.find('.', dot + 1) == text.npos &&
         text.find(' ') == text.npos && !numbered(text) && text.size() > dot + 1;
}

/// The same, and its migration begins with four digits, as Django's own names do.
bool is_marked(std::string_view text) {
  if (!is_key(text)) return false;
  const auto number = numbered(text.substr(text.find('.') + 1));
  return number && number->version.size() == 4 && !number->rest.empty() &&
         number->rest.front() != '_';
}

bool detect(const Folder& folder) {
  const auto files = folder.top();
  return std::any_of(files.begin(), files.end(), [](const SourceFile* file) {
    const auto stem = without_suffix(file->name(), ".sql");
    return stem && is_marked(*stem);
  });
}

/// The keys in the order in which Django would run them: "[X]  blog.0001_initial".
std::vector<std::string> read_plan(const SourceFile& file) {
  std::vector<std::string> keys;
  for (const Line& line : lines_of(file.text)) {
    std::string_view text = trim(line.text);
    if (text.starts_with("[")) text = trim(text.substr(std::min(text.find(']') + 1, text.size())));
    text = text.substr(0, text.find_first_of(" \t"));
    if (is_key(text)) keys.emplace_back(text);
  }
  return keys;
}

/// In the order of their names, which is right within one app.
std::vector<std::string> keys_of_files(const Folder& folder, std::vector<Diagnostic>& faults) {
  std::vector<std::string> keys;
  std::set<std::string> apps;
  for (const SourceFile* file : folder.top()) {
    const auto stem = without_suffix(file->name(), ".sql");
    if (!stem || !is_key(*stem)) continue;
    keys.emplace_back(*stem);
    apps.emplace(stem->substr(0, stem->find('.')));
  }
  if (apps.size() > 1) {
    Diagnostic diagnostic;
    diagnostic.code = "CV260";
    diagnostic.message = count_of(apps.size(), "app") + ", and no order among their migrations";
    diagnostic.where.file = (folder.root / plan_file).string();
    diagnostic.help = "python manage.py showmigrations --plan > " + diagnostic.where.file;
    faults.push_back(std::move(diagnostic));
  }
  return keys;
}

std::string four_digits(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

/// SQLite's tables are made anew under this name, which would take rows of other tables along.
Script rebuilding(Script script) {
  script.foreign_keys_off = std::any_of(
      script.lines.begin(), script.lines.end(),
      [](const Line& line) { return line.text.find("CREATE TABLE \"new__") != std::string::npos; });
  return script;
}

bool holds_python(const SourceFile& file) {
  return file.text.find("CANNOT BE WRITTEN AS SQL") != std::string::npos;
}

Conversion read(const Folder& folder, const Options&) {
  Conversion conversion;
  const SourceFile* plan = folder.find(plan_file);
  const std::vector<std::string> keys =
      plan != nullptr ? read_plan(*plan) : keys_of_files(folder, conversion.faults);
  std::size_t number = 0;
  std::vector<std::string> python;
  for (const std::string& key : keys) {
    ++number;
    const SourceFile* up = folder.find(key + ".sql");
    if (up == nullptr) {
      conversion.faults.push_back(fault(folder, *plan, 0, key + " has no file",
                                        "python manage.py sqlmigrate " +
                                            replace_all(key, ".", " ") + " > " +
                                            (folder.root / (key + ".sql")).string()));
      continue;
    }
    if (holds_python(*up)) python.push_back(up->path);
    Imported imported;
    imported.version = Version(four_digits(number));
    imported.name = slug(key);
    imported.key = key;
    imported.up = rebuilding(script_of(folder, *up));
    const SourceFile* down = folder.find(key + ".down.sql");
    if (down != nullptr && !trim(down->text).empty())
      imported.down = rebuilding(script_of(folder, *down));
    conversion.migrations.push_back(std::move(imported));
  }
  if (!python.empty()) {
    conversion.notes.push_back(
        python.front() +
        (python.size() > 1 ? " and " + count_of(python.size() - 1, "other") + " hold" : " holds") +
        " an operation in Python that is no SQL: write what it does into "
        "the new file by hand");
  }
  return conversion;
}

std::optional<ToolHistory> history(Connection& connection) {
  const auto rows = read_table(connection, "django_migrations", {"app", "name", "applied"});
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "django_migrations";
  for (const Row& row : *rows)
    history.ran.push_back({row.text("app") + "." + row.text("name"), moment_in(row, "applied")});
  return history;
}

}  // namespace

Format django_format() {
  return {"django", detect, read, history};
}

}  // namespace covet::migrations::imports
