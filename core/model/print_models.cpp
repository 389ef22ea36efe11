#include "core/model/print_models.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/model/object_kind.h"
#include "core/model/toml_text.h"

namespace covet::model {

namespace {

/// What "x" and "-x" say alone.
bool is_simple(const Key& key, const Model& model) {
  if (!key.sql.empty() || !key.nulls.empty() || !key.collation.empty() || !key.opclass.empty() ||
      key.length) {
    return false;
  }
  return !key.descending || model.find("-" + key.field) == nullptr;
}

std::string print_key(const Key& key, const Model& model) {
  if (is_simple(key, model)) return toml_string((key.descending ? "-" : "") + key.field);
  TomlOptions options;
  options.add_text("field", key.field);
  options.add_sql("sql", key.sql);
  if (key.length) options.add("length", std::to_string(*key.length));
  options.add_text("collation", key.collation);
  options.add_text("opclass", key.opclass);
  if (key.descending) options.add("order", "\"desc\"");
  options.add_text("nulls", key.nulls);
  return options.inline_table();
}

std::string print_index(const IndexDef& index, const Model& model) {
  std::vector<std::string> keys;
  for (const Key& key : index.keys)
    keys.push_back(print_key(key, model));
  const bool simple =
      std::ranges::all_of(index.keys, [&model](const Key& key) { return is_simple(key, model); });
  TomlOptions options;
  options.add(simple ? "fields" : "keys", fmt::format("[{}]", join(keys, ", ")));
  options.add_flag("unique", index.unique);
  options.add_text("method", index.method);
  options.add_sql("where", index.where_sql);
  options.add_list("include", index.include);
  options.add_flag("nulls_not_distinct", index.nulls_not_distinct);
  options.add_text("comment", index.comment);
  options.add_options("options", index.options);
  return options.inline_table();
}

void add_deferrable(TomlOptions& options, Deferrable deferrable) {
  if (deferrable == Deferrable::no) return;
  options.add("deferrable", deferrable == Deferrable::deferrable ? "true" : "\"deferred\"");
}

std::string print_unique(const UniqueDef& unique) {
  TomlOptions options;
  options.add_list("fields", unique.fields);
  options.add_flag("nulls_not_distinct", unique.nulls_not_distinct);
  add_deferrable(options, unique.deferrable);
  options.add_text("comment", unique.comment);
  options.add_options("options", unique.options);
  return options.inline_table();
}

std::string print_check(const CheckDef& check) {
  TomlOptions options;
  options.add_sql("sql", check.sql);
  options.add_flag("no_inherit", check.no_inherit);
  options.add_flag("valid", check.valid, true);
  options.add_flag("enforced", check.enforced, true);
  options.add_text("comment", check.comment);
  options.add_options("options", check.options);
  const bool plain = check.sql.by_engine.size() == 1 && check.sql.by_engine.contains("") &&
                     !check.no_inherit && check.valid && check.enforced && check.comment.empty() &&
                     check.options.empty();
  return plain ? toml_string(check.sql.by_engine.at("")) : options.inline_table();
}

std::string print_foreign_key(const ForeignKeyDef& key) {
  TomlOptions options;
  options.add_list("fields", key.fields);
  options.add_text("to", key.to);
  options.add_text("to_schema", key.to_schema);
  options.add_text("to_table", key.to_table);
  options.add_list("to_fields", key.to_fields);
  if (key.on_delete) options.add_text("on_delete", name_of(*key.on_delete));
  if (key.on_update) options.add_text("on_update", name_of(*key.on_update));
  add_deferrable(options, key.deferrable);
  options.add_text("match", key.match);
  options.add_flag("valid", key.valid, true);
  options.add_text("comment", key.comment);
  options.add_options("options", key.options);
  return options.inline_table();
}

void add_rights(TomlOptions& options, const Rights& rights) {
  options.add_text("owner", rights.owner);
  if (!rights.grants) return;
  TomlOptions roles;
  for (const auto& [role, grants] : *rights.grants) {
    std::vector<std::string> texts;
    for (const Grant& grant : grants)
      texts.push_back(print_grant(grant));
    roles.add(toml_key(role), toml_list(texts));
  }
  options.add("grants", roles.empty() ? "{}" : roles.inline_table());
}

TomlOptions options_of(const Model& model) {
  TomlOptions options;
  options.add_text("table", model.table);
  options.add_text("db_schema", model.db_schema);
  options.add_text("comment", model.comment);
  options.add_text("renamed_from", model.renamed_from);
  options.add_flag("abstract", model.abstract);
  options.add_list("extends", model.extends);
  if (!model.primary_key_name.empty() || !model.primary_key_comment.empty() ||
      !model.primary_key_options.empty()) {
    TomlOptions key;
    key.add_text("name", model.primary_key_name);
    key.add_list("fields", model.primary_key);
    key.add_text("comment", model.primary_key_comment);
    key.add_options("options", model.primary_key_options);
    options.add("primary_key", key.inline_table());
  } else {
    options.add_list("primary_key", model.primary_key);
  }
  add_rights(options, model.rights);
  return options;
}

class Sections {
 public:
  explicit Sections(std::string handle) : handle_(std::move(handle)) {}

