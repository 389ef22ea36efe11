#include <fmt/core.h>

#include "core/model/read_model.h"

namespace covet::model {

namespace {

void read_grants_of(Reader& reader, const Entry& entry, Grants& grants) {
  std::vector<std::string> texts;
  reader.read(entry, texts);
  const bool everybody = entry.key == "public";
  std::vector<Grant>& own = grants[everybody ? std::string(public_role) : entry.key];
  for (const std::string& text : texts) {
    if (const std::optional<Grant> grant = parse_grant(text)) {
      own.push_back(*grant);
    } else {
      reader.fault(entry.value.where, "CV104",
                   fmt::format("`{}` has a grant `{}`, which is none", entry.key, text),
                   "they look like \"select\", \"update (price, stock)\" and "
                   "\"usage with grant option\"");
    }
  }
}

}  // namespace

bool read_rights(Reader& reader, const Entry& entry, Rights& rights) {
  if (entry.key == "owner") {
    reader.read_name(entry, rights.owner);
  } else if (entry.key == "grants") {
    rights.grants.emplace();
    for (const Entry& one : entries_of(reader, entry, "a table of roles")) {
      reader.check_name(one.where, one.key);
      read_grants_of(reader, one, *rights.grants);
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace covet::model
