#include "adapters/sqlite/ddl.h"

#include <algorithm>

#include <fmt/core.h>
#include <sqlite3.h>

#include "adapters/sqlite/complete.h"
#include "adapters/sqlite/ddl_alter.h"
#include "adapters/sqlite/ddl_index.h"
#include "adapters/sqlite/ddl_table.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/object_sql.h"
#include "adapters/sqlite/rebuild_table.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "adapters/sqlite/types.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Change;
using schema::Rendered;
using schema::Schema;
using schema::Table;
using schema::TableName;

bool is_referenced(const Schema& schema, const TableName& name) {
  return std::any_of(schema.tables.begin(), schema.tables.end(), [&](const Table& table) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const schema::ForeignKey& key) { return key.target == name; });
  });
}

/// What a group can touch: copying the whole for each of a thousand tables would be slow. A rename
/// reaches into every table.
Schema concerned(const Schema& before, std::span<const Change> group) {
  const bool renames = std::any_of(group.begin(), group.end(), [](const Change& change) {
    return std::holds_alternative<schema::RenameTable>(change) ||
           std::holds_alternative<schema::RenameColumn>(change);
  });
  if (renames) return before;
  Schema part;
  for (const Change& change : group) {
    const auto name = schema::table_of(change);
    const Table* table = name ? before.find_table(*name) : nullptr;
    if (table != nullptr && part.find_table(*name) == nullptr) part.tables.push_back(*table);
    // What else lives on the columns, or has to come back with the table.
    const bool whole = std::holds_alternative<schema::CreateTable>(change) ||
                       std::holds_alternative<schema::DropTable>(change);
    if (name && !whole && part.objects.empty()) part.objects = before.objects;
  }
  return part;
}

/// Renders a group from front to back, through the schemas in between. Renames are SQLite's own,
/// because other tables, views and triggers must follow them; what lies between two renames is one
/// batch.
class Renderer {
 public:
  Renderer(const Schema& before, std::span<const Change> group)
      : before_(before), current_(concerned(before, group)) {}