  void add(std::string_view name, const std::string& lines) {
    if (!text_.empty()) text_ += '\n';
    const std::string path = name.empty() ? handle_ : fmt::format("{}.{}", handle_, name);
    text_ += fmt::format("[models.{}]\n{}", path, lines);
  }
  void add(std::string_view name, const TomlOptions& options) {
    if (!options.empty()) add(name, options.lines());
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string handle_;
  std::string text_;
};

template <class Defs, class Print>
TomlOptions named(const Defs& defs, Print print) {
  TomlOptions options;
  for (const auto& def : defs)
    options.add(toml_key(def.name), print(def));
  return options;
}

void add_engine_options(Sections& sections, const Model& model) {
  for (const auto& [engine, values] : model.engine_options) {
    TomlOptions options;
    for (const auto& [name, value] : values) {
      const bool flag = value == "true" || value == "false";
      options.add(toml_key(name), flag ? value : toml_string(value));
    }
    sections.add(toml_key(engine), options);
  }
}

std::string print_enum(const EnumDef& type) {
  TomlOptions options;
  options.add_text("name", type.name);
  options.add_text("db_schema", type.db_schema);
  options.add_text("comment", type.comment);
  options.add("values", toml_choices(type.values));
  add_rights(options, type.rights);
  return fmt::format("[enums.{}]\n{}", toml_key(type.handle), options.lines());
}

TomlOptions options_of(const ObjectDef& object) {
  TomlOptions options;
  options.add_text("name", object.name);
  options.add_text("db_schema", object.db_schema);
  if (find_object_kind(object.kind) == nullptr) {
    options.add_text("kind", object.kind);
    options.add_text("table", object.on);
  }
  if (object.args) options.add("args", toml_string(*object.args));
  options.add_flag("materialized", object.kind == "materialized view");
  options.add_text("version", object.version);
  options.add_text("comment", object.comment);
  options.add_sql("sql", object.sql);
  options.add_list("then", object.then);
  options.add_text("drop", object.drop_sql);
  options.add_list("depends_on", object.depends_on);
  add_rights(options, object.rights);
  return options;
}

std::string section_of(const ObjectDef& object) {
  const ObjectKind* const kind = find_object_kind(object.kind);
  return kind == nullptr ? "raw" : std::string(kind->section);
}

bool stands_on_a_model(const ObjectDef& object) {
  return !object.on.empty() && !object.on_a_view && find_object_kind(object.kind) != nullptr;
}

/// With what stands on it.
std::string print_object(const ObjectDef& object, std::span<const ObjectDef> all) {
  const std::string path = section_of(object) + "." + toml_key(object.handle);
  std::string text = fmt::format("[{}]\n{}", path, options_of(object).lines());
  if (section_of(object) != "views") return text;
  for (const ObjectDef& other : all) {
    if (!other.on_a_view || other.on != object.handle) continue;
    text += fmt::format("\n[{}.{}.{}]\n{}", path, section_of(other), toml_key(other.handle),
                        options_of(other).lines());
  }
  return text;
}

}  // namespace

std::string print_model(const Model& model, std::span<const ObjectDef> objects) {
  Sections sections(toml_key(model.handle));
  sections.add("", options_of(model));
  TomlOptions fields;
  for (const Field& field : model.fields)
    fields.add(toml_key(field.name), print_field(field));
  sections.add("fields", fields.lines());
  sections.add("indexes", named(model.indexes, [&model](const IndexDef& index) {
                 return print_index(index, model);
               }));
  sections.add("uniques", named(model.uniques, print_unique));
  sections.add("checks", named(model.checks, print_check));
  sections.add("foreign_keys", named(model.foreign_keys, print_foreign_key));
  for (const ObjectDef& object : objects) {
    if (!stands_on_a_model(object) || object.on != model.handle) continue;
    sections.add(section_of(object) + "." + toml_key(object.handle), options_of(object));
  }
  add_engine_options(sections, model);
  return std::move(sections).text();
}

std::string print_beside(std::span<const EnumDef> enums, std::span<const ObjectDef> objects) {
  std::vector<std::string> parts;
  TomlOptions extensions;
  for (const ObjectDef& object : objects) {
    if (object.kind == "extension")
      extensions.add(toml_key(object.handle), options_of(object).inline_table());
  }
  if (!extensions.empty()) parts.push_back("[extensions]\n" + extensions.lines());
  for (const EnumDef& type : enums)
    parts.push_back(print_enum(type));
  for (const ObjectDef& object : objects) {
    if (object.kind == "extension" || object.on_a_view || stands_on_a_model(object)) continue;
    parts.push_back(print_object(object, objects));
  }
  return join(parts, "\n");
}

std::string print_models(const ModelSet& models) {
  std::vector<std::string> parts;
  const std::string beside = print_beside(models.enums, models.objects);
  if (!beside.empty()) parts.push_back(beside);
  for (const Model& model : models.models)
    parts.push_back(print_model(model, models.objects));
  return join(parts, "\n");
}

}  // namespace covet::model
