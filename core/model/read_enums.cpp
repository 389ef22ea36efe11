#include <fmt/core.h>

#include "core/model/read_model.h"

namespace covet::model {

namespace {

void read_enum_option(Reader& reader, const Entry& option, EnumDef& type) {
  static const std::vector<std::string> known = {"values",  "name",  "db_schema",
                                                 "comment", "owner", "grants"};
  if (option.key == "values") {
    reader.read(option, type.values);
  } else if (option.key == "name") {
    reader.read_name(option, type.name);
  } else if (option.key == "db_schema") {
    reader.read_name(option, type.db_schema);
  } else if (option.key == "comment") {
    reader.read(option, type.comment);
  } else if (!read_rights(reader, option, type.rights)) {
    reader.unknown(option, "for an enum", known);
  }
}

}  // namespace

void read_enums(Reader& reader, const Entry& entry) {
  for (const Entry& one : entries_of(reader, entry, "a table of enums")) {
    EnumDef type;
    type.handle = one.key;
    type.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    if (one.value.array() != nullptr) {
      reader.read(one, type.values);
    } else if (const Node::Table* const options = one.value.table()) {
      if (one.value.find("values") == nullptr) {
        reader.fault(one.where, "CV103", fmt::format("enum `{}` has no `values`", one.key),
                     "values = [\"draft\", \"published\"]");
      }
      for (const Entry& option : *options)
        read_enum_option(reader, option, type);
    } else {
      reader.wrong_type(one, "a table with `values`");
      continue;
    }
    reader.draft().set.enums.push_back(std::move(type));
  }
}

}  // namespace covet::model
