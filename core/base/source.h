#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace covet {

/// A text that a person wrote, with the name to show for it. Finds lines in constant time.
class Source {
 public:
  Source(std::string file, std::string text);

  const std::string& file() const { return file_; }
  const std::string& text() const { return text_; }
  /// Without its end (LF or CRLF); empty for line 0 and beyond the last.
  std::string_view line(std::size_t number) const;
  std::size_t line_count() const { return starts_.size(); }
  /// Of a place, in bytes; the text's size beyond the last line.
  std::size_t offset_of(std::size_t line, std::size_t column) const;

  /// A fault at a place; line and column from 1, in code points; line 0: the whole file. The caller
  /// sets `label` and `notes` where they help.
  Diagnostic at(std::size_t line, std::size_t column, std::size_t length, std::string code,
                std::string message, std::string help = {}) const;
  /// The same by byte offset and byte count; what lies beyond the line's end is not marked.
  Diagnostic at_offset(std::size_t offset, std::size_t bytes, std::string code, std::string message,
                       std::string help = {}) const;

 private:
  std::string file_;
  std::string text_;
  std::vector<std::size_t> starts_;
};

/// "schema/blog.toml has 3 errors" (or the only message) with its diagnostics, ready to be thrown.
Error error_of(Errc code, const std::string& file, std::vector<Diagnostic> diagnostics);

/// Refuses what the TOML parser does not survive: a text over 16 MB, or a key of more than 64
/// parts. Throws Error{error} with one diagnostic whose code is `code`.
void check_toml_limits(const Source& source, Errc error, const std::string& code);

}  // namespace covet
