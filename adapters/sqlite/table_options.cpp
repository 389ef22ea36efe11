#include "adapters/sqlite/table_options.h"

#include <algorithm>
#include <array>

#include "adapters/sqlite/dialect.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string part_at(const schema::Options& options, const std::string& option, std::size_t i) {
  const auto it = options.find(option);
  if (it == options.end()) return {};
  const std::vector<std::string> parts = parts_of(it->second);
  return i < parts.size() ? parts[i] : std::string();
}

}  // namespace

std::span<const std::string_view> known_table_options() {
  static constexpr std::array<std::string_view, 3> names{"strict", "without_rowid", "nullable_key"};
  return names;
}

std::span<const std::string_view> known_column_options() {
  static constexpr std::array<std::string_view, 3> names{"not_null_on_conflict", "implied_columns",
                                                         "spelling"};
  return names;
}

bool has_option(const schema::Options& options, const std::string& option) {
  const auto it = options.find(option);
  return it != options.end() && it->second == "true";
}

bool is_nullable_key(const schema::Table& table, std::string_view column) {
  const auto it = table.options.find("nullable_key");
  if (it == table.options.end()) return false;
  if (it->second == "true") return true;
  const auto names = parts_of(it->second);
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
  const schema::Options& options = table.primary_key->options;
  if (has_option(table.options, "without_rowid") || options.contains("order")) return false;
  const schema::Column* column = table.find_column(table.primary_key->columns.front());
  return column != nullptr && equals_ignoring_case(column->type, "INTEGER");
}

std::string conflict_clause(const schema::Options& options, const std::string& option) {
  const auto it = options.find(option);
  return it == options.end() ? std::string() : " ON CONFLICT " + to_upper(it->second);
}

std::string key_columns(const std::vector<std::string>& columns, const schema::Options& options) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string text = dialect().quote(columns[i]);
    const std::string collation = part_at(options, "collations", i);
    if (!collation.empty()) text += " COLLATE " + dialect().quote(collation);
    if (part_at(options, "order", i) == "desc") text += " DESC";
    texts.push_back(std::move(text));
  }
  return join(texts, ", ");
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts = split(list, ',');
  for (std::string& part : parts)
    part = std::string(trim(part));
  return parts;
}

}  // namespace covet::sqlite
