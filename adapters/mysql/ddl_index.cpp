#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::string key_part(const schema::IndexKey& key) {
  std::string text = key.sql.empty() ? dialect().quote(key.column) : "(" + key.sql + ")";
  if (key.length) text += fmt::format("({})", *key.length);
  if (key.descending) text += " DESC";
  return text;
}

std::string constraint(const std::string& name) {
  return name.empty() ? "" : "CONSTRAINT " + dialect().quote(name) + " ";
}

std::string action_clause(std::string_view event, schema::RefAction action, const Flavor& flavor) {
  const auto unsaid = flavor.unsaid_action_is_restrict() ? schema::RefAction::restrict_
                                                         : schema::RefAction::no_action;
  if (action == unsaid) return {};
  return fmt::format(" ON {} {}", event, model::name_of(action));
}

/// ", `p` WITHOUT OVERLAPS"
std::string period_part(const schema::Options& options) {
  const auto period = options.find("without_overlaps");
  if (period == options.end()) return {};
  return fmt::format(", {} WITHOUT OVERLAPS", dialect().quote(period->second));
}

std::string key_suffix(const schema::Options& options, const std::string& comment,
                       const Flavor& flavor) {
  std::string text;
  const auto add = [&](const char* key, std::string_view words, auto spell) {
    const auto found = options.find(key);
    if (found != options.end()) text += fmt::format(" {}{}", words, spell(found->second));
  };
  const auto as_is = [](const std::string& value) { return value; };
  add("using", "USING ", [](const std::string& value) { return to_upper(value); });
  add("key_block_size", "KEY_BLOCK_SIZE=", as_is);
  if (!comment.empty()) text += " COMMENT " + quoted_text(comment);
  add("parser", "WITH PARSER ", [](const std::string& value) { return dialect().quote(value); });
  if (options.contains("invisible")) text += flavor.mariadb() ? " IGNORED" : " INVISIBLE";
  return text;
}

}  // namespace

std::string key_parts(const std::vector<schema::IndexKey>& keys) {
  std::vector<std::string> parts;
  for (const schema::IndexKey& key : keys)
    parts.push_back(key_part(key));
  return join(parts, ", ");
}

std::string primary_key_clause(const schema::PrimaryKey& key, const Flavor& flavor) {
  const auto parts = key.options.find("keys");
  const std::string list = parts != key.options.end() ? parts->second : quoted_list(key.columns);
  return fmt::format("PRIMARY KEY ({}){}", list + period_part(key.options),
                     key_suffix(key.options, key.comment, flavor));
}

std::string unique_clause(const schema::Unique& unique, const Flavor& flavor) {
  return fmt::format("UNIQUE KEY {} ({}){}", dialect().quote(unique.name),
                     quoted_list(unique.columns) + period_part(unique.options),
                     key_suffix(unique.options, unique.comment, flavor));
}

std::string index_clause(const schema::Index& index, const Flavor& flavor) {
  std::string kind = index.unique ? "UNIQUE KEY" : "KEY";
  std::string method;
  if (index.method == "fulltext" || index.method == "spatial") {
    kind = to_upper(index.method) + " KEY";
  } else if (!index.method.empty()) {
    method = " USING " + to_upper(index.method);
  }
  return fmt::format("{} {} ({}){}{}", kind, dialect().quote(index.name),
                     key_parts(index.keys) + period_part(index.options), method,
                     key_suffix(index.options, index.comment, flavor));
}

std::string check_clause(const schema::Check& check, const Flavor& flavor) {
  const bool off = !check.enforced && flavor.unenforced_checks();
  return fmt::format("{}CHECK ({}){}", constraint(check.name), check.sql,
                     off ? " NOT ENFORCED" : "");
}

std::string foreign_key_clause(const schema::ForeignKey& key, const Flavor& flavor) {
  return fmt::format("{}FOREIGN KEY ({}) REFERENCES {} ({}){}{}", constraint(key.name),
                     quoted_list(key.columns), quoted_name(key.target),
                     quoted_list(key.target_columns),
                     action_clause("DELETE", key.on_delete, flavor),
                     action_clause("UPDATE", key.on_update, flavor));
}

}  // namespace covet::mysql
