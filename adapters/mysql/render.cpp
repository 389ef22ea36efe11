#include "adapters/mysql/render.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/alter_batch.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/type_text.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

using schema::AddCheck;
using schema::AddColumn;
using schema::AddForeignKey;
using schema::AddIndex;
using schema::AddUnique;
using schema::AlterColumn;
using schema::AlterEnum;
using schema::AlterTable;
using schema::Change;
using schema::Check;
using schema::Column;
using schema::CreateEnum;
using schema::CreateObject;
using schema::CreateTable;
using schema::DropCheck;
using schema::DropColumn;
using schema::DropEnum;
using schema::DropForeignKey;
using schema::DropIndex;
using schema::DropObject;
using schema::DropTable;
using schema::DropUnique;
using schema::ForeignKey;
using schema::Generated;
using schema::Index;
using schema::IndexKey;
using schema::Named;
using schema::RenameColumn;
using schema::RenameConstraint;
using schema::RenameTable;
using schema::RenameValue;
using schema::Rendered;
using schema::ReplaceObject;
using schema::Schema;
using schema::SetPrimaryKey;
using schema::Table;
using schema::TableName;
using schema::Unique;

class Renderer {
 public:
  Renderer(const Schema& before, const Flavor& flavor)
      : before_(before), flavor_(flavor), batch_(flavor) {}

  void run(const Change& change) { std::visit(*this, change); }
  Rendered finish() {
    flush();
    return std::move(out_);
  }

  void operator()(const CreateTable& c) { say(create_table(c.table, flavor_)); }
  void operator()(const DropTable& c) { say("DROP TABLE " + quoted_name(c.table.name)); }
  void operator()(const RenameTable& c);
  void operator()(const AlterTable& c);
  void operator()(const AddColumn& c);
  void add_json(const AddColumn& c);
  void operator()(const DropColumn& c);
  void operator()(const AlterColumn& c);
  void operator()(const RenameColumn& c);
  void operator()(const SetPrimaryKey& c);
  void operator()(const AddUnique& c) { clause(c, "ADD " + unique_clause(c.unique)); }
  void operator()(const DropUnique& c) { clause(c, "DROP KEY " + dialect().quote(c.unique.name)); }
  void operator()(const AddCheck& c);
  void operator()(const DropCheck& c);
  void operator()(const AddForeignKey& c);
  void operator()(const DropForeignKey& c);
  void operator()(const AddIndex& c) { clause(c, "ADD " + index_clause(c.index)); }
  void operator()(const DropIndex& c) { clause(c, "DROP KEY " + dialect().quote(c.index.name)); }
  void operator()(const RenameConstraint& c);
  void operator()(const RenameValue& c);
  void operator()(const CreateEnum& c) { unsupported(c); }
  void operator()(const DropEnum& c) { unsupported(c); }
  void operator()(const AlterEnum& c) { unsupported(c); }
  void operator()(const CreateObject& c) { unsupported(c); }
  void operator()(const DropObject& c) { unsupported(c); }
  void operator()(const ReplaceObject& c) { unsupported(c); }

 private:
  [[noreturn]] static void unsupported(const Change& change) {
    throw Error(Errc::unsupported, "MySQL and MariaDB can't " + describe(change),
                "covet carries no objects of this kind there yet: leave it to a migration of your "
                "own (covet make --empty)");
  }

  void say(std::string statement) {
    flush();
    out_.statements.push_back(std::move(statement));
  }
  void flush() {
    if (!batch_.empty()) out_.statements.push_back(batch_.statement(table()));
  }
  /// Only this table is kept up to date: copying the whole schema for each group would be slow.
  void follow(const TableName& name, const Change& change) {
    if (state_.tables.empty()) {
      const Table* found = before_.find_table(name);
      if (found == nullptr) {
        throw Error(Errc::internal, "there is no table " + name.display(),
                    "this is a bug in covet; please report it");
      }
      state_.tables.push_back(*found);
    }
    apply(state_, change);
  }
  const Table& table() const { return state_.tables.front(); }

  template <class C>
  void clause(const C& change, std::string text) {
    follow(change.table, change);
    batch_.add(std::move(text));
  }

  std::string position_of(const std::string& column) const {
    const std::size_t at = *table().column_index(column);
    if (at + 1 == table().columns.size()) return {};
    if (at == 0) return " FIRST";
    return " AFTER " + dialect().quote(table().columns[at - 1].name);
  }
  void recreate(const Column& column);
  void convert(const AlterTable& change);

  const Schema& before_;
  Flavor flavor_;
  Schema state_;
  AlterBatch batch_;
  Rendered out_{.statements = {}};
};

void Renderer::operator()(const RenameTable& c) {
  flush();
  follow(c.from, c);
  say(fmt::format("RENAME TABLE {} TO {}", quoted_name(c.from), quoted_name(c.to)));
  // The server renames along what it thinks it named itself.
  const std::string prefix = c.from.name + "_ibfk_";
  for (const ForeignKey& key : table().foreign_keys) {
    if (!key.name.starts_with(prefix)) continue;
    batch_.drop_foreign_key(c.to.name + "_ibfk_" + key.name.substr(prefix.size()));
    batch_.add("ADD " + foreign_key_clause(key, flavor_));
  }
}

