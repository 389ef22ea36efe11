#include "adapters/mysql/complete.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/mysql/complete_keys.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::string canonical_engine(const std::string& engine) {
  static constexpr std::array<std::string_view, 8> names{
      "InnoDB", "MyISAM", "MEMORY", "Aria", "ARCHIVE", "BLACKHOLE", "CSV", "ROCKSDB"};
  for (std::string_view name : names) {
    if (equals_ignoring_case(name, engine)) return std::string(name);
  }
  return engine;
}

void complete_options(schema::Table& table, const std::string& default_collation) {
  std::map<std::string, std::string> options;
  for (auto& [key, value] : table.options)
    options[to_lower(key)] = value;
  if (const auto engine = options.find("engine"); engine != options.end()) {
    engine->second = canonical_engine(engine->second);
    if (engine->second == "InnoDB") options.erase(engine);
  }
  if (const auto format = options.find("row_format"); format != options.end()) {
    format->second = to_upper(format->second);
    if (format->second == "DEFAULT") options.erase(format);
  }
  forget_usual_of_aria(options);
  if (const auto charset = options.find("charset"); charset != options.end()) {
    const std::string name = to_lower(charset->second);
    if (!options.contains("collation")) {
      const std::string usual = name == "utf8mb4" ? default_collation : usual_collation(name);
      options["collation"] = usual.empty() ? name + "_general_ci" : usual;
    }
    options.erase("charset");
  }
  if (const auto collation = options.find("collation"); collation != options.end()) {
    collation->second = to_lower(collation->second);
    if (collation->second == default_collation) options.erase(collation);
  }
  table.options = std::move(options);
}

void complete_columns(schema::Table& table, const Flavor& flavor,
                      const std::string& default_collation) {
  const auto found = table.options.find("collation");
  const std::string& own = found == table.options.end() ? default_collation : found->second;
  for (schema::Column& column : table.columns) {
    const bool in_key =
        table.primary_key && std::ranges::find(table.primary_key->columns, column.name) !=
                                 table.primary_key->columns.end();
    if (in_key) column.nullable = false;
    const TypeText type = parse_type(column.type);
    if (column.collation == own || !is_character_type(type)) column.collation.clear();
    if (column.generated && flavor.mariadb()) column.nullable = true;
  }
}

void complete_checks(schema::Table& table, const Flavor& flavor, std::vector<std::string>& notes) {
  for (schema::Check& check : table.checks) {
    const std::string name = table.name.display() + "." + check.name;
    check.no_inherit = false;
    if (!check.valid) {
      notes.push_back(fmt::format("check {} holds for existing rows too on MySQL", name));
    }
    check.valid = true;
    if (!check.enforced && !flavor.unenforced_checks()) {
      notes.push_back(fmt::format("check {} is enforced: MariaDB knows no other", name));
      check.enforced = true;
    }
  }
}

}  // namespace

void complete_table(schema::Table& table, const Flavor& flavor,
                    const std::string& default_collation, std::vector<std::string>& notes) {
  complete_options(table, default_collation);
  if (table.primary_key) table.primary_key->name = "PRIMARY";
  complete_columns(table, flavor, default_collation);
  complete_checks(table, flavor, notes);
  KeyCompleter(table, flavor, notes).run();
}

}  // namespace covet::mysql
