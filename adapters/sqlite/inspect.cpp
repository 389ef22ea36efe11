#include "adapters/sqlite/inspect.h"

#include <algorithm>
#include <map>

#include "adapters/sqlite/catalog_sql.h"
#include "adapters/sqlite/create_sql.h"
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
  std::int64_t hidden;
};
using ColumnsSeen = std::map<std::string, std::vector<ColumnSeen>>;

ColumnsSeen columns_of(Connection& connection) {
  ColumnsSeen columns;
  for (const Row& row : connection.query(catalog_sql::columns)) {
    ColumnSeen seen{row.text("name"), row.text("type"),  row.flag("not_null"),
                    std::nullopt,     row.integer("pk"), row.integer("hidden")};
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

class Catalog {
 public:
  Catalog(Connection& connection, const Scope& scope) : scope_(scope) {
    const ColumnsSeen columns = columns_of(connection);
    for (const Row& row : connection.query(catalog_sql::objects)) {
      const std::string kind = row.text("kind");
      if (kind == "table") {
        add_table(row, columns);
      } else if (kind == "index") {
        add_index(row);
      } else {
        add_unmanaged(kind, row);
      }
    }
    for (Table& table : schema_.tables)
      spell_references(table);
  }

  Schema take() {
    std::erase_if(schema_.tables, [&](const Table& t) { return !covers(t.name.name); });
    schema::sort(schema_);
    return std::move(schema_);
  }

 private:
  bool covers(const std::string& name) const { return scope_.covers(name); }

  Table* table(std::string_view name) {
    const auto it = std::find_if(schema_.tables.begin(), schema_.tables.end(), [&](const Table& t) {
      return equals_ignoring_case(t.name.name, name);
    });
    return it == schema_.tables.end() ? nullptr : &*it;
  }

  /// All tables, also those that the scope leaves out: foreign keys may point to them.
  void add_table(const Row& row, const ColumnsSeen& columns) {
    const std::string name = row.text("name");
    const auto seen = columns.find(name);
    Table parsed;
    try {
      parsed = parse_create_table(row.text("sql"));
    } catch (const Error&) {
      parsed.columns.clear();
    }
    if (seen != columns.end() && !agrees(parsed, seen->second)) {
      parsed = from_pragmas(seen->second);
      if (covers(name)) {
        schema_.unmanaged.push_back(Object{"table definition", {"", name}, row.text("sql"), name});
      }
    }
    parsed.name = {"", name};
    schema_.tables.push_back(std::move(parsed));
  }

  void add_index(const Row& row) {
    Table* owner = table(row.text("tbl"));
    if (owner == nullptr) return;
    schema::Index index = parse_create_index(row.text("sql"));
    index.name = row.text("name");
    for (schema::IndexKey& key : index.keys)
      key.column = spelling(*owner, key.column);
    owner->indexes.push_back(std::move(index));
  }

  /// Shadow tables belong to their virtual table and aren't named. A trigger is seen wherever its
  /// table is: a rebuild of the table must bring it back.
  void add_unmanaged(const std::string& kind, const Row& row) {
    if (kind == "shadow") return;
    const std::string owner = kind == "trigger" ? row.text("tbl") : std::string();
    const std::string name = row.text("name");
    if (!covers(owner.empty() ? name : owner)) return;
    const Table* on = table(owner);
    schema_.unmanaged.push_back(Object{kind == "virtual" ? "virtual table" : kind,
                                       {"", name},
                                       row.text("sql"),
                                       on == nullptr ? owner : on->name.name});
  }

  static std::string spelling(const Table& table, const std::string& name) {
    for (const Column& column : table.columns) {
      if (equals_ignoring_case(column.name, name)) return column.name;
    }
    return name;
  }

  void spell_references(Table& owner) {
    for (schema::ForeignKey& key : owner.foreign_keys) {
      const Table* target = table(key.target.name);
      if (target == nullptr) continue;
      key.target = target->name;
      if (key.target_columns.empty() && target->primary_key) {
        key.target_columns = target->primary_key->columns;
      }
      for (std::string& name : key.target_columns)
        name = spelling(*target, name);
    }
  }

  const Scope& scope_;
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
