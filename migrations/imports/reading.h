#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrations/imports/conversion.h"
#include "migrations/imports/folder.h"

/// What the readers of the formats share.
namespace covet::migrations::imports {

std::vector<Line> lines_of(std::string_view text);
/// The whole file.
Script script_of(const Folder& folder, const SourceFile& file);
/// A script of `file` without lines yet.
Script empty_script(const Folder& folder, const SourceFile& file);

/// "20260101_add_x" → {"20260101", "add_x"}: digits, then nothing or a sign and the rest.
struct Numbered {
  std::string version;
  std::string rest;
};
std::optional<Numbered> numbered(std::string_view stem);

/// A .sql file whose name begins so.
struct NumberedFile {
  const SourceFile* file;
  Numbered number;
};
/// Those of the folder itself; the other .sql files go into `left_out`.
std::vector<NumberedFile> numbered_files(const Folder& folder, std::vector<std::string>& left_out);

/// True where two of them have one version, which is a fault that a person has to mend.
bool stands_twice(const std::vector<Imported>& migrations);

/// Some tools run their migrations in the order of their names as texts, in which "10" comes before
/// "9". `migrations` stand in that order: one whose version doesn't rise gets another, behind the
/// one before it, and so does one that has none.
void let_versions_rise(std::vector<Imported>& migrations, std::vector<std::string>& notes);

/// `title` as a file's name has it; `fallback` where it holds no letter and no digit.
std::string slug(std::string_view title, std::string_view fallback = "migration");

/// The words of "-- +goose Up" behind "+goose", blanks aside; nullopt where the line is no such
/// comment.
std::optional<std::string> annotation(std::string_view line, std::string_view prefix);

/// `name` without `suffix`; nullopt where it doesn't end so.
std::optional<std::string_view> without_suffix(std::string_view name, std::string_view suffix);

/// A fault of `file` at a line (0: the whole file).
Diagnostic fault(const Folder& folder, const SourceFile& file, std::size_t line,
                 std::string message, std::string help);

/// Puts the values of `options` for ${name} and ${name:-default}; one that nobody has given a value
/// is a fault. Comments that open a line are left alone.
void fill_placeholders(Script& script, const Options& options, std::vector<Diagnostic>& faults);

/// "seed.sql and 3 others were left out: why", or nothing.
void note_left_out(const std::vector<std::string>& names, std::string_view why,
                   std::vector<std::string>& notes);

}  // namespace covet::migrations::imports
