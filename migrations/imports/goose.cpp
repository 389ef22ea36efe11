#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "migrations/imports/reading.h"
#include "migrations/imports/tool_table.h"

// goose, and sql-migrate, whose marks are the same under another name.
namespace covet::migrations::imports {
namespace {

bool is_up(std::string_view words) {
  const std::string lower = to_lower(words);
  return lower == "up" || lower.starts_with("up ");
}

bool has_marks(const Folder& folder, std::string_view prefix) {
  const auto files = folder.top();
  return std::any_of(files.begin(), files.end(), [&](const SourceFile* file) {
    if (!file->name().ends_with(".sql")) return false;
    const std::vector<Line> lines = lines_of(file->text);
    return std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
      const auto words = annotation(line.text, prefix);
      return words && is_up(*words);
    });
  });
}

/// Cuts one file at its marks.
class MarkedFile {
 public:
  MarkedFile(const Folder& folder, const SourceFile& file, std::string_view prefix)
      : folder_(folder), file_(file), prefix_(prefix) {
    imported_.up = empty_script(folder, file);
  }
  std::optional<Imported> read(const Options& options, std::vector<Diagnostic>& faults);

 private:
  void take_mark(const Line& line, const std::string& words, std::vector<Diagnostic>& faults);
  void open_section(const std::string& words);
  void substitute(const Options& options, std::vector<Diagnostic>& faults);

  const Folder& folder_;
  const SourceFile& file_;
  std::string_view prefix_;
  Imported imported_;
  std::vector<Line>* current_ = &imported_.head;
  bool has_up_ = false;
  bool no_transaction_ = false;
  bool substitutes_ = false;
  std::vector<std::size_t> substituted_{};  ///< numbers of lines between ENVSUB ON and OFF
};

void MarkedFile::open_section(const std::string& words) {
  const bool up = is_up(words);
  if (!up && !imported_.down) imported_.down = empty_script(folder_, file_);
  Script& script = up ? imported_.up : *imported_.down;
  if (words.find("notransaction") != std::string::npos) script.transaction = false;
  has_up_ = has_up_ || up;
  current_ = &script.lines;
}

void MarkedFile::take_mark(const Line& line, const std::string& words,
                           std::vector<Diagnostic>& faults) {
  const std::string lower = to_lower(words);
  if (is_up(words) || lower == "down" || lower.starts_with("down ")) {
    open_section(lower);
  } else if (lower == "statementend") {
    if (!current_->empty()) current_->back().closes = true;
  } else if (lower == "no transaction") {
    no_transaction_ = true;
  } else if (lower.starts_with("envsub")) {
    substitutes_ = lower.ends_with("on");
  } else if (lower != "statementbegin") {
    faults.push_back(fault(folder_, file_, line.number,
                           "`" + std::string(prefix_) + " " + words + "` is no mark that is known",
                           "marks are Up, Down, StatementBegin, StatementEnd, NO TRANSACTION and "
                           "ENVSUB"));
  }
}

/// goose puts in what the environment holds, where a file asks for it.
void MarkedFile::substitute(const Options& options, std::vector<Diagnostic>& faults) {
  const auto fill = [&](Script& script) {
    for (Line& line : script.lines) {
      if (!std::binary_search(substituted_.begin(), substituted_.end(), line.number)) continue;
      Script one{script.file, {line}};
      fill_placeholders(one, options, faults);
      line = std::move(one.lines.front());
    }
  };
  fill(imported_.up);
  if (imported_.down) fill(*imported_.down);
}

std::optional<Imported> MarkedFile::read(const Options& options, std::vector<Diagnostic>& faults) {
  for (Line& line : lines_of(file_.text)) {
    if (const auto words = annotation(line.text, prefix_)) {
      take_mark(line, *words, faults);
      continue;
    }
    if (substitutes_) substituted_.push_back(line.number);
    current_->push_back(std::move(line));
  }
  if (!has_up_) {
    faults.push_back(fault(folder_, file_, 0,
                           "no `-- " + std::string(prefix_) + " Up` in this migration",
                           "write it above the statements, or take the file out of the folder"));
    return std::nullopt;
  }
  if (no_transaction_) {
    imported_.up.transaction = false;
    if (imported_.down) imported_.down->transaction = false;
  }
  substitute(options, faults);
  return std::move(imported_);
}

/// A migration in Go, which only goose can run.
bool is_program(std::string_view name) {
  return name.ends_with(".go") && !name.ends_with("_test.go") && numbered(name);
}

Conversion read_marked(const Folder& folder, const Options& options, std::string_view prefix,
                       bool key_is_name) {
  Conversion conversion;
  std::vector<std::string> left_out;
  for (const SourceFile* file : folder.top()) {
    if (is_program(file->name())) {
      conversion.faults.push_back(fault(folder, *file, 0, "this migration is a program, not SQL",
                                        "write what it does to the database as SQL, into a file "
                                        "of the same number, and move this one elsewhere"));
    }
  }
  for (const auto& [file, number] : numbered_files(folder, left_out)) {
    auto imported = MarkedFile(folder, *file, prefix).read(options, conversion.faults);
    if (!imported) continue;
    imported->version = Version(number.version);
    imported->name = slug(number.rest);
    imported->key = key_is_name ? std::string(file->name()) : number.version;
    conversion.migrations.push_back(std::move(*imported));
  }
  note_left_out(left_out, "no number at the front", conversion.notes);
  return conversion;
}

/// A row for each step up and down: the last one of a version counts.
std::optional<ToolHistory> goose_history(Connection& connection) {
  const auto rows = read_table(connection, "goose_db_version",
                               {"id", "version_id", "is_applied", "tstamp"}, "id");
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "goose_db_version";
  std::map<std::int64_t, std::optional<Ran>> last;
  for (const Row& row : *rows) {
    const std::int64_t version = row.integer("version_id");
    last[version].reset();
    if (version > 0 && row.flag("is_applied"))
      last[version] = Ran{std::to_string(version), moment_in(row, "tstamp")};
  }
  for (auto& [version, ran] : last)
    if (ran) history.ran.push_back(std::move(*ran));
  return history;
}

std::optional<ToolHistory> sql_migrate_history(Connection& connection) {
  const auto rows = read_table(connection, "gorp_migrations", {"id", "applied_at"});
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = "gorp_migrations";
  for (const Row& row : *rows)
    history.ran.push_back({row.text("id"), moment_in(row, "applied_at")});
  return history;
}

}  // namespace

Format goose_format() {
  return {"goose", [](const Folder& folder) { return has_marks(folder, "+goose"); },
          [](const Folder& folder, const Options& options) {
            return read_marked(folder, options, "+goose", false);
          },
          goose_history};
}

Format sql_migrate_format() {
  return {"sql-migrate", [](const Folder& folder) { return has_marks(folder, "+migrate"); },
          [](const Folder& folder, const Options& options) {
            return read_marked(folder, options, "+migrate", true);
          },
          sql_migrate_history};
}

}  // namespace covet::migrations::imports
