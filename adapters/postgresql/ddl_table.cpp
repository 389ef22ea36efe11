#include "adapters/postgresql/ddl_table.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Column;
using schema::Schema;
using schema::Table;
using schema::TableName;

namespace {

using Options = std::map<std::string, std::string>;

std::string option(const Options& options, const std::string& key) {
  const auto found = options.find(key);
  return found == options.end() ? std::string() : found->second;
}

/// The first parent that has the column, or the check.
template <class Find>
auto in_parents(const Table& table, const Schema& schema, Find find)
    -> decltype(find(std::declval<const Table&>())) {
  for (const TableName& name : parse_names(option(table.options, "inherits"))) {
    const Table* parent = schema.find_table(name);
    if (parent == nullptr) continue;
    if (auto found = find(*parent)) return found;
  }
  return {};
}

const Column* parent_column(const Table& table, const std::string& name, const Schema& schema) {
  return in_parents(table, schema, [&](const Table& parent) { return parent.find_column(name); });
}

bool declares(const Table& table, const Column& column, const Schema& schema) {
  if (parent_column(table, column.name, schema) == nullptr) return true;
  return std::ranges::any_of(parse_names(option(table.options, "local")),
                             [&](const TableName& name) { return name.name == column.name; });
}

bool inherits_check(const Table& table, const schema::Check& check, const Schema& schema) {
  return in_parents(table, schema, [&](const Table& parent) {
    return std::ranges::find(parent.checks, check) != parent.checks.end() && !check.no_inherit;
  });
}

/// What an inherited column has of its own.
void adjust_inherited(const Table& table, const Column& column, const Column& parent,
                      Render& render) {
  const std::string prefix = alter_column(table.name, column.name);
  // A parent's serial is no more than a default here.
  const bool takes_default = !parent.identity && column.default_sql == parent.default_sql;
  if (!takes_default && column.default_sql) {
    render.say(fmt::format("{} SET DEFAULT {}", prefix, *column.default_sql));
  } else if (!takes_default && !column.identity) {
    render.say(prefix + " DROP DEFAULT");
  }
  if (parent.nullable && !column.nullable) render.say(prefix + " SET NOT NULL");
  finish_column(table.name, column, render);
}

void comment_on(const TableName& table, const std::string& comment, Render& render) {
  render.say(fmt::format("COMMENT ON TABLE {} IS {}", quote(table),
                         comment.empty() ? "NULL" : quote_text(comment)));
}

std::vector<std::string> table_parts(const Table& table, const Schema& schema) {
  std::vector<std::string> parts;
  for (const Column& column : table.columns) {
    if (declares(table, column, schema)) parts.push_back(column_definition(column));
  }
  if (table.primary_key) parts.push_back(primary_key_clause(*table.primary_key));
  for (const schema::Unique& unique : table.uniques)
    parts.push_back(unique_clause(unique));
  for (const schema::Check& check : table.checks) {
    if (check.valid && !inherits_check(table, check, schema)) parts.push_back(check_clause(check));
  }
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (key.valid) parts.push_back(foreign_key_clause(key));
  }
  return parts;
}

/// Sequences that were made before the table that owns them.
void claim_sequences(const Table& table, Render& render) {
  for (const schema::Object& object : render.after.objects) {
    if (object.kind != "sequence") continue;
    const std::string owner = parse_sequence(object.sql).owner;
    if (owner.empty()) continue;
    std::vector<TableName> names = parse_names(owner);
    // "schema"."table"."column": the last two parts are read as schema and name.
    const std::string column = names.back().name;
    if (owner == quote(table.name) + "." + quote(column)) {
      render.say(fmt::format("ALTER SEQUENCE {} OWNED BY {}", quote(object.name), owner));
    }
  }
}

/// Each name of `list` that `other` lacks.
std::vector<TableName> missing(const std::string& list, const std::string& other) {
  std::vector<TableName> names = parse_names(list);
  const std::vector<TableName> known = parse_names(other);
  std::erase_if(
      names, [&](const TableName& name) { return std::ranges::find(known, name) != known.end(); });
  return names;
}

