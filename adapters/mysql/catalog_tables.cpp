#include "adapters/mysql/catalog_tables.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/create_text.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/object_text.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {

using schema::Column;
using schema::Index;
using schema::IndexKey;
using schema::Table;

namespace {

/// The catalog lists the columns of the period behind the key's own.
void drop_period(std::vector<std::string>& columns, const std::string& period, const Table& table) {
  const auto said = table.options.find("period");
  const bool known = said != table.options.end() &&
                     said->second.find(dialect().quote(period)) != std::string::npos;
  if (known && columns.size() > 2) columns.resize(columns.size() - 2);
}

/// True if the server keeps the key by hashes without being asked: it holds a long value.
bool is_long_key(const schema::Unique& key, const Table& table) {
  constexpr std::int64_t most_bytes = 3072, bytes_a_letter = 4;
  return std::ranges::any_of(key.columns, [&](const std::string& name) {
    const Column* column = table.find_column(name);
    if (column == nullptr) return false;
    const TypeText type = parse_type(column->type);
    const std::int64_t bytes =
        type.number(0).value_or(0) * (is_binary_type(type) ? 1 : bytes_a_letter);
    return is_long_type(type) || bytes >= most_bytes / 2;
  });
}

}  // namespace

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
      entry.to_show = true;
    }
    if (!row.null("next") && row.integer("next") > 1) next_numbers_[name] = to_text(row["next"]);
    if (entry.collation != default_collation_) entry.table.options["collation"] = entry.collation;
    tables_.emplace(name, std::move(entry));
  }
}

void TableReader::read_partitioned(const Rows& rows) {
  for (const Row& row : rows) {
    if (Entry* entry = find(row)) entry->to_show = true;
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
  if (flavor_.defaults_are_sql()) return without_database(text, database_);
  if (is_expression) {
    if (to_upper(text).starts_with("CURRENT_TIMESTAMP")) return text;
    const std::string expression = unescape_expression(text);
    return fmt::format("({})", without_outer_parentheses(expression));
  }
  const TypeText parsed = parse_type(type);
  if (is_numeric_type(parsed)) return text;
  if (is_binary_type(parsed) && text == "0x") return "''";
  if (is_binary_type(parsed) && text.starts_with("0x")) return text;
  return quoted_text(text);
}

Column TableReader::column_of(const Row& row, const Entry& entry) const {
  Column column{.name = row.text("name"), .type = row.text("type")};
  const Extra extra = parse_extra(row.text("extra"));
  column.nullable = row.text("nullable") == "YES" || (extra.generated && flavor_.mariadb());
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
  if (!row.null("srid")) column.options["srid"] = to_text(row["srid"]);
  if (extra.invisible) column.options["invisible"] = "true";
  if (extra.unversioned) column.options["unversioned"] = "true";
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
    if (row.flag("hidden")) key.options["invisible"] = "true";
    if (Entry* entry = find(row)) finish_key(*entry, std::move(key), method);
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
    entry.table.primary_key = schema::PrimaryKey{key.name, std::move(columns), key.comment};
    if (!plain) entry.table.primary_key->options["keys"] = key_parts(key.keys);
    return;
  }
  if (method == "FULLTEXT") entry.to_show = true;
  if (method == "FULLTEXT" || method == "SPATIAL" || method == "RTREE") {
    key.method = method == "FULLTEXT" ? "fulltext" : "spatial";
  } else if (entry.in_memory && method == "BTREE") {
    key.method = "btree";
  }
  if (key.unique && plain && key.method.empty()) {
    entry.table.uniques.push_back({.name = key.name,
                                   .columns = std::move(columns),
                                   .comment = key.comment,
                                   .options = std::move(key.options)});
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
      check.sql = without_introducers(unescape_expression(expression));
      check.sql = std::string(without_outer_parentheses(check.sql));
    }
    check.enforced = row.flag("enforced");
    const bool like_column = entry->table.find_column(check.name) != nullptr;
    if (like_column && flavor_.column_checks() && !row.flag("of_column"))
      check.options["of_table"] = "true";
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

std::vector<std::string> TableReader::tables_to_show() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : tables_) {
    if (flavor_.shows_at_once() || entry.to_show) names.push_back(name);
  }
  return names;
}

void TableReader::read_create(const std::string& table, std::string_view text) {
  Entry& entry = tables_.at(table);
  CreateText more = read_create_text(text);
  if (const auto period = more.table.find("period"); period != more.table.end()) {
    // The period brings its own check along.
    std::erase_if(entry.table.checks, [&](const schema::Check& check) {
      return period->second.starts_with(dialect().quote(check.name) + " ");
    });
  }
  entry.table.options.merge(more.table);
  // Aria says of every table that it is transactional.
  if (text.find(" TRANSACTIONAL=") == std::string_view::npos)
    entry.table.options.erase("transactional");
  forget_usual_of_aria(entry.table.options);
  for (auto& [name, options] : more.keys)
    add_key_options(entry, name, std::move(options));
}

void TableReader::add_key_options(Entry& entry, const std::string& name, schema::Options options) {
  Table& table = entry.table;
  const bool hash = options["using"] == "hash";
  if (options["using"].empty()) options.erase("using");
  if (name == "PRIMARY") {
    if (options.contains("without_overlaps"))
      drop_period(table.primary_key->columns, options.at("without_overlaps"), table);
    return table.primary_key->options.merge(options);
  }
  const auto unique = std::ranges::find(table.uniques, name, &schema::Unique::name);
  if (unique != table.uniques.end()) {
    // The server's own way to keep a long value unique.
    if (hash && !entry.in_memory && is_long_key(*unique, table)) options.erase("using");
    if (options.contains("without_overlaps"))
      drop_period(unique->columns, options.at("without_overlaps"), table);
    return unique->options.merge(options);
  }
  const auto index = std::ranges::find(table.indexes, name, &Index::name);
  if (index == table.indexes.end()) return;
  if (!index->method.empty() && index->method != "fulltext") options.erase("using");
  if (options.contains("without_overlaps") && index->keys.size() > 2)
    index->keys.resize(index->keys.size() - 2);
  index->options.merge(options);
}

void TableReader::start_at(const std::string& table, const std::string& number) {
  tables_.at(table).table.options["auto_increment"] = number;
}

schema::Schema TableReader::take() {
  schema::Schema result;
  for (auto& [name, entry] : tables_)
    result.tables.push_back(std::move(entry.table));
  tables_.clear();
  return result;
}

}  // namespace covet::mysql
