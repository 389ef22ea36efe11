#include "core/record/row_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/validate/json_text.h"
#include "core/validate/row.h"

namespace covet::record {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

RowFormat format_of(const fs::path& path) {
  if (path.extension() == ".toml") return RowFormat::toml;
  return path.extension() == ".csv" ? RowFormat::csv : RowFormat::json_lines;
}

RowFile described(const fs::path& path, std::string shown) {
  return {path, std::move(shown), format_of(path), path.stem().string()};
}

std::vector<RowFile> files_of(const fs::path& folder, const std::string& shown) {
  std::vector<RowFile> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (!is_row_file(entry.path())) continue;
    files.push_back(described(entry.path(), (fs::path(shown) / entry.path().filename()).string()));
  }
  if (files.empty()) {
    throw Error(Errc::usage, shown + " holds no .jsonl, .csv or .toml file",
                "covet dump -o DIR writes such a folder");
  }
  std::ranges::sort(files, {}, [](const RowFile& file) { return file.path; });
  return files;
}

}  // namespace

bool is_row_file(const fs::path& path) {
  return path.extension() == ".jsonl" || path.extension() == ".csv" || path.extension() == ".toml";
}

std::vector<RowFile> row_files(const fs::path& folder, const std::vector<std::string>& paths) {
  std::vector<RowFile> files;
  for (const std::string& shown : paths) {
    const fs::path path = folder / shown;
    if (fs::is_directory(path)) {
      for (RowFile& file : files_of(path, shown))
        files.push_back(std::move(file));
    } else if (!fs::exists(path)) {
      throw Error(Errc::not_found, "there is no file " + shown, "name a file, a folder, or -");
    } else if (!fs::is_regular_file(path) || !is_row_file(path)) {
      throw Error(Errc::usage, shown + " is no .jsonl, .csv or .toml file",
                  "give it that name, or pipe JSON lines into covet load -");
    } else {
      files.push_back(described(path, shown));
    }
  }
  return files;
}

RowReader::RowReader(const model::ModelSet& models, const RowFile& file,
                     std::optional<RowPlace> from)
    : models_(models), file_(file), in_(file.path, std::ios::binary) {
  if (!in_) throw Error(Errc::io, "can't read " + file.shown, "look at its permissions");
  if (file.format == RowFormat::toml) {
    read_tables(from);
    return;
  }
  std::string start(byte_order_mark.size(), '\0');
  in_.read(start.data(), static_cast<std::streamsize>(start.size()));
  in_.clear();
  if (start == byte_order_mark) next_.offset = start.size();
  in_.seekg(static_cast<std::streamoff>(next_.offset));
  if (file.format == RowFormat::csv) read_header();
  if (!from) return;
  next_ = *from;
  in_.seekg(static_cast<std::streamoff>(next_.offset));
  if (file.format == RowFormat::csv)
    csv_ = std::make_unique<CsvReader>(in_, next_.offset, next_.line);
}

void RowReader::fail(ReadRow& read, std::string message, std::string help) const {
  read.model = nullptr;
  read.fault = validate::Fault{{}, {}, std::move(message), std::move(help)};
}

void RowReader::read_header() {
  csv_ = std::make_unique<CsvReader>(in_, next_.offset, next_.line);
  ReadRow read;
  try {
    if (!csv_->next(header_)) fail(read, "it has no header", "its first line names the fields");
  } catch (const Error& error) {
    fail(read, error.message(), error.hint());
  }
  std::vector<CsvField> sorted = header_;
  std::ranges::sort(sorted);
  if (std::ranges::find(header_, CsvField()) != header_.end()) {
    fail(read, "a column has no name", "its first line names the fields");
  } else if (std::ranges::adjacent_find(sorted) != sorted.end()) {
    fail(read, "two columns have the same name", "take one of them out");
  }
  header_fault_ = read.fault;
}

