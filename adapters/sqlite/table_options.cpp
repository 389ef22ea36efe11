#include "adapters/sqlite/table_options.h"

#include <algorithm>
#include <array>

#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::vector<std::string> trimmed_parts(const std::string& text, char separator) {
  std::vector<std::string> parts = split(text, separator);
  for (std::string& part : parts)
    part = std::string(trim(part));
  return parts;
}

}  // namespace

std::span<const std::string_view> known_table_options() {
  static constexpr std::array<std::string_view, 5> names{"strict", "without_rowid", "nullable_key",
                                                         "primary_key", "on_conflict"};
  return names;
}

bool has_option(const schema::Table& table, const std::string& option) {
  const auto it = table.options.find(option);
  return it != table.options.end() && it->second == "true";
}

bool is_nullable_key(const schema::Table& table, std::string_view column) {
  const auto it = table.options.find("nullable_key");
  if (it == table.options.end()) return false;
  if (it->second == "true") return true;
  const auto names = trimmed_parts(it->second, ',');
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return equals_ignoring_case(name, column); });
}

void set_nullable_key(schema::Table& table, const std::vector<std::string>& undeclared) {
  table.options.erase("nullable_key");
  if (undeclared.empty() || !table.primary_key) return;
  const bool all = undeclared.size() == table.primary_key->columns.size();
  table.options["nullable_key"] = all ? "true" : join(undeclared, ", ");
}

bool has_rowid_alias(const schema::Table& table) {
  if (!table.primary_key || table.primary_key->columns.size() != 1) return false;
  if (has_option(table, "without_rowid") || table.options.contains("primary_key")) return false;
  const schema::Column* column = table.find_column(table.primary_key->columns.front());
  return column != nullptr && equals_ignoring_case(column->type, "INTEGER");
}

std::string conflict_place(std::string_view kind, const std::vector<std::string>& columns) {
  return std::string(kind) + "(" + join(columns, ", ") + ")";
}

std::string conflict_clause(const schema::Table& table, const std::string& place) {
  const auto it = table.options.find("on_conflict");
  if (it == table.options.end()) return {};
  for (const std::string& entry : trimmed_parts(it->second, ';')) {
    if (!entry.starts_with(place + " ")) continue;
    return " ON CONFLICT " + to_upper(trim(entry.substr(place.size())));
  }
  return {};
}

}  // namespace covet::sqlite
