#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrations/history.h"

namespace covet::migrations {

/// A name that marks a version of one database. They stand in the rows of its history.
struct Tag {
  std::string name;
  Applied row;
};

/// Throws Error{usage} for a name that looks like a version or an option, or holds blanks or
/// control characters, or more than 100 bytes.
void check_tag_name(const std::string& name);

/// Of all rows, by version, then in the order in which they were given.
std::vector<Tag> tags_in(std::span<const Applied> rows);
std::vector<std::string> tags_of(const Applied& row);

/// Throws Error{not_found} with what was probably meant.
Tag find_tag(std::span<const Applied> rows, const std::string& name);

void add_tag(Applied& row, const std::string& name);
void remove_tag(Applied& row, const std::string& name);

}  // namespace covet::migrations
