#include "adapters/mysql/catalog_tables.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {

using schema::Column;
using schema::Index;
using schema::IndexKey;
using schema::Table;

TableReader::TableReader(const Flavor& flavor, std::string default_collation, std::string database)
    : flavor_(flavor),
      default_collation_(std::move(default_collation)),
      database_(std::move(database)) {}

void TableReader::read_tables(const Rows& rows, const schema::Scope& scope) {
  for (const Row& row : rows) {
    const std::string type = row.text("type");
    const std::string name = row.text("name");
    if ((type != "BASE TABLE" && type != "SYSTEM VERSIONED") || !scope.covers(name)) continue;
    Entry entry{.table = {.name = {"", name}}, .collation = row.text("collation")};
    entry.table.comment = row.text("comment");
    entry.table.options = parse_create_options(row.text("options"));
    if (const std::string engine = row.text("engine"); engine != "InnoDB") {
      entry.table.options["engine"] = engine;
      entry.in_memory = equals_ignoring_case(engine, "MEMORY");
    }
    if (entry.collation != default_collation_) entry.table.options["collation"] = entry.collation;
    tables_.emplace(name, std::move(entry));
  }
}

TableReader::Entry* TableReader::find(const Row& row) {
  const auto found = tables_.find(row.text("tab"));
  return found == tables_.end() ? nullptr : &found->second;
}

void TableReader::read_columns(const Rows& rows) {
  for (const Row& row : rows) {
    if (Entry* entry = find(row)) entry->table.columns.push_back(column_of(row, *entry));
  }
}

std::vector<Column*> TableReader::unreadable_defaults(const std::string& table) {
  std::vector<Column*> columns;
  for (Column& column : tables_.at(table).table.columns) {
    const bool unsure = column.default_sql && column.default_sql->starts_with('\'') &&
                        column.default_sql->find('?') != std::string::npos;
    if (unsure && is_binary_type(parse_type(column.type))) columns.push_back(&column);
  }
  return columns;
}

std::vector<std::string> TableReader::table_names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : tables_)
    names.push_back(name);
  return names;
}

std::string TableReader::default_of(const Row& row, const std::string& type,
                                    bool is_expression) const {
  const std::string text = row.text("dflt");
  if (flavor_.defaults_are_sql()) return text;
  if (is_expression) {
    if (to_upper(text).starts_with("CURRENT_TIMESTAMP")) return text;
    const std::string expression = unescape_expression(text);
    return fmt::format("({})", without_outer_parentheses(expression));
  }
  const TypeText parsed = parse_type(type);
  if (is_numeric_type(parsed)) return text;
  if (is_binary_type(parsed) && text.starts_with("0x")) return text;
  return quoted_text(text);
}

Column TableReader::column_of(const Row& row, const Entry& entry) const {
  Column column{.name = row.text("name"), .type = row.text("type")};
  const Extra extra = parse_extra(row.text("extra"));
  column.nullable = row.text("nullable") == "YES";
  column.comment = row.text("comment");
  column.on_update_sql = extra.on_update;
  if (extra.auto_increment) column.identity = schema::Identity{"auto"};
  if (extra.generated) {
    const std::string expression = row.text("expression");
    const std::string sql =
        flavor_.mariadb() ? expression
                          : std::string(without_outer_parentheses(unescape_expression(expression)));
    column.generated = schema::Generated{sql, extra.stored};
  } else if (!row.null("dflt") && !(flavor_.defaults_are_sql() && row.text("dflt") == "NULL")) {
    column.default_sql = default_of(row, column.type, extra.default_is_expression);
  }
  if (const std::string collation = row.text("collation"); collation != entry.collation) {
    column.collation = collation;
  }
  // Attributes may follow the type in any order, so they are kept with it.
  if (!row.null("srid")) column.type += " srid " + row.text("srid");
  if (extra.invisible) column.type += " invisible";
  return column;
}

