#pragma once

#include <map>
#include <string>
#include <string_view>

/// Small readings of what information_schema says. Pure.
namespace covet::mysql {

/// MySQL prints expressions in its catalog with their quotes escaped: _utf8mb4\'x\'.
std::string unescape_expression(std::string_view text);

/// A check's literals without the character sets that MySQL puts before them, which it replaces by
/// others whenever the table is altered: _latin1'x' is 'x'. Those beyond ASCII, and bytes, stay.
std::string without_introducers(std::string_view text);

/// Without the pair of parentheses that holds the whole; as it is otherwise.
std::string_view without_outer_parentheses(std::string_view text);

/// `row_format=COMPRESSED key_block_size=8 partitioned` as options; words alone are left out.
std::map<std::string, std::string> parse_create_options(std::string_view text);

/// What stands in EXTRA, which joins words with blanks or commas.
struct Extra {
  bool auto_increment = false;
  bool generated = false;
  bool stored = false;
  bool invisible = false;
  bool unversioned = false;            ///< WITHOUT SYSTEM VERSIONING
  bool default_is_expression = false;  ///< MySQL's DEFAULT_GENERATED
  std::string on_update{};
};
Extra parse_extra(std::string_view text);

}  // namespace covet::mysql
