#pragma once

#include <span>
#include <string>
#include <string_view>

namespace covet::cli::generate {

/// The words of a manual page: backslashes and a leading dot or quote lose their meaning.
std::string mdoc_text(std::string_view text);
/// A text line of its own, with its line end, broken after sentences.
std::string mdoc_line(std::string_view text);
/// One argument of a macro, in quotes where it has blanks.
std::string mdoc_quoted(std::string_view text);
/// A list of words and what they mean.
struct MdocEntry {
  std::string_view name;
  std::string_view text;
};
std::string mdoc_tagged_list(std::span<const MdocEntry> entries);
/// Lines as they are.
std::string mdoc_display(std::string_view text);
/// Date, title and NAME.
std::string mdoc_head(std::string_view name, int section, std::string_view about);

}  // namespace covet::cli::generate
