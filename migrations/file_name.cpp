#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "migrations/migration_file.h"

namespace covet::migrations {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_engine_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c); });
}

bool is_title(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\x7f';
  });
}

}  // namespace

std::string file_stem(const Version& version, const std::string& name) {
  return version.repeatable() ? version.text() : version.text() + "_" + name;
}

std::optional<FileName> parse_file_name(std::string_view file_name) {
  constexpr std::string_view suffix = ".sql";
  if (!file_name.ends_with(suffix)) return std::nullopt;
  file_name.remove_suffix(suffix.size());

  const bool repeatable = file_name.starts_with("R_");
  std::size_t end = repeatable ? 1 : 0;
  while (!repeatable && end < file_name.size() && is_digit(file_name[end])) {
    while (end < file_name.size() && is_digit(file_name[end]))
      ++end;
    if (end + 1 < file_name.size() && file_name[end] == '.' && is_digit(file_name[end + 1])) ++end;
  }
  if (end == 0 || end >= file_name.size() || file_name[end] != '_') return std::nullopt;

  FileName result;
  result.version = Version(std::string(file_name.substr(0, end)));
  std::string_view name = file_name.substr(end + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
    result.engine = name.substr(dot + 1);
    name = name.substr(0, dot);
    if (!is_engine_name(result.engine)) return std::nullopt;
  }
  if (!is_title(name)) return std::nullopt;
  result.name = name;
  if (repeatable) result.version = Version("R_" + result.name);
  return result;
}

}  // namespace covet::migrations
