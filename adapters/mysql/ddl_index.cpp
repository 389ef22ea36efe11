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

}  // namespace

std::string unique_clause(const schema::Unique& unique) {
  return fmt::format("UNIQUE KEY {} ({})", dialect().quote(unique.name),
                     quoted_list(unique.columns));
}

std::string index_clause(const schema::Index& index) {
  std::vector<std::string> parts;
  for (const schema::IndexKey& key : index.keys)
    parts.push_back(key_part(key));
  std::string kind = index.unique ? "UNIQUE KEY" : "KEY";
  std::string method;
  if (index.method == "fulltext" || index.method == "spatial") {
    kind = to_upper(index.method) + " KEY";
  } else if (!index.method.empty()) {
    method = " USING " + to_upper(index.method);
  }
  std::string text =
      fmt::format("{} {} ({}){}", kind, dialect().quote(index.name), join(parts, ", "), method);
  if (!index.comment.empty()) text += " COMMENT " + quoted_text(index.comment);
  return text;
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
