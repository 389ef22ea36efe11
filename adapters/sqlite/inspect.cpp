#include "adapters/sqlite/inspect.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "adapters/sqlite/catalog_sql.h"
#include "adapters/sqlite/create_sql.h"
#include "adapters/sqlite/ddl_column.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/normalize.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Column;
using schema::Object;
using schema::Schema;
using schema::Scope;
using schema::Table;

struct ColumnSeen {
  std::string name;
  std::string type;
  bool not_null;
  std::optional<std::string> default_sql;
  std::int64_t key_position;
};
using ColumnsSeen = std::unordered_map<std::string, std::vector<ColumnSeen>>;

/// SQLite tells these in capitals, whatever was written.
std::string usual_case(const std::string& type) {
  constexpr std::array<std::string_view, 6> standard{"ANY",     "BLOB", "INT",
                                                     "INTEGER", "REAL", "TEXT"};
  return std::ranges::find(standard, type) != standard.end() ? to_lower(type) : type;
}

ColumnsSeen columns_of(Connection& connection) {
  ColumnsSeen columns;
  for (const Row& row : connection.fetch_all(catalog_sql::columns)) {
    ColumnSeen seen{row.text("name"), usual_case(row.text("type")), row.flag("not_null"),
                    std::nullopt, row.integer("pk")};
    if (!row.null("dflt")) seen.default_sql = row.text("dflt");
    columns[row.text("tbl")].push_back(std::move(seen));
  }
  return columns;
}

bool agrees(const Table& table, const std::vector<ColumnSeen>& seen) {
  return std::equal(
      table.columns.begin(), table.columns.end(), seen.begin(), seen.end(),
      [](const Column& column, const ColumnSeen& s) { return column.name == s.name; });
}

/// Types and defaults as SQLite understood them.
void take_seen(Table& table, const std::vector<ColumnSeen>& seen) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    table.columns[i].type = seen[i].type;
    if (!table.columns[i].generated) table.columns[i].default_sql = seen[i].default_sql;
  }
}

/// Without the text: what the pragmas alone know.
Table from_pragmas(const std::vector<ColumnSeen>& seen) {
  Table table;
  std::vector<std::pair<std::int64_t, std::string>> key;
  std::vector<std::string> undeclared;
  for (const ColumnSeen& s : seen) {
    const bool in_key = s.key_position > 0;
    table.columns.push_back(Column{.name = s.name,
                                   .type = s.type,
                                   .nullable = !s.not_null && !in_key,
                                   .default_sql = s.default_sql});
    if (in_key) key.emplace_back(s.key_position, s.name);
    if (in_key && !s.not_null) undeclared.push_back(s.name);
  }
  std::sort(key.begin(), key.end());
  if (!key.empty()) table.primary_key.emplace();
  for (const auto& entry : key)
    table.primary_key->columns.push_back(entry.second);
  set_nullable_key(table, undeclared);
  return table;
}

std::string own_spelling(const Table& table, const std::string& name) {
  for (const Column& column : table.columns) {
    if (equals_ignoring_case(column.name, name)) return column.name;
  }
  return name;
}

/// A reference in its target's own spelling; what was written otherwise stands in its options.
void spell_reference(schema::ForeignKey& key, const Table* target) {
  const std::string table = key.target.name;
  const std::vector<std::string> columns = key.target_columns;
  if (columns.empty()) {
    key.options["implied_columns"] = "true";
    const bool fits = target != nullptr && target->primary_key &&
                      target->primary_key->columns.size() == key.columns.size();
    // A reference that leads nowhere still leads from as many columns to as many.
    key.target_columns = fits ? target->primary_key->columns : key.columns;
  }
  if (target == nullptr) return;
  key.target = target->name;
  for (std::string& name : key.target_columns)
    name = own_spelling(*target, name);
  if (key.target.name == table && (columns.empty() || columns == key.target_columns)) return;
  key.options["spelling"] = dialect().quote(table);
  if (!columns.empty()) key.options["spelling"] += " (" + column_list(columns) + ")";
}

class Catalog {
 public:
  Catalog(Connection& connection, const Scope& scope)
      : scope_(scope), columns_(columns_of(connection)) {
    for (const Row& row : connection.fetch_all(catalog_sql::special_tables))
      special_[row.text("name")] = row.text("type");
    const Rows rows = connection.fetch_all(catalog_sql::objects);
    for (const Row& row : rows)
      add_table_or_view(row);
    for (const Row& row : rows)
      add_what_stands_on_one(row);
    for (Table& owner : schema_.tables) {
      for (schema::ForeignKey& key : owner.foreign_keys)
        spell_reference(key, table(key.target.name));
    }
  }

