#include "adapters/sqlite/ddl_column.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string default_clause(const std::string& sql) {
  return " DEFAULT " + (is_plain_default(sql) ? sql : parenthesized(sql));
}

std::string deferrable_clause(schema::Deferrable deferrable) {
  switch (deferrable) {
    case schema::Deferrable::no:
      return {};
    case schema::Deferrable::deferrable:
      return " DEFERRABLE";
    case schema::Deferrable::initially_deferred:
      return " DEFERRABLE INITIALLY DEFERRED";
  }
  return {};
}

bool in_key(const schema::Column& column, const schema::Table& table) {
  if (!table.primary_key) return false;
  for (const std::string& name : table.primary_key->columns) {
    if (name == column.name) return true;
  }
  return false;
}

/// INTEGER PRIMARY KEY DESC is no rowid only where it stands in the column's definition.
bool is_descending_key(const schema::PrimaryKey& key) {
  const auto it = key.options.find("order");
  return key.columns.size() == 1 && it != key.options.end() && it->second == "desc" &&
         !key.options.contains("collations");
}

bool is_type_name(const Token& token) {
  constexpr std::array<std::string_view, 13> other{
      "CONSTRAINT", "PRIMARY", "UNIQUE",     "CHECK", "FOREIGN",    "NOT",      "NULL",
      "DEFAULT",    "COLLATE", "REFERENCES", "AS",    "DEFERRABLE", "GENERATED"};
  return token.kind == TokenKind::quoted ||
         (token.kind == TokenKind::word &&
          std::ranges::none_of(other, [&](std::string_view word) { return is_word(token, word); }));
}

/// Names, then perhaps numbers in parentheses: what SQLite reads as a type without quotes.
bool is_bare_type(const std::string& type) {
  const auto tokens = lex_code(type, dialect().lexical_rules());
  const auto open = std::ranges::find_if_not(tokens, is_type_name);
  if (open == tokens.begin()) return false;
  if (open == tokens.end()) return true;
  const auto is_number = [](const Token& token) {
    return token.kind == TokenKind::number || token.text == "," || token.text == "-" ||
           token.text == "+";
  };
  return open->text == "(" && tokens.back().text == ")" && tokens.end() - open > 2 &&
         std::all_of(open + 1, tokens.end() - 1, is_number);
}

/// As written, where the table still has that name and those columns.
std::string spelling_of(const schema::ForeignKey& key) {
  const auto it = key.options.find("spelling");
  if (it == key.options.end()) return {};
  SqlReader in(it->second);
  if (!equals_ignoring_case(in.name(), key.target.name)) return {};
  if (!in.accept_symbol("(")) return it->second;
  for (const std::string& column : key.target_columns) {
    if (!equals_ignoring_case(in.name(), column)) return {};
    in.accept_symbol(",");
  }
  return it->second;
}

std::string target_of(const schema::ForeignKey& key) {
  if (std::string written = spelling_of(key); !written.empty()) return written;
  const std::string table = dialect().quote(key.target.name);
  if (key.target_columns.empty() || has_option(key.options, "implied_columns")) return table;
  return fmt::format("{} ({})", table, column_list(key.target_columns));
}

}  // namespace

std::string constraint_name(const std::string& name) {
  return name.empty() ? std::string() : fmt::format("CONSTRAINT {} ", dialect().quote(name));
}

std::string column_list(const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const std::string& name : columns)
    quoted.push_back(dialect().quote(name));
  return join(quoted, ", ");
}

bool has_inline_key(const schema::Table& table) {
  if (!table.primary_key || table.primary_key->columns.size() != 1) return false;
  if (is_descending_key(*table.primary_key)) return true;
  const schema::Options& options = table.primary_key->options;
  return table.primary_key->name.empty() && !options.contains("order") &&
         !options.contains("collations");
}

std::string column_definition(const schema::Column& column, const schema::Table& table) {
  std::string text = dialect().quote(column.name);
  if (!column.type.empty()) {
    text += " " + (is_bare_type(column.type) ? column.type : dialect().quote(column.type));
  }
  const bool key = in_key(column, table);
  if (!column.nullable && !(key && is_nullable_key(table, column.name))) {
    text += " NOT NULL" + conflict_clause(column.options, "not_null_on_conflict");
  }
  // AUTOINCREMENT can only be written here.
  if (key && (has_inline_key(table) || column.identity)) {
    text += " " + constraint_name(table.primary_key->name) + "PRIMARY KEY" +
            (is_descending_key(*table.primary_key) ? " DESC" : "") +
            conflict_clause(table.primary_key->options);
    if (column.identity) text += " AUTOINCREMENT";
  }
  if (column.default_sql) text += default_clause(*column.default_sql);
  if (!column.collation.empty()) text += " COLLATE " + dialect().quote(column.collation);
  if (column.generated) {
    text += fmt::format(" GENERATED ALWAYS AS {} {}", parenthesized(column.generated->sql),
                        column.generated->stored ? "STORED" : "VIRTUAL");
  }
  return text;
}

std::string unique_definition(const schema::Unique& unique) {
  return fmt::format("{}UNIQUE ({}){}", constraint_name(unique.name),
                     key_columns(unique.columns, unique.options), conflict_clause(unique.options));
}

std::string check_definition(const schema::Check& check) {
  return constraint_name(check.name) + "CHECK " + parenthesized(check.sql) +
         conflict_clause(check.options);
}

std::string references(const schema::ForeignKey& key) {
  std::string text = "REFERENCES " + target_of(key);
  if (!key.match.empty()) text += " MATCH " + key.match;
  if (key.on_delete != model::RefAction::no_action) {
    text += fmt::format(" ON DELETE {}", model::name_of(key.on_delete));
  }
  if (key.on_update != model::RefAction::no_action) {
    text += fmt::format(" ON UPDATE {}", model::name_of(key.on_update));
  }
  return text + deferrable_clause(key.deferrable);
}

std::string foreign_key_definition(const schema::ForeignKey& key) {
  return fmt::format("{}FOREIGN KEY ({}) {}", constraint_name(key.name), column_list(key.columns),
                     references(key));
}

}  // namespace covet::sqlite
