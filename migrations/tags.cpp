#include "migrations/tags.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::migrations {

void check_tag_name(const std::string& name) {
  constexpr std::size_t longest = 100;
  std::string fault;
  if (name.empty()) {
    fault = "a tag needs a name";
  } else if (is_version(name)) {
    fault = "`" + name + "` looks like a version, which a tag must not";
  } else if (name.front() == '-') {
    fault = "`" + name + "` looks like an option";
  } else if (name.size() > longest) {
    fault = "a tag has at most 100 bytes";
  } else if (!is_valid_utf8(name) || std::any_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) <= 0x20 || c == '\x7f';
             })) {
    fault = "a tag holds no blanks and no control characters";
  }
  if (!fault.empty()) throw Error(Errc::usage, fault, "for example: covet tag v1.4");
}

std::vector<std::string> tags_of(const Applied& row) {
  std::vector<std::string> names = split(row.tags, '\n');
  std::erase(names, "");
  return names;
}

std::vector<Tag> tags_in(std::span<const Applied> rows) {
  std::vector<Tag> tags;
  for (const Applied& row : rows) {
    for (std::string& name : tags_of(row))
      tags.push_back({std::move(name), row});
  }
  std::stable_sort(tags.begin(), tags.end(),
                   [](const Tag& a, const Tag& b) { return a.row.version < b.row.version; });
  return tags;
}

Tag find_tag(std::span<const Applied> rows, const std::string& name) {
  std::vector<std::string> known;
  for (Tag& tag : tags_in(rows)) {
    if (tag.name == name) return std::move(tag);
    known.push_back(std::move(tag.name));
  }
  const std::string hint = did_you_mean(name, known);
  throw Error(Errc::not_found, "no tag `" + name + "` in this database",
              hint.empty() ? "`covet tag --list` lists them, `covet status` the versions" : hint);
}

void add_tag(Applied& row, const std::string& name) {
  std::vector<std::string> names = tags_of(row);
  names.push_back(name);
  row.tags = join(names, "\n");
}

void remove_tag(Applied& row, const std::string& name) {
  std::vector<std::string> names = tags_of(row);
  std::erase(names, name);
  row.tags = join(names, "\n");
}

}  // namespace covet::migrations
