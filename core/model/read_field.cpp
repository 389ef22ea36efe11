#include "core/model/read_field.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::model {

namespace {

std::vector<std::string> words_of(std::string_view text) {
  return text.empty() ? std::vector<std::string>{} : split(text, ' ');
}

std::vector<std::string> options_of(FieldType type) {
  std::vector<std::string> all = words_of(info(type).options);
  for (const std::string_view group : common_options(type)) {
    const std::vector<std::string> words = words_of(group);
    all.insert(all.end(), words.begin(), words.end());
  }
  std::erase(all, "type");
  return all;
}

/// "Char takes: max_length (required), min_length, …"
std::string takes_note(FieldType type) {
  const FieldTypeInfo& row = info(type);
  const std::vector<std::string> required = words_of(row.required);
  std::vector<std::string> own = words_of(row.options);
  for (std::string& option : own) {
    if (std::ranges::find(required, option) != required.end()) option += " (required)";
  }
  own.emplace_back(type == FieldType::many_to_many ? "and what every field does"
                                                   : "and what every column does");
  return fmt::format("{} takes: {}", row.name, join(own, ", "));
}

std::optional<FieldType> read_type(Reader& reader, const Place& place, std::string_view name) {
  const std::optional<FieldType> type = parse_field_type(name);
  if (type) return type;
  std::vector<std::string> names;
  for (const FieldTypeInfo& row : field_types())
    names.emplace_back(row.name);
  Diagnostic& found =
      reader.fault(place, "CV109", fmt::format("there's no field type `{}`", name),
                   "for a type that only your engine has: { type = \"Native\", sql = \"…\" }");
  found.label = did_you_mean(name, names);
  found.notes.push_back("types are: " + join(names, ", "));
  return std::nullopt;
}

void read_option(Reader& reader, const Entry& entry, Field& field) {
  const auto known = field_options();
  const auto option = std::ranges::find(known, entry.key, &FieldOption::name);
  if (option != known.end() && takes_option(field.type, entry.key)) {
    reader.draft().note_place(field.where, entry.key, reader.span(entry.value.where));
    option->read(reader, entry, field);
    return;
  }
  const std::string type = with_article(info(field.type).name);
  if (option != known.end()) {
    reader.fault(entry.where, "CV112", fmt::format("`{}` does not fit {} field", entry.key, type))
        .notes.push_back(takes_note(field.type));
    return;
  }
  Diagnostic& found = reader.fault(entry.where, "CV101",
                                   fmt::format("unknown option `{}` for {} field", entry.key, type),
                                   "covet help types");
  found.label = did_you_mean(entry.key, options_of(field.type));
  found.notes.push_back(takes_note(field.type));
}

/// One of the unknown options is this one with a typo, which has been said already.
bool is_misspelled(const Node& field, const std::string& option) {
  if (field.table() == nullptr) return false;
  return std::ranges::any_of(*field.table(), [&option](const Entry& entry) {
    const auto known = field_options();
    return std::ranges::find(known, entry.key, &FieldOption::name) == known.end() &&
           nearest(entry.key, std::vector<std::string>{option}).has_value();
  });
}

void require_options(Reader& reader, const Entry& entry, FieldType type) {
  const auto has = [&entry](std::string_view option) {
    return entry.value.find(option) != nullptr;
  };
  for (const std::string& option : words_of(info(type).required)) {
    if (has(option) || is_misspelled(entry.value, option)) continue;
    reader
        .fault(entry.where, "CV103",
               fmt::format("`{}` is {} field without `{}`", entry.key,
                           with_article(info(type).name), option))
        .notes.push_back(takes_note(type));
  }
  if (type == FieldType::enum_ && has("choices") == has("enum")) {
    reader.fault(entry.where, "CV103",
                 fmt::format("`{}` is an Enum field with {} `choices` {} `enum`", entry.key,
                             has("enum") ? "both" : "neither", has("enum") ? "and" : "nor"),
                 "list the values: choices = [\"draft\", \"published\"]; or name an "
                 "[enums.…]: enum = \"status\"");
  }
}

}  // namespace

std::string with_article(std::string_view type) {
  static constexpr std::string_view vowels = "AEIO";
  const bool vowel = vowels.find(type.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", type);
}

bool read_field(Reader& reader, const Entry& entry, Field& field) {
  field.name = entry.key;
  field.where = reader.span(entry.where);
  reader.check_name(entry.where, entry.key);

  if (const std::string* const name = entry.value.text()) {
    const std::optional<FieldType> type = read_type(reader, entry.value.where, *name);
    if (!type) return false;
    field.type = *type;
    require_options(reader, entry, field.type);
    return true;
  }
  if (entry.value.table() == nullptr) {
    reader.wrong_type(entry, "a type's name or a table with `type`");
    return false;
  }
  const Entry* const type_entry = entry.value.find("type");
  if (type_entry == nullptr) {
    reader.fault(entry.where, "CV103", fmt::format("field `{}` has no `type`", entry.key),
                 fmt::format("{} = {{ type = \"Text\" }}", entry.key));
    return false;
  }
  if (type_entry->value.text() == nullptr) {
    reader.wrong_type(*type_entry, "a type's name");
    return false;
  }
  const auto type = read_type(reader, type_entry->value.where, *type_entry->value.text());
  if (!type) return false;
  field.type = *type;
  for (const Entry& option : *entry.value.table()) {
    if (option.key != "type") read_option(reader, option, field);
  }
  require_options(reader, entry, field.type);
  return true;
}

}  // namespace covet::model
