#include <array>

#include <fmt/core.h>

#include "core/model/read_model.h"

namespace covet::model {

namespace {

void read_key_option(Reader& reader, const Entry& option, Key& key) {
  static const std::vector<std::string> known = {"field",  "sql",       "order",  "nulls",
                                                 "length", "collation", "opclass"};
  static constexpr std::array<std::string_view, 2> orders = {"asc", "desc"};
  static constexpr std::array<std::string_view, 2> ends = {"first", "last"};
  if (option.key == "field") {
    reader.read_name(option, key.field);
  } else if (option.key == "sql") {
    reader.read(option, key.sql);
  } else if (option.key == "order") {
    std::string order;
    reader.read_word(option, orders, order);
    key.descending = order == "desc";
  } else if (option.key == "nulls") {
    reader.read_word(option, ends, key.nulls);
  } else if (option.key == "length") {
    reader.read(option, key.length);
  } else if (option.key == "collation") {
    reader.read(option, key.collation);
  } else if (option.key == "opclass") {
    reader.read(option, key.opclass);
  } else {
    reader.unknown(option, "in a key", known);
  }
}

void read_key(Reader& reader, const Node& node, IndexDef& index) {
  Key key;
  key.where = reader.span(node.where);
  if (const std::string* const field = node.text()) {
    key.field = *field;
  } else if (const Node::Table* const options = node.table()) {
    for (const Entry& option : *options)
      read_key_option(reader, option, key);
    if (key.field.empty() == key.sql.empty()) {
      reader.fault(node.where, "CV103", "a key has either a `field` or `sql`",
                   "{ field = \"title\", order = \"desc\" } or { sql = \"lower(title)\" }");
      return;
    }
  } else {
    reader.fault(node.where, "CV102",
                 fmt::format("a key is a field's name or a table, not {}", kind_of(node)));
    return;
  }
  index.keys.push_back(std::move(key));
}

void read_key_list(Reader& reader, const Entry& entry, IndexDef& index) {
  const Node::Array* const keys = entry.value.array();
  if (keys == nullptr) return reader.wrong_type(entry, "a list of fields");
  if (keys->empty()) {
    reader.fault(entry.value.where, "CV104", fmt::format("`{}` is empty", entry.key));
  }
  for (const Node& key : *keys)
    read_key(reader, key, index);
}

void read_index_option(Reader& reader, const Entry& option, IndexDef& index) {
  static const std::vector<std::string> known = {
      "fields",  "keys",   "unique", "method", "where", "include", "nulls_not_distinct",
      "comment", "options"};
  if (option.key == "fields" || option.key == "keys") {
    read_key_list(reader, option, index);
  } else if (option.key == "unique") {
    reader.read(option, index.unique);
  } else if (option.key == "method") {
    reader.read(option, index.method);
  } else if (option.key == "where") {
    reader.read(option, index.where_sql);
  } else if (option.key == "include") {
    reader.read(option, index.include);
  } else if (option.key == "nulls_not_distinct") {
    reader.read(option, index.nulls_not_distinct);
  } else if (option.key == "comment") {
    reader.read(option, index.comment);
  } else if (option.key == "options") {
    reader.read(option, index.options);
  } else {
    reader.unknown(option, "for an index", known);
  }
}

void read_unique_option(Reader& reader, const Entry& option, UniqueDef& unique) {
  static const std::vector<std::string> known = {"fields", "nulls_not_distinct", "deferrable",
                                                 "comment", "options"};
  if (option.key == "fields") {
    reader.read(option, unique.fields);
  } else if (option.key == "nulls_not_distinct") {
    reader.read(option, unique.nulls_not_distinct);
  } else if (option.key == "deferrable") {
    reader.read(option, unique.deferrable);
  } else if (option.key == "comment") {
    reader.read(option, unique.comment);
  } else if (option.key == "options") {
    reader.read(option, unique.options);
  } else {
    reader.unknown(option, "for a unique constraint", known);
  }
}

void read_check_option(Reader& reader, const Entry& option, CheckDef& check) {
  static const std::vector<std::string> known = {"sql",      "no_inherit", "valid",
                                                 "enforced", "comment",    "options"};
  if (option.key == "sql") {
    reader.read(option, check.sql);
  } else if (option.key == "no_inherit") {
    reader.read(option, check.no_inherit);
  } else if (option.key == "valid") {
    reader.read(option, check.valid);
  } else if (option.key == "enforced") {
    reader.read(option, check.enforced);
  } else if (option.key == "comment") {
    reader.read(option, check.comment);
  } else if (option.key == "options") {
    reader.read(option, check.options);
  } else {
    reader.unknown(option, "for a check", known);
  }
}

void read_foreign_key_option(Reader& reader, const Entry& option, ForeignKeyDef& key) {
  static const std::vector<std::string> known = {
      "fields",    "to",         "to_fields", "to_table", "to_schema", "on_delete",
      "on_update", "deferrable", "match",     "valid",    "comment",   "options"};
  static constexpr std::array<std::string_view, 3> matches = {"SIMPLE", "FULL", "PARTIAL"};
  if (option.key == "fields") {
    reader.read(option, key.fields);
  } else if (option.key == "to") {
    reader.read_name(option, key.to);
  } else if (option.key == "to_fields") {
    reader.read(option, key.to_fields);
  } else if (option.key == "to_table") {
    reader.read_name(option, key.to_table);
  } else if (option.key == "to_schema") {
    reader.read_name(option, key.to_schema);
  } else if (option.key == "on_delete") {
    reader.read(option, key.on_delete);
  } else if (option.key == "on_update") {
    reader.read(option, key.on_update);
  } else if (option.key == "deferrable") {
    reader.read(option, key.deferrable);
  } else if (option.key == "match") {
    reader.read_word(option, matches, key.match);
    if (key.match == "SIMPLE") key.match.clear();
  } else if (option.key == "valid") {
    reader.read(option, key.valid);
  } else if (option.key == "comment") {
    reader.read(option, key.comment);
  } else if (option.key == "options") {
    reader.read(option, key.options);
  } else {
    reader.unknown(option, "for a foreign key", known);
  }
}

/// Notes the places of a thing's options, for faults that are found later.
void note_options(Reader& reader, const Entry& entry) {
  const SourceSpan owner = reader.span(entry.where);
  for (const Entry& option : *entry.value.table()) {
    reader.draft().note_place(owner, option.key, reader.span(option.value.where));
  }
}

bool requires_option(Reader& reader, const Entry& entry, std::string_view option,
                     std::string_view what, std::string_view example) {
  if (entry.value.find(option) != nullptr) return true;
  reader.fault(entry.where, "CV103", fmt::format("{} `{}` has no `{}`", what, entry.key, option),
               fmt::format("{} = {}", entry.key, example));
  return false;
}

}  // namespace

void read_indexes(Reader& reader, const Entry& entry, Model& model) {
  for (const Entry& one : entries_of(reader, entry, "a table of indexes")) {
    IndexDef index;
    index.name = one.key;
    index.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    if (one.value.array() != nullptr) {
      read_key_list(reader, one, index);
    } else if (const Node::Table* const options = one.value.table()) {
      note_options(reader, one);
      const bool both = one.value.find("fields") != nullptr && one.value.find("keys") != nullptr;
      if (both) reader.fault(one.where, "CV103", "an index has either `fields` or `keys`");
      if (one.value.find("keys") == nullptr)
        requires_option(reader, one, "fields", "index",
                        "{ fields = [\"author\", \"-created_at\"] }");
      for (const Entry& option : *options)
        read_index_option(reader, option, index);
    } else {
      reader.wrong_type(one, "a list of fields or a table");
    }
    model.indexes.push_back(std::move(index));
  }
}

void read_uniques(Reader& reader, const Entry& entry, Model& model) {
  for (const Entry& one : entries_of(reader, entry, "a table of unique constraints")) {
    UniqueDef unique;
    unique.name = one.key;
    unique.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    if (one.value.array() != nullptr) {
      reader.read(one, unique.fields);
    } else if (const Node::Table* const options = one.value.table()) {
      note_options(reader, one);
      requires_option(reader, one, "fields", "unique constraint", "{ fields = [\"name\"] }");
      for (const Entry& option : *options)
        read_unique_option(reader, option, unique);
    } else {
      reader.wrong_type(one, "a list of fields or a table");
    }
    if (unique.fields.empty() &&
        (one.value.array() != nullptr || one.value.find("fields") != nullptr))
      reader.fault(one.value.where, "CV104", "a unique constraint wants one field at least");
    model.uniques.push_back(std::move(unique));
  }
}

void read_checks(Reader& reader, const Entry& entry, Model& model) {
  for (const Entry& one : entries_of(reader, entry, "a table of checks")) {
    CheckDef check;
    check.name = one.key;
    check.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    if (one.value.find("sql") != nullptr) {
      note_options(reader, one);
      for (const Entry& option : *one.value.table())
        read_check_option(reader, option, check);
    } else {
      reader.read(one, check.sql);
    }
    model.checks.push_back(std::move(check));
  }
}

void read_foreign_keys(Reader& reader, const Entry& entry, Model& model) {
  for (const Entry& one : entries_of(reader, entry, "a table of foreign keys")) {
    ForeignKeyDef key;
    key.name = one.key;
    key.where = reader.span(one.where);
    reader.check_name(one.where, one.key);
    if (one.value.table() == nullptr) {
      reader.wrong_type(one, "a table");
      continue;
    }
    note_options(reader, one);
    static constexpr std::string_view example = "{ fields = [\"order\"], to = \"orders\" }";
    bool whole = requires_option(reader, one, "fields", "foreign key", example);
    if (one.value.find("to_table") == nullptr)
      whole = requires_option(reader, one, "to", "foreign key", example) && whole;
    for (const Entry& option : *one.value.table())
      read_foreign_key_option(reader, option, key);
    if (!key.to.empty() && !key.to_table.empty()) {
      reader.fault(one.where, "CV103", "a foreign key has either `to` or `to_table`",
                   "`to` names a model; `to_table` a table that no model describes");
    } else if (whole) {
      model.foreign_keys.push_back(std::move(key));
    }
  }
}

}  // namespace covet::model