  Schema take() {
    std::erase_if(schema_.tables, [&](const Table& t) { return !covers(t.name.name); });
    schema::sort(schema_);
    return std::move(schema_);
  }

 private:
  bool covers(const std::string& name) const { return scope_.covers(name); }

  Table* table(std::string_view name) {
    const auto it = tables_.find(to_lower(name));
    return it == tables_.end() ? nullptr : &schema_.tables[it->second];
  }

  /// Shadow tables belong to their virtual table and aren't named.
  void add_table_or_view(const Row& row) {
    const std::string kind = row.text("kind");
    const std::string name = row.text("name");
    if (kind == "view") return add_object("view", row, {});
    if (kind != "table") return;
    const auto special = special_.find(name);
    if (special == special_.end()) return add_table(row);
    if (special->second == "virtual") add_object("virtual table", row, {});
  }

  void add_what_stands_on_one(const Row& row) {
    const std::string kind = row.text("kind");
    if (kind == "index") add_index(row);
    if (kind == "trigger") add_trigger(row);
  }

  /// All tables, also those that the scope leaves out: foreign keys may point to them.
  void add_table(const Row& row) {
    const std::string name = row.text("name");
    Table parsed;
    try {
      parsed = parse_create_table(row.text("sql"));
    } catch (const Error&) {
      parsed.columns.clear();
    }
    if (const auto seen = columns_.find(name); seen != columns_.end()) {
      if (agrees(parsed, seen->second)) {
        take_seen(parsed, seen->second);
      } else {
        parsed = from_pragmas(seen->second);
        if (covers(name)) add_unmanaged("table definition", row, name);
      }
    }
    parsed.name = {"", name};
    forget_usual_name(parsed);
    tables_[to_lower(name)] = schema_.tables.size();
    schema_.tables.push_back(std::move(parsed));
  }

  /// The name that a model's key has without saying it.
  static void forget_usual_name(Table& table) {
    if (!table.primary_key) return;
    std::string& name = table.primary_key->name;
    if (name == schema::generated_name(table.name.name, {}, "pkey")) name.clear();
  }

  void add_index(const Row& row) {
    Table* owner = table(row.text("tbl"));
    if (owner == nullptr) return;
    try {
      schema::Index index = parse_create_index(row.text("sql"));
      index.name = row.text("name");
      for (schema::IndexKey& key : index.keys)
        key.column = own_spelling(*owner, key.column);
      owner->indexes.push_back(std::move(index));
    } catch (const Error&) {
      if (covers(owner->name.name)) add_unmanaged("index definition", row, owner->name.name);
    }
  }

  /// A trigger is seen wherever its table is: a rebuild of the table must bring it back.
  void add_trigger(const Row& row) {
    const std::string written = row.text("tbl");
    if (const Table* on = table(written)) return add_object("trigger", row, on->name.name);
    const auto view = views_.find(to_lower(written));
    add_object("trigger", row, view == views_.end() ? written : view->second);
  }

  void add_object(const std::string& kind, const Row& row, const std::string& on) {
    const std::string name = row.text("name");
    if (kind == "view") views_[to_lower(name)] = name;
    if (!covers(on.empty() ? name : on)) return;
    schema_.objects.push_back(
        Object{.kind = kind, .name = {"", name}, .sql = row.text("sql"), .table = on});
  }

  void add_unmanaged(const std::string& kind, const Row& row, const std::string& on) {
    schema_.unmanaged.push_back(
        Object{.kind = kind, .name = {"", row.text("name")}, .sql = row.text("sql"), .table = on});
  }

  const Scope& scope_;
  ColumnsSeen columns_;
  std::unordered_map<std::string, std::string> special_;
  std::unordered_map<std::string, std::size_t> tables_;  ///< by name in lower case
  std::unordered_map<std::string, std::string> views_;
  Schema schema_;
};

}  // namespace

Schema SqliteInspector::inspect(Connection& connection, const Scope& scope) const {
  return Catalog(connection, scope).take();
}

Schema SqliteInspector::normalize(Connection&, const Schema& wanted, const Schema& live,
                                  std::vector<std::string>&) const {
  return with_live_spelling(wanted, live);
}

const SqliteInspector& inspector() {
  static const SqliteInspector instance;
  return instance;
}

}  // namespace covet::sqlite
