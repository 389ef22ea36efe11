#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/model/object_kind.h"
#include "core/model/read_model.h"

namespace covet::model {

namespace {

struct ObjectOption {
  std::string_view name;
  void (*read)(Reader& reader, const Entry& entry, ObjectDef& object);
};

constexpr std::array object_options = {
    ObjectOption{"sql", [](Reader& r, const Entry& e, ObjectDef& o) { r.read(e, o.sql); }},
    ObjectOption{"name", [](Reader& r, const Entry& e, ObjectDef& o) { r.read_name(e, o.name); }},
    ObjectOption{"db_schema",
                 [](Reader& r, const Entry& e, ObjectDef& o) { r.read_name(e, o.db_schema); }},
    ObjectOption{"comment", [](Reader& r, const Entry& e, ObjectDef& o) { r.read(e, o.comment); }},
    ObjectOption{"then", [](Reader& r, const Entry& e, ObjectDef& o) { r.read(e, o.then); }},
    ObjectOption{"drop", [](Reader& r, const Entry& e, ObjectDef& o) { r.read(e, o.drop_sql); }},
    ObjectOption{"depends_on",
                 [](Reader& r, const Entry& e, ObjectDef& o) { r.read(e, o.depends_on); }},
};

/// What stands on a table belongs to the table's owner, but for a trigger, which has a definer on
/// some engines.
bool may_be_owned(const ObjectDef& object) {
  return object.kind != "extension" && (object.on.empty() || object.kind == "trigger");
}

bool read_own_option(Reader& reader, const Entry& option, ObjectDef& object) {
  const bool extension = object.kind == "extension";
  if (extension && option.key == "version") {
    reader.read(option, object.version);
  } else if (extension && option.key == "schema") {
    reader.read_name(option, object.db_schema);
  } else if (option.key == "args" &&
             (object.kind == "function" || object.kind == "procedure" ||
              object.kind == "aggregate" || object.kind == "operator" || object.kind == "raw")) {
    reader.read(option, object.args.emplace());
  } else if (object.kind == "raw" && option.key == "kind") {
    // Read beforehand: it decides what the others are.
  } else if (object.kind == "raw" && option.key == "table") {
    reader.read_name(option, object.on);
  } else {
    return may_be_owned(object) && read_rights(reader, option, object.rights);
  }
  return true;
}

std::vector<std::string> words_for(const ObjectDef& object) {
  std::vector<std::string> words;
  for (const ObjectOption& option : object_options)
    words.emplace_back(option.name);
  if (object.kind == "extension") words.insert(words.end(), {"version", "schema"});
  if (object.kind == "view") words.insert(words.end(), {"materialized", "triggers", "rules"});
  if (object.kind == "raw") words.insert(words.end(), {"kind", "table"});
  if (may_be_owned(object)) words.insert(words.end(), {"owner", "grants"});
  return words;
}

void read_materialized(Reader& reader, const Entry& entry, ObjectDef& object) {
  const auto& options = *entry.value.table();
  for (const Entry& option : options) {
    if (option.key != "materialized") continue;
    bool materialized = false;
    reader.read(option, materialized);
    if (materialized) object.kind = "materialized view";
  }
}

void read_object(Reader& reader, const Entry& one, ObjectDef object) {
  object.handle = one.key;
  object.where = reader.span(one.where);
  reader.check_name(one.where, one.key);
  const bool needs_sql = object.kind != "extension" && object.kind != "schema";
  const bool view = object.kind == "view";
  const Node::Table* const options = one.value.table();
  if (options == nullptr) {
    // A text alone is its SQL.
    if (one.value.text() == nullptr || !needs_sql)
      return reader.wrong_type(one, needs_sql ? "a table with `sql`" : "a table; {} will do");
    reader.read(one, object.sql);
    return reader.draft().set.objects.push_back(std::move(object));
  }
  if (needs_sql && one.value.find("sql") == nullptr) {
    const ObjectKind* const kind = find_object_kind(object.kind);
    reader.fault(one.where, "CV103", fmt::format("{} `{}` has no `sql`", object.kind, one.key),
                 fmt::format("sql = \"{}\"", kind == nullptr ? "CREATE …" : kind->example));
  }
  const std::string section = object.kind;
  const std::vector<std::string> known = words_for(object);
  std::vector<const Entry*> beneath;
  for (const Entry& option : *options) {
    const auto common = std::ranges::find(object_options, option.key, &ObjectOption::name);
    if (common != object_options.end()) {
      common->read(reader, option, object);
    } else if (view && option.key == "materialized") {
      continue;
    } else if (view && find_object_section(option.key, true) != nullptr) {
      beneath.push_back(&option);
    } else if (!read_own_option(reader, option, object)) {
      reader.unknown(option, fmt::format("for a {}", section), known);
    }
  }
  if (view) read_materialized(reader, one, object);
  for (const Entry* const option : beneath)
    read_objects_on(reader, *option, object.handle, true);
  reader.draft().set.objects.push_back(std::move(object));
}

}  // namespace

void read_objects(Reader& reader, const Entry& entry, std::string_view kind) {
  for (const Entry& one : entries_of(reader, entry, "a table")) {
    ObjectDef object;
    object.kind = kind;
    read_object(reader, one, std::move(object));
  }
}

void read_objects_on(Reader& reader, const Entry& entry, const std::string& owner, bool on_a_view) {
  const ObjectKind& kind = *find_object_section(entry.key, true);
  for (const Entry& one : entries_of(reader, entry, "a table")) {
    ObjectDef object;
    object.kind = kind.kind;
    object.on = owner;
    object.on_a_view = on_a_view;
    read_object(reader, one, std::move(object));
  }
}

void read_raw(Reader& reader, const Entry& entry) {
  for (const Entry& one : entries_of(reader, entry, "a table of things as SQL")) {
    ObjectDef object;
    object.kind = "raw";
    const std::size_t before = reader.draft().set.objects.size();
    read_object(reader, one, std::move(object));
    if (reader.draft().set.objects.size() == before) continue;
    ObjectDef& made = reader.draft().set.objects.back();
    const Entry* const kind = one.value.find("kind");
    if (kind != nullptr && kind->value.text() != nullptr) made.kind = *kind->value.text();
    if (made.kind == "raw" && made.drop_sql.empty()) {
      reader.fault(one.where, "CV103",
                   fmt::format("raw `{}` has neither `kind` nor `drop`", one.key),
                   "drop = \"DROP …\" says how it goes, kind = \"conversion\" what it is");
    }
  }
}

}  // namespace covet::model