  Rendered render(std::span<const Change> group) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (!stands_alone(group[i])) continue;
      batch(group.subspan(first, i - first));
      alone(group[i]);
      if (!is_about_object(group[i])) schema::apply(current_, group[i]);
      first = i + 1;
    }
    batch(group.subspan(first));
    return std::move(out_);
  }

 private:
  static bool stands_alone(const Change& change) {
    return std::holds_alternative<schema::CreateTable>(change) ||
           std::holds_alternative<schema::DropTable>(change) ||
           std::holds_alternative<schema::RenameTable>(change) ||
           std::holds_alternative<schema::RenameColumn>(change) || is_about_object(change);
  }
  static bool is_about_object(const Change& change) {
    return std::holds_alternative<schema::CreateObject>(change) ||
           std::holds_alternative<schema::DropObject>(change) ||
           std::holds_alternative<schema::ReplaceObject>(change);
  }

  void alone(const Change& change) {
    if (const auto* create = std::get_if<schema::CreateObject>(&change))
      create_object(create->object, out_);
    if (const auto* drop = std::get_if<schema::DropObject>(&change))
      drop_object(drop->object, out_);
    if (const auto* replace = std::get_if<schema::ReplaceObject>(&change))
      replace_object(replace->from, replace->to, out_);
    if (const auto* create = std::get_if<schema::CreateTable>(&change)) this->create(create->table);
    if (const auto* drop = std::get_if<schema::DropTable>(&change)) this->drop(drop->table);
    if (const auto* rename = std::get_if<schema::RenameTable>(&change)) this->rename(*rename);
    if (const auto* rename = std::get_if<schema::RenameColumn>(&change)) {
      add(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", quote(rename->table.name),
                      quote(rename->from), bare_if_plain(rename->to)));
    }
  }

  void create(const Table& table) {
    add(create_table(table, table.name.name));
    for (const schema::Index& index : table.indexes)
      add(create_index(index, table.name));
  }

  /// With foreign keys on, SQLite deletes the rows first, and with them, or in vain, those that
  /// refer to them.
  void drop(const Table& table) {
    if (is_referenced(before_, table.name)) out_.foreign_keys_off = true;
    add("DROP TABLE " + quote(table.name.name));
  }

  void rename(const schema::RenameTable& change) {
    std::string from = change.from.name;
    if (equals_ignoring_case(from, change.to.name)) {
      const std::string between = "covet_new_" + change.to.name;
      add(fmt::format("ALTER TABLE {} RENAME TO {}", quote(from), quote(between)));
      from = between;
    }
    add(fmt::format("ALTER TABLE {} RENAME TO {}", quote(from), quote(change.to.name)));
  }

  void batch(std::span<const Change> changes) {
    if (changes.empty()) return;
    if (auto statements = alter_in_place(changes, current_)) {
      for (std::string& statement : *statements)
        add(std::move(statement));
      for (const Change& change : changes)
        schema::apply(current_, change);
      return;
    }
    const auto name = schema::table_of(changes.front());
    const Table* found = name ? current_.find_table(*name) : nullptr;
    if (found == nullptr) {
      throw Error(Errc::internal, "SQLite can't " + schema::describe(changes.front()),
                  "this is a bug in covet; please report it with the models");
    }
    const Table from = *found;
    std::set<std::string> fresh, dropped;
    std::vector<schema::RenameValue> renamed_values;
    for (const Change& change : changes) {
      if (const auto* rename = std::get_if<schema::RenameValue>(&change))
        renamed_values.push_back(*rename);
      if (const auto* add = std::get_if<schema::AddColumn>(&change)) fresh.insert(add->column.name);
      if (const auto* drop = std::get_if<schema::DropColumn>(&change))
        dropped.insert(drop->column.name);
      schema::apply(current_, change);
    }
    for (const std::string& column : fresh)
      dropped.erase(column);
    rebuild_table({from, *current_.find_table(*name), fresh, dropped, renamed_values}, current_,
                  out_);
  }

  void add(std::string statement) { out_.statements.push_back(std::move(statement)); }
  /// A quoted new name would be quoted in every expression too; a bare one takes the style of the
  /// old one there.
  static std::string bare_if_plain(const std::string& name) {
    const bool plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
        name.find_first_of("0123456789") != 0;
    const bool keyword = sqlite3_keyword_check(name.c_str(), static_cast<int>(name.size())) != 0;
    return plain && !keyword ? name : quote(name);
  }

  static std::string quote(const std::string& name) { return dialect().quote(name); }

  const Schema& before_;
  Schema current_;
  Rendered out_;
};

class SqliteDdl final : public schema::Ddl {
 public:
  explicit SqliteDdl(ServerInfo server) : server_(std::move(server)) {
    if (server_.engine.empty()) server_.engine = "sqlite";
    if (server_.vendor.empty()) server_.vendor = "SQLite";
  }

  const Dialect& dialect() const override { return sqlite::dialect(); }
  const ServerInfo& server() const override { return server_; }
  std::span<const std::string_view> engine_keys() const override { return sqlite::engine_keys(); }
  schema::LoweredField lower(const model::Field& field,
                             const schema::FieldContext& context) const override {
    return sqlite::lower(field, context);
  }
  model::Field raise(const schema::Column& column, const Table& table, const Schema&,
                     std::vector<std::string>& consumed) const override {
    return sqlite::raise(column, table, consumed);
  }
  void complete(Table& table, std::vector<std::string>& notes) const override {
    sqlite::complete(table, notes);
  }
  std::span<const std::string_view> table_options() const override { return known_table_options(); }
  std::span<const std::string_view> column_options() const override {
    return known_column_options();
  }
  Rendered render(std::span<const Change> group, const Schema& before,
                  const Schema&) const override {
    return Renderer(before, group).render(group);
  }
  bool group_by_table() const override { return true; }

 private:
  ServerInfo server_;
};

}  // namespace

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server) {
  return std::make_unique<SqliteDdl>(server);
}

}  // namespace covet::sqlite