void change_storage(const std::string& prefix, const std::string& from, const std::string& to,
                    Render& render) {
  if (from == to) return;
  std::vector<std::string> gone;
  for (const std::string& setting : split(from, ',')) {
    if (from.empty()) break;
    const std::string key(trim(setting.substr(0, setting.find('='))));
    if (to.find(key) == std::string::npos) gone.push_back(key);
  }
  if (!gone.empty()) render.say(fmt::format("{} RESET ({})", prefix, join(gone, ", ")));
  if (!to.empty()) render.say(fmt::format("{} SET ({})", prefix, to));
}

}  // namespace

void create_table(const Table& table, Render& render) {
  ensure_namespace(table.name, render);
  std::string sql = fmt::format("CREATE {}TABLE {} (",
                                option(table.options, "unlogged") == "true" ? "UNLOGGED " : "",
                                quote(table.name));
  const std::vector<std::string> parts = table_parts(table, render.after);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sql += (i == 0 ? "\n  " : ",\n  ") + parts[i];
  }
  sql += parts.empty() ? ")" : "\n)";
  if (const std::string parents = option(table.options, "inherits"); !parents.empty()) {
    sql += fmt::format(" INHERITS ({})", parents);
  }
  if (const std::string storage = option(table.options, "with"); !storage.empty()) {
    sql += fmt::format(" WITH ({})", storage);
  }
  render.say(std::move(sql));

  if (!table.comment.empty()) comment_on(table.name, table.comment, render);
  for (const Column& column : table.columns) {
    const Column* parent = parent_column(table, column.name, render.after);
    if (parent != nullptr && !declares(table, column, render.after)) {
      adjust_inherited(table, column, *parent, render);
    } else {
      finish_column(table.name, column, render);
    }
  }
  for (const schema::Check& check : table.checks) {
    if (!check.valid && !inherits_check(table, check, render.after)) {
      add_check(table.name, check, render);
    }
  }
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (!key.valid) add_foreign_key(table.name, key, render);
  }
  for (const schema::Index& index : table.indexes)
    add_index(table.name, index, render);
  claim_sequences(table, render);
}

void drop_table(const Table& table, Render& render) {
  render.say("DROP TABLE " + quote(table.name));
}

void rename_table(const schema::RenameTable& change, Render& render) {
  TableName name = change.from;
  if (change.from.schema != change.to.schema) {
    const std::string home = change.to.schema.empty() ? "public" : change.to.schema;
    render.say(fmt::format("ALTER TABLE {} SET SCHEMA {}", quote(name), quote(home)));
    name.schema = change.to.schema;
  }
  if (name.name == change.to.name) return;
  render.say(fmt::format("ALTER TABLE {} RENAME TO {}", quote(name), quote(change.to.name)));
  const Table* table = render.before.find_table(change.from);
  if (table == nullptr) return;
  for (const Column& column : table->columns) {
    if (!column.identity || column.identity->kind != "serial") continue;
    render.say(fmt::format("ALTER SEQUENCE {} RENAME TO {}",
                           quote(serial_sequence(name, column.name)),
                           quote(serial_sequence(change.to.name, column.name))));
  }
}

void alter_table(const schema::AlterTable& change, Render& render) {
  const std::string prefix = "ALTER TABLE " + quote(change.table);
  const Options& from = change.options_from;
  const Options& to = change.options_to;
  if (option(from, "unlogged") != option(to, "unlogged")) {
    render.say(prefix + (option(to, "unlogged") == "true" ? " SET UNLOGGED" : " SET LOGGED"));
  }
  for (const TableName& parent : missing(option(from, "inherits"), option(to, "inherits"))) {
    render.say(fmt::format("{} NO INHERIT {}", prefix, quote(parent)));
  }
  for (const TableName& parent : missing(option(to, "inherits"), option(from, "inherits"))) {
    render.say(fmt::format("{} INHERIT {}", prefix, quote(parent)));
  }
  change_storage(prefix, option(from, "with"), option(to, "with"), render);
  if (change.comment_from != change.comment_to) {
    comment_on(change.table, change.comment_to, render);
  }
}

}  // namespace covet::postgresql
