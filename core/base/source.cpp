#include "core/base/source.h"

#include <algorithm>
#include <utility>

#include "core/base/strings.h"

namespace covet {
namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20;
constexpr std::size_t max_key_parts = 64;

std::size_t after_comment(std::string_view text, std::size_t from) {
  const std::size_t end = text.find('\n', from);
  return end == std::string_view::npos ? text.size() : end;
}

// A single-line string ends at the line's end at the latest: a parser stops there with an error.
std::size_t after_string(std::string_view text, std::size_t from) {
  const char quote = text[from];
  const std::string fence(3, quote);
  const bool multi_line = text.substr(from, 3) == fence;
  std::size_t i = from + (multi_line ? 3 : 1);
  while (i < text.size()) {
    if (quote == '"' && text[i] == '\\') {
      i += 2;
    } else if (multi_line && text.substr(i, 3) == fence) {
      return i + 3;
    } else if (!multi_line && (text[i] == quote || text[i] == '\n')) {
      return text[i] == quote ? i + 1 : i;
    } else {
      ++i;
    }
  }
  return text.size();
}

// Where a key begins that has too many parts; npos where none has.
std::size_t find_deep_key(std::string_view text) {
  constexpr std::string_view between_keys = "=,{}[]\n";
  std::size_t start = 0;
  std::size_t dots = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == '#') {
      i = after_comment(text, i);
    } else if (c == '"' || c == '\'') {
      i = after_string(text, i);
    } else {
      ++i;
      if (between_keys.find(c) != std::string_view::npos) {
        dots = 0;
        start = i;
      } else if (c == '.' && ++dots >= max_key_parts) {
        return start;
      }
    }
  }
  return std::string_view::npos;
}

}  // namespace

Source::Source(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)), starts_{0} {
  for (std::size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1))
    starts_.push_back(i + 1);
}

std::string_view Source::line(std::size_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  const std::size_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view found = std::string_view(text_).substr(begin, end - begin);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

std::size_t Source::offset_of(std::size_t line, std::size_t column) const {
  if (line == 0 || line > starts_.size()) return text_.size();
  std::size_t offset = starts_[line - 1];
  for (; column > 1 && offset < text_.size(); --column) {
    ++offset;
    while (offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xC0U) == 0x80U)
      ++offset;
  }
  return offset;
}

Diagnostic Source::at(std::size_t line, std::size_t column, std::size_t length, std::string code,
                      std::string message, std::string help) const {
  Diagnostic found;
  found.code = std::move(code);
  found.message = std::move(message);
  found.where = {file_, line, column, length};
  found.excerpt = std::string(this->line(line));
  found.help = std::move(help);
  return found;
}

Diagnostic Source::at_offset(std::size_t offset, std::size_t bytes, std::string code,
                             std::string message, std::string help) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto number = static_cast<std::size_t>(next - starts_.begin());
  const std::size_t begin = starts_[number - 1];
  const std::string_view whole = line(number);
  const std::size_t at_byte = std::min(offset - begin, whole.size());
  return at(number, code_points(whole.substr(0, at_byte)) + 1,
            std::max<std::size_t>(1, code_points(whole.substr(at_byte, bytes))), std::move(code),
            std::move(message), std::move(help));
}

Error error_of(Errc code, const std::string& file, std::vector<Diagnostic> diagnostics) {
  std::string message = diagnostics.size() == 1
                            ? file + ": " + diagnostics.front().message
                            : file + " has " + count_of(diagnostics.size(), "error");
  std::string hint = diagnostics.size() == 1 ? diagnostics.front().help : std::string{};
  return Error(code, std::move(message), std::move(hint)).with(std::move(diagnostics));
}

void check_toml_limits(const Source& source, Errc error, const std::string& code) {
  if (source.text().size() > max_bytes) {
    throw error_of(error, source.file(),
                   {source.at(0, 0, 0, code, "the file is larger than 16 MB", "split it up")});
  }
  const std::size_t deep = find_deep_key(source.text());
  if (deep == std::string_view::npos) return;
  throw error_of(error, source.file(),
                 {source.at_offset(deep, max_key_parts, code, "a key has more than 64 parts",
                                   "write the key with fewer dots")});
}

}  // namespace covet