void TableReader::read_keys(const Rows& rows) {
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first;
    const Row& row = rows[first];
    Index key{.name = row.text("name"), .keys = {}};
    key.unique = row.integer("non_unique") == 0;
    key.comment = row.text("comment");
    const std::string method = row.text("method");
    for (; end < rows.size() && rows[end].text("tab") == row.text("tab") &&
           rows[end].text("name") == key.name;
         ++end) {
      IndexKey part{.column = rows[end].text("col")};
      if (!rows[end].null("expression")) {
        part.sql = std::string(
            without_outer_parentheses(unescape_expression(rows[end].text("expression"))));
      }
      part.descending = rows[end].text("direction") == "D";
      if (!rows[end].null("length") && method != "SPATIAL")
        part.length = rows[end].integer("length");
      key.keys.push_back(std::move(part));
    }
    if (Entry* entry = find(row)) {
      if (row.flag("hidden")) {
        unmanaged_.push_back({flavor_.mariadb() ? "ignored index" : "invisible index",
                              {"", key.name},
                              {},
                              entry->table.name.display()});
      }
      finish_key(*entry, std::move(key), method);
    }
    first = end;
  }
}

void TableReader::finish_key(Entry& entry, Index key, const std::string& method) {
  const bool plain = std::all_of(key.keys.begin(), key.keys.end(), [](const IndexKey& part) {
    return part == IndexKey{.column = part.column};
  });
  std::vector<std::string> columns;
  for (const IndexKey& part : key.keys)
    columns.push_back(part.column);
  if (key.name == "PRIMARY") {
    if (!plain) {
      unmanaged_.push_back({"length or order in a primary key",
                            {"", entry.table.name.name},
                            {},
                            entry.table.name.display()});
    }
    entry.table.primary_key = schema::PrimaryKey{key.name, std::move(columns)};
    return;
  }
  if (method == "FULLTEXT" || method == "SPATIAL" || method == "RTREE") {
    key.method = method == "FULLTEXT" ? "fulltext" : "spatial";
  } else if (entry.in_memory && method == "BTREE") {
    key.method = "btree";
  }
  if (key.unique && plain && key.method.empty() && key.comment.empty()) {
    entry.table.uniques.push_back({key.name, std::move(columns)});
  } else {
    entry.table.indexes.push_back(std::move(key));
  }
}

bool TableReader::fold_json(Entry& entry, const Row& check) const {
  const std::string name = check.text("name");
  if (!check.flag("of_column")) return false;
  if (check.text("expression") != fmt::format("json_valid({})", dialect().quote(name)))
    return false;
  for (Column& column : entry.table.columns) {
    if (column.name != name || parse_type(column.type).base != "longtext") continue;
    if (column.collation != "utf8mb4_bin" && entry.collation != "utf8mb4_bin") return false;
    column.type.replace(0, std::string_view("longtext").size(), "json");
    column.collation.clear();
    return true;
  }
  return false;
}

void TableReader::read_checks(const Rows& rows) {
  for (const Row& row : rows) {
    Entry* entry = find(row);
    if (entry == nullptr || fold_json(*entry, row)) continue;
    const std::string expression = row.text("expression");
    schema::Check check{.name = row.text("name"), .sql = expression};
    if (!flavor_.mariadb()) {
      check.sql = std::string(without_outer_parentheses(unescape_expression(expression)));
    }
    check.enforced = row.flag("enforced");
    entry->table.checks.push_back(std::move(check));
  }
}

void TableReader::read_foreign_keys(const Rows& columns, const Rows& rules) {
  std::map<std::pair<std::string, std::string>, schema::ForeignKey> keys;
  for (const Row& row : columns) {
    schema::ForeignKey& key = keys[{row.text("tab"), row.text("name")}];
    key.name = row.text("name");
    key.columns.push_back(row.text("col"));
    key.target_columns.push_back(row.text("target_col"));
    const std::string schema = row.text("target_schema");
    key.target = {schema == database_ ? "" : schema, row.text("target")};
  }
  for (const Row& row : rules) {
    const auto found = keys.find({row.text("tab"), row.text("name")});
    if (found == keys.end()) continue;
    const auto action = [&](const char* column) {
      return model::parse_ref_action(row.text(column)).value_or(schema::RefAction::no_action);
    };
    found->second.on_delete = action("on_delete");
    found->second.on_update = action("on_update");
  }
  for (auto& [where, key] : keys) {
    const auto found = tables_.find(where.first);
    if (found != tables_.end()) found->second.table.foreign_keys.push_back(std::move(key));
  }
}

schema::Schema TableReader::take() {
  schema::Schema result;
  for (auto& [name, entry] : tables_)
    result.tables.push_back(std::move(entry.table));
  result.unmanaged = std::move(unmanaged_);
  tables_.clear();
  unmanaged_.clear();
  return result;
}

}  // namespace covet::mysql
