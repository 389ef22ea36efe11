#include "core/seed/unique_sets.h"

#include <algorithm>

#include "core/seed/maker.h"

namespace covet::seed {
namespace {

using model::Field;
using model::Model;

void add_fields_in(const Model& model, const model::SqlText& sql, std::vector<std::string>& set) {
  for (const auto& [engine, text] : sql.by_engine) {
    const std::vector<std::string> words = words_of(text);
    for (const Field& field : model.fields) {
      const bool named = text.find(field.column()) != std::string::npos;
      if (named && is_about(words, field.column())) set.push_back(field.name);
    }
  }
}

std::vector<std::string> fields_of(const Model& model, const model::IndexDef& index) {
  std::vector<std::string> set;
  for (const model::Key& key : index.keys) {
    if (!key.field.empty()) set.push_back(key.field);
    add_fields_in(model, key.sql, set);
  }
  return set;
}

}  // namespace

std::vector<std::vector<std::string>> unique_sets(const Model& model) {
  std::vector<std::vector<std::string>> sets;
  const auto add = [&sets](std::vector<std::string> set) {
    std::ranges::sort(set);
    set.erase(std::unique(set.begin(), set.end()), set.end());
    if (!set.empty() && std::ranges::find(sets, set) == sets.end()) sets.push_back(std::move(set));
  };
  add(model.key_fields());
  for (const Field& field : model.fields) {
    if (field.unique || field.type == model::FieldType::one_to_one || field.auto_increment)
      add({field.name});
  }
  for (const model::UniqueDef& unique : model.uniques)
    add(unique.fields);
  for (const model::IndexDef& index : model.indexes) {
    if (index.unique) add(fields_of(model, index));
  }
  std::ranges::stable_sort(sets, {}, [](const auto& set) { return set.size(); });
  return sets;
}

}  // namespace covet::seed
