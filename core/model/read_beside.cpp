#include <fmt/core.h>

#include "core/model/read_model.h"

namespace covet::model {

namespace {

void read_enum_option(Reader& reader, const Entry& option, EnumDef& type) {
  static const std::vector<std::string> known = {"values", "name", "db_schema", "comment"};
  if (option.key == "values") {
    reader.read(option, type.values);
  } else if (option.key == "name") {
    reader.read_name(option, type.name);
  } else if (option.key == "db_schema") {
    reader.read_name(option, type.db_schema);
  } else if (option.key == "comment") {
    reader.read(option, type.comment);
  } else {
    reader.unknown(option, "for an enum", known);
  }
}

void read_object_option(Reader& reader, const Entry& option, ObjectDef& object) {
  const bool extension = object.kind == "extension";
  if (option.key == "sql") {
    reader.read(option, object.sql);
  } else if (option.key == "name") {
    reader.read_name(option, object.name);
  } else if (option.key == "db_schema" || (extension && option.key == "schema")) {
    reader.read_name(option, object.db_schema);
  } else if (extension && option.key == "version") {
    reader.read(option, object.version);
  } else {
    std::vector<std::string> known = {"sql", "name", "db_schema"};
    if (extension) known.emplace_back("version");
    reader.unknown(option, fmt::format("for [{}s.…]", object.kind), known);
  }
}

}  // namespace

void not_carried(Reader& reader, const Entry& entry, std::string_view what) {
  reader.fault(entry.where, "CV118",
               fmt::format("{} are not carried yet by this version of covet", what),
               "leave them out of the models: what the database has stays as it is; create new "
               "ones in a migration of your own (covet make --empty)");
}

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

void read_objects(Reader& reader, const Entry& entry, std::string_view kind) {
  for (const Entry& one : entries_of(reader, entry, "a table")) {
    ObjectDef object;
    object.kind = kind;
    object.handle = one.key;
    object.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    const Node::Table* const options = one.value.table();
    if (options == nullptr) {
      reader.wrong_type(one, kind == "extension" ? "a table; {} will do" : "a table with `sql`");
      continue;
    }
    if (kind != "extension" && one.value.find("sql") == nullptr) {
      reader.fault(one.where, "CV103", fmt::format("{} `{}` has no `sql`", kind, one.key),
                   fmt::format("sql = \"CREATE {} …\"", kind == "domain" ? "DOMAIN" : "SEQUENCE"));
    }
    for (const Entry& option : *options)
      read_object_option(reader, option, object);
    reader.draft().set.objects.push_back(std::move(object));
  }
}

}  // namespace covet::model