void Renderer::operator()(const AlterTable& c) {
  follow(c.table, c);
  if (c.comment_from != c.comment_to) batch_.add("COMMENT=" + quoted_text(c.comment_to));
  for (const auto& [key, value] : c.options_from) {
    if (c.options_to.contains(key) || key == "collation") continue;
    batch_.add(key == "engine" ? "ENGINE=InnoDB" : reset_option_clause(key));
  }
  const auto had = table_option_clauses(Table{.name = c.table, .options = c.options_from});
  for (const std::string& text :
       table_option_clauses(Table{.name = c.table, .options = c.options_to})) {
    const std::string key = text.substr(0, text.find('='));
    const bool charset = key == "DEFAULT CHARSET" || key == "COLLATE";
    if (!charset && std::find(had.begin(), had.end(), text) == had.end()) batch_.add(text);
  }
  convert(c);
}

/// Columns without a collation of their own have the table's, so they go along; CONVERT TO would
/// take the others too, and make TEXT columns longer.
void Renderer::convert(const AlterTable& c) {
  const auto collation = [](const std::map<std::string, std::string>& options) {
    const auto found = options.find("collation");
    return found == options.end() ? std::string() : found->second;
  };
  const std::string to = collation(c.options_to);
  if (collation(c.options_from) == to) return;
  batch_.add(to.empty() ? "DEFAULT CHARACTER SET utf8mb4"
                        : fmt::format("DEFAULT CHARACTER SET {} COLLATE {}", charset_of(to), to));
  for (const Column& column : table().columns) {
    if (column.collation.empty() && is_character_type(parse_type(column.type))) {
      batch_.modify(column.name);
    }
  }
}

void Renderer::operator()(const AddColumn& c) {
  const bool filled =
      c.column.nullable || c.column.default_sql || c.column.generated || c.column.identity;
  if (!filled && flavor_.mariadb() && parse_type(c.column.type).base == "json") {
    return add_json(c);
  }
  follow(c.table, c);
  batch_.add_column(c.column.name, position_of(c.column.name));
  if (filled) return;
  out_.notes.push_back(fmt::format(
      "existing rows of {} get 0, '' or their like in {}, which is not null and has no default",
      c.table.display(), c.column.name));
}

/// MariaDB's own filler is '', which its check of JSON refuses.
void Renderer::add_json(const AddColumn& c) {
  Column filled = c.column;
  filled.default_sql = "'{}'";
  follow(c.table, AddColumn{c.table, filled, c.position});
  batch_.add_column(filled.name, position_of(filled.name));
  flush();
  follow(c.table, AlterColumn{c.table, filled, c.column});
  batch_.add(fmt::format("ALTER COLUMN {} DROP DEFAULT", dialect().quote(filled.name)));
  out_.notes.push_back(
      fmt::format("existing rows of {} get {{}} in {}, which is not null and has no default",
                  c.table.display(), filled.name));
}

void Renderer::operator()(const DropColumn& c) {
  follow(c.table, c);
  batch_.drop_column(c.column.name);
}

void Renderer::operator()(const AlterColumn& c) {
  const auto is_virtual = [](const Column& column) {
    return column.generated && !column.generated->stored;
  };
  const bool to_generated = c.to.generated.has_value();
  const bool from_generated = c.from.generated.has_value();
  // What is computed when read has no place in the rows that MODIFY could turn it into.
  const bool other_kind =
      is_virtual(c.from) != is_virtual(c.to) ||
      (from_generated && to_generated && c.from.generated->stored != c.to.generated->stored);
  if (!other_kind) {
    follow(c.table, c);
    batch_.modify(c.to.name);
    return;
  }
  flush();
  if (is_virtual(c.from) && !to_generated) {
    Column stored = c.to;
    stored.default_sql.reset();
    stored.on_update_sql.clear();
    stored.generated = Generated{c.from.generated->sql, true};
    if (flavor_.mariadb()) stored.nullable = true;
    follow(c.table, AlterColumn{c.table, c.from, stored});
    recreate(stored);
    flush();
    follow(c.table, AlterColumn{c.table, stored, c.to});
    batch_.modify(c.to.name);
    return;
  }
  follow(c.table, c);
  recreate(c.to);
  if (!from_generated) {
    out_.notes.push_back(fmt::format("the values of {}.{} are dropped: it is computed from now on",
                                     c.table.display(), c.to.name));
  }
}

