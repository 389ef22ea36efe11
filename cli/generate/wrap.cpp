#include "cli/generate/wrap.h"

#include "core/base/strings.h"

namespace covet::cli::generate {

std::string wrap(std::string_view text, std::size_t width, std::string_view margin) {
  std::string out;
  std::size_t column = display_width(margin);
  for (const std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t wide = display_width(word);
    if (out.empty()) {
      out = word;
      column += wide;
    } else if (column + 1 + wide > width) {
      out += "\n" + std::string(margin) + word;
      column = display_width(margin) + wide;
    } else {
      out += " " + word;
      column += 1 + wide;
    }
  }
  return out;
}

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> result;
  std::string current;
  for (const std::string& line : split(text, '\n')) {
    if (!trim(line).empty()) {
      if (!current.empty()) current += ' ';
      current += trim(line);
    } else if (!current.empty()) {
      result.push_back(std::move(current));
      current.clear();
    }
  }
  if (!current.empty()) result.push_back(std::move(current));
  return result;
}

}  // namespace covet::cli::generate
