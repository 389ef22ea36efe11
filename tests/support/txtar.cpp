#include "tests/support/txtar.h"

#include <algorithm>
#include <stdexcept>

namespace covet::tests {
namespace {

constexpr std::string_view marker_begin = "-- ";
constexpr std::string_view marker_end = " --";

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The name that a marker line gives, empty for every other line.
std::string_view marker_name(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() < marker_begin.size() + marker_end.size()) return {};
  if (!line.starts_with(marker_begin) || !line.ends_with(marker_end)) return {};
  line.remove_prefix(marker_begin.size());
  line.remove_suffix(marker_end.size());
  return without_blanks(line);
}

std::string with_line_feed(std::string_view text) {
  std::string result(text);
  if (!result.empty() && !result.ends_with('\n')) result += '\n';
  return result;
}

}  // namespace

const Txtar::File* Txtar::find(std::string_view name) const {
  const auto found = std::ranges::find(files, name, &File::name);
  return found == files.end() ? nullptr : &*found;
}

const std::string& Txtar::text(std::string_view name) const {
  if (const File* file = find(name)) return file->text;
  throw std::out_of_range("no `-- " + std::string(name) + " --` in this file");
}

void Txtar::set(std::string_view name, std::string_view text) {
  const auto found = std::ranges::find(files, name, &File::name);
  if (found != files.end()) {
    found->text = with_line_feed(text);
  } else {
    files.push_back({std::string(name), with_line_feed(text)});
  }
}

Txtar parse_txtar(std::string_view text) {
  Txtar archive;
  std::string* part = &archive.comment;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::string_view name = marker_name(line);
    if (name.empty()) {
      part->append(line).append("\n");
    } else {
      archive.files.push_back({std::string(name), ""});
      part = &archive.files.back().text;
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return archive;
}

std::string print_txtar(const Txtar& archive) {
  std::string text = with_line_feed(archive.comment);
  for (const Txtar::File& file : archive.files) {
    text.append(marker_begin).append(file.name).append(marker_end).append("\n");
    text.append(with_line_feed(file.text));
  }
  return text;
}

}  // namespace covet::tests
