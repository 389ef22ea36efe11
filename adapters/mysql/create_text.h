#pragma once

#include <map>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace covet::mysql {

/// What only SHOW CREATE TABLE says of a table, as options.
struct CreateText {
  schema::Options table{};  ///< "partition_by", "period", "system_versioning", "union", …
  /// By the name of the key: "using", "key_block_size", "parser", "without_overlaps".
  std::map<std::string, schema::Options> keys{};
};

/// Pure. Reads only the lines that say more than the catalog does.
CreateText read_create_text(std::string_view text);

}  // namespace covet::mysql
