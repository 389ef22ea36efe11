#include "core/model/read_model.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/model/object_kind.h"
#include "core/model/read_field.h"

namespace covet::model {

namespace {

void read_primary_key(Reader& reader, const Entry& entry, Model& model) {
  if (entry.value.table() == nullptr) return reader.read(entry, model.primary_key);
  static const std::array<std::string, 4> known = {"name", "fields", "comment", "options"};
  for (const Entry& option : *entry.value.table()) {
    if (option.key == "name") {
      reader.read_name(option, model.primary_key_name);
    } else if (option.key == "fields") {
      reader.read(option, model.primary_key);
    } else if (option.key == "comment") {
      reader.read(option, model.primary_key_comment);
    } else if (option.key == "options") {
      reader.read(option, model.primary_key_options);
    } else {
      reader.unknown(option, "in `primary_key`", known);
    }
  }
}

void read_fields(Reader& reader, const Entry& entry, Model& model) {
  for (const Entry& one : entries_of(reader, entry, "a table of fields")) {
    Field field;
    if (!read_field(reader, one, field)) reader.draft().mark_broken(field.where);
    model.fields.push_back(std::move(field));
  }
}

void read_engine_options(Reader& reader, const Entry& entry, Model& model) {
  reader.read(entry, model.engine_options[entry.key]);
}

struct ModelOption {
  std::string_view name;
  void (*read)(Reader& reader, const Entry& entry, Model& model);
};

constexpr std::array model_options = {
    ModelOption{"table", [](Reader& r, const Entry& e, Model& m) { r.read_name(e, m.table); }},
    ModelOption{"db_schema",
                [](Reader& r, const Entry& e, Model& m) { r.read_name(e, m.db_schema); }},
    ModelOption{"comment", [](Reader& r, const Entry& e, Model& m) { r.read(e, m.comment); }},
    ModelOption{"renamed_from",
                [](Reader& r, const Entry& e, Model& m) { r.read_name(e, m.renamed_from); }},
    ModelOption{"abstract", [](Reader& r, const Entry& e, Model& m) { r.read(e, m.abstract); }},
    ModelOption{"extends", [](Reader& r, const Entry& e, Model& m) { r.read(e, m.extends); }},
    ModelOption{"primary_key", read_primary_key},
    ModelOption{"fields", read_fields},
    ModelOption{"indexes", read_indexes},
    ModelOption{"uniques", read_uniques},
    ModelOption{"checks", read_checks},
    ModelOption{"foreign_keys", read_foreign_keys},
    ModelOption{"owner", [](Reader& r, const Entry& e, Model& m) { read_rights(r, e, m.rights); }},
    ModelOption{"grants", [](Reader& r, const Entry& e, Model& m) { read_rights(r, e, m.rights); }},
};

template <class Words>
bool holds(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != std::ranges::end(words);
}

std::vector<std::string> words_for_models() {
  std::vector<std::string> words;
  for (const ModelOption& option : model_options)
    words.emplace_back(option.name);
  for (const ObjectKind& kind : object_kinds()) {
    if (kind.on_a_table) words.emplace_back(kind.section);
  }
  for (const std::string_view engine : engine_words())
    words.emplace_back(engine);
  return words;
}

void read_model(Reader& reader, const Entry& entry) {
  Model model;
  model.handle = entry.key;
  model.where = reader.span(entry.where);
  reader.check_name(entry.where, entry.key);
  const Node::Table* const options = entry.value.table();
  if (options == nullptr) return reader.wrong_type(entry, "a table with `fields`");
  for (const Entry& option : *options) {
    reader.draft().note_place(model.where, option.key, reader.span(option.value.where));
    const auto known = std::ranges::find(model_options, option.key, &ModelOption::name);
    if (known != model_options.end()) {
      known->read(reader, option, model);
    } else if (holds(engine_words(), option.key)) {
      read_engine_options(reader, option, model);
    } else if (find_object_section(option.key, true) != nullptr) {
      read_objects_on(reader, option, model.handle, false);
    } else {
      reader.unknown(option, fmt::format("in [models.{}]", entry.key), words_for_models());
    }
  }
  if (model.extends.empty() && entry.value.find("fields") == nullptr) {
    reader.fault(entry.where, "CV103", fmt::format("model `{}` has no `fields`", entry.key),
                 fmt::format("[models.{}.fields]", entry.key));
  }
  reader.draft().set.models.push_back(std::move(model));
}

}  // namespace

const Node::Table& entries_of(Reader& reader, const Entry& entry, std::string_view wanted) {
  static const Node::Table none;
  const Node::Table* const entries = entry.value.table();
  if (entries != nullptr) return *entries;
  reader.wrong_type(entry, wanted);
  return none;
}

void read_file_models(Reader& reader, const Node& document) {
  for (const Entry& entry : *document.table()) {
    if (entry.key == "models") {
      for (const Entry& one : entries_of(reader, entry, "a table of models"))
        read_model(reader, one);
    } else if (entry.key == "enums") {
      read_enums(reader, entry);
    } else if (entry.key == "raw") {
      read_raw(reader, entry);
    } else if (const ObjectKind* const kind = find_object_section(entry.key, false)) {
      read_objects(reader, entry, kind->kind);
    } else {
      std::vector<std::string> known = {"models", "enums", "raw"};
      for (const ObjectKind& one : object_kinds()) {
        if (!one.on_a_table && !holds(known, one.section)) known.emplace_back(one.section);
      }
      reader.unknown(entry, "at the top of a model file", known);
    }
  }
}

}  // namespace covet::model
