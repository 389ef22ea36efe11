#include "adapters/postgresql/ddl_table.h"

#include <algorithm>
#include <limits>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/ddl_options.h"
#include "adapters/postgresql/ddl_rights.h"
#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/not_null.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Column;
using schema::Schema;
using schema::Table;
using schema::TableName;

namespace {

void comment_on(const TableName& table, const std::string& comment, Render& render) {
  render.say(fmt::format("COMMENT ON TABLE {} IS {}", quote(table),
                         comment.empty() ? "NULL" : quote_text(comment)));
}

/// A partition is made as a table of its own, and is attached with all that it must have.
bool makes_check(const Table& table, const schema::Check& check, const Schema& schema) {
  return is_partition(table) || check.options.contains("local") ||
         !inherits_check(table, check, schema);
}

/// Not yet valid, or pointing to an index that follows the table, it has to wait.
bool fits_in_create(const Table& table, const schema::ForeignKey& key) {
  if (!key.valid) return false;
  if (key.target != table.name) return true;
  const auto& columns = key.target_columns;
  return (table.primary_key && table.primary_key->columns == columns) ||
         std::ranges::find(table.uniques, columns, &schema::Unique::columns) != table.uniques.end();
}

/// CREATE TABLE makes one index of two constraints with the same columns, and forgets the other:
/// that one is added behind.
bool repeats_another(const Table& table, const schema::Unique& unique) {
  if (table.primary_key && table.primary_key->columns == unique.columns) return true;
  return &*std::ranges::find(table.uniques, unique.columns, &schema::Unique::columns) != &unique;
}

std::vector<std::string> table_parts(const Table& table, const Schema& schema) {
  std::vector<std::string> parts;
  for (const Column& column : table.columns) {
    if (!declares(table, column, schema)) continue;
    Column own = column;
    // What it inherits as generated, it may not generate itself.
    const Column* parent =
        is_partition(table) ? nullptr : parent_column(table, column.name, schema);
    if (parent != nullptr && parent->generated) own.generated.reset();
    const bool bare = !own.default_sql && !own.identity && !own.generated;
    if (bare && parent != nullptr && parent->default_sql) own.default_sql = "NULL";
    parts.push_back(column_definition(own, table.name.schema));
  }
  if (table.primary_key && !comes_with_whole(table, *table.primary_key, schema)) {
    parts.push_back(primary_key_clause(*table.primary_key));
  }
  for (const schema::Unique& unique : table.uniques) {
    if (!repeats_another(table, unique) && !comes_with_whole(table, unique, schema)) {
      parts.push_back(unique_clause(unique));
    }
  }
  for (const schema::Check& check : table.checks) {
    if (check.valid && makes_check(table, check, schema)) parts.push_back(check_clause(check));
  }
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (fits_in_create(table, key) && !inherits_key(table, key, schema)) {
      parts.push_back(foreign_key_clause(key));
    }
  }
  return parts;
}

/// ATTACH PARTITION takes the first index that is alike, whichever way it sorts: so that of two the
/// right one becomes the part, they are made in the parent's order.
std::vector<const schema::Index*> in_order_of_wholes(const Table& table, const Schema& schema) {
  std::vector<const schema::Index*> indexes;
  for (const schema::Index& index : table.indexes)
    indexes.push_back(&index);
  if (!is_partition(table)) return indexes;
  const Table* parent = schema.find_table(parents_of(table).front());
  const auto place = [&](const schema::Index* index) {
    const std::string whole = whole_of(table, *index, schema);
    if (parent == nullptr || whole.empty()) return std::numeric_limits<std::size_t>::max();
    const auto found = std::ranges::find(parent->indexes, whole, &schema::Index::name);
    return static_cast<std::size_t>(found - parent->indexes.begin());
  };
  std::ranges::stable_sort(indexes, {}, place);
  return indexes;
}

std::string create_table_sql(const Table& table, const Schema& schema) {
  std::string sql =
      fmt::format("CREATE {}TABLE {} (", table.options.contains("unlogged") ? "UNLOGGED " : "",
                  quote(table.name));
  const std::vector<std::string> parts = table_parts(table, schema);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sql += (i == 0 ? "\n  " : ",\n  ") + parts[i];
  }
  sql += parts.empty() ? ")" : "\n)";
  return sql + create_options(table);
}

Table alone(Table table) {
  table.options.erase("inherits");
  return table;
}

void join_parents(const Table& table, Render& render) {
  for (const TableName& parent : parents_of(table))
    render.say(fmt::format("ALTER TABLE {} INHERIT {}", quote(table.name), quote(parent)));
}

}  // namespace

void create_table(const Table& table, Render& render) {
  ensure_namespace(table.name, render);
  const bool joins = joins_parents(table, render.after);
  render.say(create_table_sql(joins ? alone(table) : table, render.after));
  if (!table.comment.empty()) comment_on(table.name, table.comment, render);
  for (const Column& column : table.columns) {
    const Column* parent = parent_column(table, column.name, render.after);
    if (parent != nullptr && !declares(table, column, render.after)) {
      adjust_inherited(table, column, *parent, render);
    } else {
      finish_column(table.name, column, render);
    }
  }
  for (const schema::Unique& unique : table.uniques) {
    if (repeats_another(table, unique))
      render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table.name), unique_clause(unique)));
  }
  for (const schema::Check& check : table.checks) {
    if (!check.valid && makes_check(table, check, render.after)) {
      render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table.name), check_clause(check)));
    }
  }
  if (joins) join_parents(table, render);
  for (const schema::Index* index : in_order_of_wholes(table, render.after))
    add_index(table.name, *index, render);
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (!fits_in_create(table, key)) {
      render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table.name), foreign_key_clause(key)));
    }
  }
  comment_on_constraints(table, render);
  claim_sequences(table.name, table.columns, render);
  finish_options(table, render);
  give_rights(table, render);
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
    if (!column.identity || column.options.contains("sequence")) continue;
    render.say(fmt::format("ALTER SEQUENCE {} RENAME TO {}",
                           quote(serial_sequence(name, column.name)),
                           quote(serial_sequence(change.to.name, column.name))));
  }
  follow_table(*table, change.to, render);
}

void alter_table(const schema::AlterTable& change, Render& render) {
  alter_options(change, render);
  if (change.comment_from != change.comment_to) {
    comment_on(change.table, change.comment_to, render);
  }
}

}  // namespace covet::postgresql