void RowReader::read_tables(std::optional<RowPlace> from) {
  std::string text{std::istreambuf_iterator<char>(in_), {}};
  tables_ = read_fixture(models_, Source(file_.shown, std::move(text)));
  if (from) table_ = static_cast<std::size_t>(from->offset);
}

bool RowReader::next_table(ReadRow& read) {
  if (table_ == tables_.size()) return false;
  place_ = {table_, tables_[table_].line};
  FixtureRow& row = tables_[table_++];
  if (choose(row.model, read)) read.row = std::move(row.row);
  return true;
}

bool RowReader::choose(const std::string& name, ReadRow& read) const {
  read.model = models_.find(name);
  if (read.model != nullptr) return true;
  std::vector<std::string> known;
  for (const model::Model& model : models_.models)
    known.push_back(model.handle);
  const std::string near = did_you_mean(name, known);
  if (name.empty()) {
    fail(read, "it says no model", R"(write {"model": "post", "fields": {…}})");
  } else {
    fail(read, fmt::format("there is no model `{}`", name),
         near.empty() ? "the models are " + join(known, ", ") : near);
  }
  return false;
}

void RowReader::parse_line(const std::string& line, ReadRow& read) const {
  if (const auto why = validate::why_no_json(line)) {
    return fail(read, *why, "a line is one JSON object");
  }
  const auto members = validate::json_members(line);
  if (!members) return fail(read, "it is no JSON object", "write {\"name\": value, …}");
  std::string model = file_.model;
  std::string_view fields = line;
  // A row may have fields of these names, too: but not these two alone, of these kinds.
  if (members->size() == 2) {
    for (const auto& [name, written] : *members) {
      if (name == "model" && written.starts_with('"'))
        model = std::get<std::string>(validate::json_value(written));
      if (name == "fields" && written.starts_with('{')) fields = written;
    }
    const bool wrapped = std::ranges::all_of(*members, [](const auto& member) {
      return (member.first == "model" && member.second.starts_with('"')) ||
             (member.first == "fields" && member.second.starts_with('{'));
    });
    if (!wrapped) {
      model = file_.model;
      fields = line;
    }
  }
  if (!choose(model, read)) return;
  try {
    read.row = validate::row_from_json(*read.model, fields);
  } catch (const Error& error) {
    fail(read, error.message(), error.hint());
  }
}

bool RowReader::next_line(ReadRow& read) {
  std::string line;
  while (std::getline(in_, line)) {
    place_ = next_;
    next_.offset += line.size() + 1;
    ++next_.line;
    if (trim(line).empty()) continue;
    parse_line(line, read);
    return true;
  }
  return false;
}

bool RowReader::next_record(ReadRow& read) {
  if (header_fault_) {
    read.fault = header_fault_;
    ended_ = true;
    return true;
  }
  ended_ = !choose(file_.model, read);
  if (ended_) return true;
  try {
    do {
      place_ = {csv_->offset(), csv_->line()};
      if (!csv_->next(fields_)) return false;
      // An empty line, but where it is a row of one NULL.
    } while (fields_.size() == 1 && !fields_.front() && header_.size() > 1);
  } catch (const Error& error) {
    fail(read, error.message(), error.hint());
    ended_ = true;
    return true;
  }
  if (fields_.size() != header_.size()) {
    fail(read,
         fmt::format("it has {}, and the header {}", count_of(fields_.size(), "field"),
                     header_.size()),
         "a text with a comma or a line end stands in quotes");
    return true;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const CsvField& field = fields_[i];
    read.row[*header_[i]] = field ? Value(*field) : Value(Null{});
  }
  return true;
}

bool RowReader::next(ReadRow& read) {
  read = {};
  if (ended_) return false;
  const bool more = file_.format == RowFormat::toml  ? next_table(read)
                    : file_.format == RowFormat::csv ? next_record(read)
                                                     : next_line(read);
  if (in_.bad()) throw Error(Errc::io, "can't read " + file_.shown, "read it from another disk");
  return more;
}

}  // namespace covet::record
