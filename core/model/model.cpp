#include "core/model/model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/strings.h"

namespace covet::model {

namespace {

constexpr std::array<std::pair<RefAction, std::string_view>, 5> action_names = {{
    {RefAction::no_action, "NO ACTION"},
    {RefAction::restrict_, "RESTRICT"},
    {RefAction::cascade, "CASCADE"},
    {RefAction::set_null, "SET NULL"},
    {RefAction::set_default, "SET DEFAULT"},
}};

}  // namespace

std::optional<std::string> SqlText::pick(std::span<const std::string_view> keys) const {
  for (const std::string_view key : keys) {
    const auto found = by_engine.find(std::string(key));
    if (found != by_engine.end()) return found->second;
  }
  const auto any = by_engine.find("");
  if (any == by_engine.end()) return std::nullopt;
  return any->second;
}

SqlText sql_for_all(std::string text) {
  return {{{"", std::move(text)}}};
}

std::string_view name_of(RefAction action) {
  const auto* const row =
      std::ranges::find(action_names, action, &std::pair<RefAction, std::string_view>::first);
  return row->second;
}

std::optional<RefAction> parse_ref_action(std::string_view text) {
  for (const auto& [action, name] : action_names) {
    if (equals_ignoring_case(name, text)) return action;
  }
  return std::nullopt;
}

std::string Field::column() const {
  if (!db_column.empty()) return db_column;
  return is_relation(type) ? name + "_id" : name;
}

std::string Model::table_name() const {
  return table.empty() ? to_lower(handle) : table;
}

const Field* Model::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> Model::key_fields() const {
  if (!primary_key.empty()) return primary_key;
  std::vector<std::string> names;
  for (const Field& field : fields) {
    if (field.primary_key) names.push_back(field.name);
  }
  return names;
}

const Model* ModelSet::find(std::string_view handle) const {
  const auto found = std::ranges::find(models, handle, &Model::handle);
  return found == models.end() ? nullptr : &*found;
}

const EnumDef* ModelSet::find_enum(std::string_view handle) const {
  const auto found = std::ranges::find(enums, handle, &EnumDef::handle);
  return found == enums.end() ? nullptr : &*found;
}

}  // namespace covet::model
