#include "migrations/imports/reading.h"

#include <algorithm>
#include <set>

#include "core/base/strings.h"
#include "migrations/directory.h"

namespace covet::migrations::imports {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_sign(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == ':' || c == '-';
}

/// "${name}" or "${name:-default}" at `begin`.
struct Placeholder {
  std::string name;
  std::optional<std::string> fallback;
  std::size_t length = 0;
};

std::optional<Placeholder> placeholder_at(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find('}', begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(begin + 2, end - begin - 2);
  const std::size_t dash = inside.find(":-");
  const std::string_view name = inside.substr(0, dash);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_sign)) return std::nullopt;
  Placeholder result{std::string(name), std::nullopt, end + 1 - begin};
  if (dash != std::string_view::npos) result.fallback = std::string(inside.substr(dash + 2));
  return result;
}

Diagnostic unknown_placeholder(const Script& script, const Line& line, std::size_t offset,
                               const Placeholder& placeholder) {
  Diagnostic diagnostic;
  diagnostic.code = "CV261";
  diagnostic.message = "the placeholder `" + placeholder.name + "` has no value";
  diagnostic.where = {script.file, line.number,
                      code_points(std::string_view(line.text).substr(0, offset)) + 1,
                      placeholder.length};
  diagnostic.excerpt = line.text;
  diagnostic.help = "give it one: --placeholder " + placeholder.name + "=VALUE (where it is no " +
                    "placeholder: --placeholder '" + placeholder.name + "=${" + placeholder.name +
                    "}')";
  return diagnostic;
}

}  // namespace

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back({std::string(text.substr(begin, end - begin)), lines.size() + 1});
    begin = end + 1;
  }
  return lines;
}

Script empty_script(const Folder& folder, const SourceFile& file) {
  Script script;
  script.file = folder.shown(file);
  return script;
}

Script script_of(const Folder& folder, const SourceFile& file) {
  Script script = empty_script(folder, file);
  script.lines = lines_of(file.text);
  return script;
}

std::optional<Numbered> numbered(std::string_view stem) {
  const std::size_t end =
      static_cast<std::size_t>(std::find_if_not(stem.begin(), stem.end(), is_digit) - stem.begin());
  if (end == 0) return std::nullopt;
  return Numbered{std::string(stem.substr(0, end)),
                  std::string(stem.substr(std::min(end + 1, stem.size())))};
}

std::vector<NumberedFile> numbered_files(const Folder& folder, std::vector<std::string>& left_out) {
  std::vector<NumberedFile> files;
  for (const SourceFile* file : folder.top()) {
    const auto stem = without_suffix(file->name(), ".sql");
    if (!stem) continue;
    if (auto number = numbered(*stem)) {
      files.push_back({file, std::move(*number)});
    } else {
      left_out.push_back(file->path);
    }
  }
  return files;
}

bool stands_twice(const std::vector<Imported>& migrations) {
  std::set<Version> seen;
  return std::any_of(migrations.begin(), migrations.end(), [&](const Imported& migration) {
    return !seen.insert(migration.version).second;
  });
}

void let_versions_rise(std::vector<Imported>& migrations, std::vector<std::string>& notes) {
  std::size_t others = 0;
  const Version* last = nullptr;  ///< as the tool has it
  const Imported* before = nullptr;
  std::size_t behind = 0;  ///< how many have got one behind `last`
  for (Imported& migration : migrations) {
    const bool rises = before == nullptr
                           ? !migration.version.empty()
                           : !migration.version.empty() && before->version < migration.version;
    if (rises) {
      last = &migration.version;
      behind = 0;
    } else {
      const std::string base = last == nullptr ? "0" : last->text();
      migration.version = Version(base + "." + std::to_string(++behind));
      ++others;
    }
    before = &migration;
  }
  if (others == 0) return;
  notes.push_back(count_of(others, "migration") +
                  " got another version, so that they run in the order of the names, as before");
}

std::string slug(std::string_view title, std::string_view fallback) {
  const bool names_something = std::any_of(title.begin(), title.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  return names_something && is_valid_utf8(title) ? file_slug(title) : std::string(fallback);
}

std::optional<std::string> annotation(std::string_view line, std::string_view prefix) {
  std::string_view rest = trim(line);
  if (!rest.starts_with("--")) return std::nullopt;
  rest = trim(rest.substr(2));
  if (!rest.starts_with(prefix)) return std::nullopt;
  return std::string(trim(rest.substr(prefix.size())));
}

std::optional<std::string_view> without_suffix(std::string_view name, std::string_view suffix) {
  if (!name.ends_with(suffix)) return std::nullopt;
  name.remove_suffix(suffix.size());
  return name;
}

Diagnostic fault(const Folder& folder, const SourceFile& file, std::size_t line,
                 std::string message, std::string help) {
  Diagnostic diagnostic;
  diagnostic.code = "CV260";
  diagnostic.message = std::move(message);
  diagnostic.where.file = folder.shown(file);
  diagnostic.where.line = line;
  if (line > 0) {
    diagnostic.where.column = 1;
    diagnostic.excerpt = line_at(file.text, line);
    diagnostic.where.length = std::max<std::size_t>(1, code_points(diagnostic.excerpt));
  }
  diagnostic.help = std::move(help);
  return diagnostic;
}

void fill_placeholders(Script& script, const Options& options, std::vector<Diagnostic>& faults) {
  for (Line& line : script.lines) {
    if (trim(line.text).starts_with("--")) continue;
    for (std::size_t at = 0; (at = line.text.find("${", at)) != std::string::npos;) {
      const auto placeholder = placeholder_at(line.text, at);
      if (!placeholder) {
        at += 2;
        continue;
      }
      const auto given = options.placeholders.find(placeholder->name);
      if (given == options.placeholders.end() && !placeholder->fallback) {
        faults.push_back(unknown_placeholder(script, line, at, *placeholder));
        at += placeholder->length;
        continue;
      }
      const std::string& value =
          given != options.placeholders.end() ? given->second : *placeholder->fallback;
      line.text.replace(at, placeholder->length, value);
      at += value.size();
    }
  }
}

void note_left_out(const std::vector<std::string>& names, std::string_view why,
                   std::vector<std::string>& notes) {
  if (names.empty()) return;
  std::string note = names.front();
  if (names.size() > 1) note += " and " + count_of(names.size() - 1, "other");
  note += names.size() == 1 ? " was left out: " : " were left out: ";
  notes.push_back(note + std::string(why));
}

}  // namespace covet::migrations::imports
