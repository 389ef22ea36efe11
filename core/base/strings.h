#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace covet {

/// ASCII only: identifiers and key words, never a person's text.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
/// For people: without line ends, other control characters and runs of blanks: each becomes one
/// blank.
std::string one_line(std::string_view text);
std::string replace_all(std::string text, std::string_view what, std::string_view with);

/// Shell-style match with * and ?, the whole of `text`.
bool glob_matches(std::string_view pattern, std::string_view text);

/// The line (without its end) that holds byte `offset`; lines and columns count from 1, columns in
/// code points.
struct LineColumn {
  std::size_t line;
  std::size_t column;
};
LineColumn line_column(std::string_view text, std::size_t offset);
std::string line_at(std::string_view text, std::size_t line);

/// Number of code points; invalid bytes count one each.
std::size_t code_points(std::string_view text);
bool is_valid_utf8(std::string_view text);
/// Its first `bytes`, or fewer, so that no UTF-8 character is cut.
std::string cut(std::string_view text, std::size_t bytes);

/// Terminal columns that `text` takes (utf8proc's width table).
std::size_t display_width(std::string_view text);

/// "1 table", "2 tables".
std::string count_of(std::size_t n, std::string_view singular, std::string_view plural = {});

}  // namespace covet