/// Drops the column and adds it again where it was, with the keys it is in.
void Renderer::recreate(const Column& column) {
  const auto has = [&](const std::vector<std::string>& columns) {
    return std::find(columns.begin(), columns.end(), column.name) != columns.end();
  };
  std::vector<std::string> keys;
  const auto drop = [&](const std::string& name, std::string add) {
    batch_.add("DROP KEY " + dialect().quote(name));
    keys.push_back("ADD " + std::move(add));
  };
  for (const Unique& unique : table().uniques) {
    if (has(unique.columns)) drop(unique.name, unique_clause(unique));
  }
  for (const Index& index : table().indexes) {
    const bool uses = std::any_of(index.keys.begin(), index.keys.end(),
                                  [&](const IndexKey& key) { return key.column == column.name; });
    if (uses) drop(index.name, index_clause(index));
  }
  batch_.drop_column(column.name);
  batch_.add_column(column.name, position_of(column.name));
  for (std::string& key : keys)
    batch_.add(std::move(key));
}

void Renderer::operator()(const RenameColumn& c) {
  // Alone: beside other clauses the server may want to copy the table, and then refuses.
  flush();
  follow(c.table, c);
  batch_.add(fmt::format("RENAME COLUMN {} TO {}", dialect().quote(c.from), dialect().quote(c.to)));
  flush();
}

void Renderer::operator()(const SetPrimaryKey& c) {
  follow(c.table, c);
  if (c.from) batch_.add("DROP PRIMARY KEY");
  if (c.to) batch_.add(fmt::format("ADD PRIMARY KEY ({})", quoted_list(c.to->columns)));
}

void Renderer::operator()(const AddCheck& c) {
  follow(c.table, c);
  if (is_column_check(c.check, table(), flavor_)) {
    batch_.modify(c.check.name);
  } else {
    batch_.add("ADD " + check_clause(c.check, flavor_));
  }
}

void Renderer::operator()(const DropCheck& c) {
  follow(c.table, c);
  const std::string name = dialect().quote(c.check.name);
  if (is_column_check(c.check, table(), flavor_)) {
    // It may be one of the table, too, that happens to bear a column's name.
    batch_.add("DROP CONSTRAINT IF EXISTS " + name);
    batch_.modify(c.check.name);
  } else {
    batch_.add((flavor_.mariadb() ? "DROP CONSTRAINT " : "DROP CHECK ") + name);
  }
}

void Renderer::operator()(const AddForeignKey& c) {
  if (batch_.drops_foreign_key(c.key.name)) flush();
  clause(c, "ADD " + foreign_key_clause(c.key, flavor_));
}

void Renderer::operator()(const DropForeignKey& c) {
  follow(c.table, c);
  batch_.drop_foreign_key(c.key.name);
}

void Renderer::operator()(const RenameConstraint& c) {
  follow(c.table, c);
  switch (c.what) {
    case Named::primary_key:
      return;  // always PRIMARY
    case Named::unique:
    case Named::index:
      batch_.add(
          fmt::format("RENAME INDEX {} TO {}", dialect().quote(c.from), dialect().quote(c.to)));
      return;
    case Named::check: {
      const auto& checks = table().checks;
      const auto check = std::find_if(checks.begin(), checks.end(),
                                      [&](const Check& item) { return item.name == c.to; });
      batch_.add((flavor_.mariadb() ? "DROP CONSTRAINT " : "DROP CHECK ") +
                 dialect().quote(c.from));
      batch_.add("ADD " + check_clause(*check, flavor_));
      return;
    }
    case Named::foreign_key: {
      const auto& keys = table().foreign_keys;
      const auto key = std::find_if(keys.begin(), keys.end(),
                                    [&](const ForeignKey& item) { return item.name == c.to; });
      batch_.drop_foreign_key(c.from);
      batch_.add("ADD " + foreign_key_clause(*key, flavor_));
    }
  }
}

/// The type takes both values while the rows change over; what the column becomes comes behind.
void Renderer::operator()(const RenameValue& c) {
  follow(c.table, c);
  const Column now = *table().find_column(c.column);
  if (now.type.starts_with("enum(")) {
    Column both = now;
    both.type.insert(both.type.rfind(')'), "," + quoted_text(c.to));
    follow(c.table, AlterColumn{c.table, now, both});
    batch_.modify(c.column);
  }
  say(fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} = {3}", quoted_name(c.table),
                  dialect().quote(c.column), quoted_text(c.to), quoted_text(c.from)));
}

/// On the way back the rows change over before the column does, too.
std::vector<Change> values_first(std::span<const Change> group, const Schema& before) {
  std::vector<Change> sorted(group.begin(), group.end());
  std::stable_partition(sorted.begin(), sorted.end(), [&](const Change& change) {
    const auto* rename = std::get_if<RenameValue>(&change);
    if (rename == nullptr) return false;
    const Table* table = before.find_table(rename->table);
    return table != nullptr && table->find_column(rename->column) != nullptr;
  });
  return sorted;
}

}  // namespace

Rendered render_group(std::span<const Change> group, const Schema& before, const Flavor& flavor) {
  Renderer renderer(before, flavor);
  for (const Change& change : values_first(group, before))
    renderer.run(change);
  return renderer.finish();
}

}  // namespace covet::mysql
