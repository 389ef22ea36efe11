#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// RFC 4180, and the difference between NULL (an empty field) and an empty text ("").
namespace covet::record {

/// One field's value as a line of CSV has it; nothing: NULL.
using CsvField = std::optional<std::string>;

std::string csv_field(const CsvField& field);
/// With its line end.
std::string csv_line(const std::vector<CsvField>& fields);

/// Reads records one after the other. The stream must outlive it.
class CsvReader {
 public:
  /// `line` is that of the stream's place, counted from 1.
  explicit CsvReader(std::istream& in, std::uint64_t offset = 0, std::size_t line = 1)
      : in_(in), offset_(offset), line_(line) {}

  /// False at the end. Throws Error{parse} for a quote that isn't closed and text behind one that
  /// is; what follows can't be read then.
  bool next(std::vector<CsvField>& fields);
  /// Where the next record begins.
  std::uint64_t offset() const { return offset_; }
  std::size_t line() const { return line_; }

 private:
  int take();
  int peek();
  CsvField quoted();
  CsvField plain();

  std::istream& in_;
  std::uint64_t offset_;
  std::size_t line_;
};

}  // namespace covet::record
