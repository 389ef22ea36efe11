#include "adapters/postgresql/normalize.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/children.h"
#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/namespaces.h"
#include "adapters/postgresql/normalize_objects.h"
#include "adapters/postgresql/not_null.h"
#include "adapters/postgresql/scratch.h"
#include "adapters/postgresql/spell_partitions.h"
#include "core/db/sql_lexer.h"
#include "core/db/transaction.h"

namespace covet::postgresql {
namespace {

using schema::Column;
using schema::Schema;
using schema::Table;

template <class Thing>
const Thing* find_named(const std::vector<Thing>& things, const std::string& name) {
  const auto found = std::ranges::find(things, name, &Thing::name);
  return found == things.end() ? nullptr : &*found;
}

/// Spells what differs from `live` in temporary tables.
class Speller {
 public:
  Speller(Connection& connection, const Schema& wanted, const Schema& live,
          std::vector<std::string>& unspelled)
      : connection_(connection),
        wanted_(wanted),
        live_(live),
        unspelled_(unspelled),
        objects_(connection, wanted_, live, unspelled) {}

  Schema run();

 private:
  bool anything_to_do();
  void add_to_round(const Table& table);
  std::vector<const schema::Object*> new_exclusions(const Table& table) const;
  bool spell_round(const std::vector<const Table*>& tables, bool first);
  void open_scratch();
  void make_enums();
  void make_table(const Table& table);
  std::vector<Try> tries(const Table& table, const Table& live) const;
  Schema read_back();
  void take_over(Table& table, const Table& spelled) const;
  void take_over_exclusions(const Table& table, const Schema& spelled);

  Connection& connection_;
  Schema wanted_;
  const Schema& live_;
  std::vector<std::string>& unspelled_;
  /// Each of tables with names of their own, as those in the scratch schema must have.
  std::vector<std::vector<const Table*>> rounds_;
  ObjectSpeller objects_;
  /// Then what a table needs may be yet to come: no need to speak of it.
  bool brings_objects_ = false;
  std::string default_schema_;
};

Column without_expressions(Column column) {
  column.default_sql.reset();
  column.identity.reset();
  column.generated.reset();
  column.comment.clear();
  column.nullable = true;
  return column;
}

/// "ADD CONSTRAINT …": behind the table's name.
std::string from_add(const std::string& sql) {
  for (const Token& token : lex_code(sql, dialect().lexical_rules())) {
    if (is_word(token, "ADD")) return sql.substr(token.offset);
  }
  return sql;
}

bool is_exclusion(const schema::Object& object) {
  return object.kind == "exclusion constraint";
}

/// Exclusion constraints of `table` that the server has not, or not so.
std::vector<const schema::Object*> Speller::new_exclusions(const Table& table) const {
  std::vector<const schema::Object*> found;
  for (const schema::Object& object : wanted_.objects) {
    if (is_exclusion(object) && object.table == table.name.display() &&
        std::ranges::find(live_.objects, object) == live_.objects.end()) {
      found.push_back(&object);
    }
  }
  return found;
}

void Speller::add_to_round(const Table& table) {
  for (std::vector<const Table*>& round : rounds_) {
    const bool taken = std::ranges::any_of(
        round, [&](const Table* other) { return other->name.name == table.name.name; });
    if (!taken) return round.push_back(&table);
  }
  rounds_.push_back({&table});
}

bool Speller::anything_to_do() {
  brings_objects_ = std::ranges::any_of(wanted_.objects, [&](const schema::Object& object) {
    return std::ranges::none_of(
        live_.objects, [&](const schema::Object& other) { return other.is_same_thing(object); });
  });
  for (const Table& table : wanted_.tables) {
    const Table* live = live_.find_table(table.name);
    if (live == nullptr || (*live == table && new_exclusions(table).empty())) continue;
    add_to_round(table);
  }
  return !rounds_.empty() || objects_.anything_to_do();
}

void Speller::open_scratch() {
  // Whatever the session's default is: nothing of this outlives the transaction.
  connection_.execute("SET TRANSACTION READ WRITE");
  const Rows rows = connection_.fetch_all(
      "SELECT coalesce(current_schema(), 'public') AS home,"
      " array_to_string(ARRAY(SELECT quote_ident(n)"
      " FROM unnest(current_schemas(false)) AS s(n)), ', ') AS path");
  default_schema_ = rows.at(0).text("home");
  std::string path = rows.at(0).text("path");
  if (path.empty()) path = quote(default_schema_);
  connection_.execute("SET LOCAL search_path = pg_temp, " + path +
                      "; SET LOCAL check_function_bodies = off");
}

void Speller::make_enums() {
  std::vector<Try> types;
  for (const schema::EnumType& type : wanted_.enums) {
    const schema::EnumType* live = live_.find_enum(type.name);
    // A value that is yet to come must be there when a default names it.
    if ((live != nullptr && live->values == type.values) || !type.name.schema.empty()) continue;
    std::string values;
    for (const std::string& value : type.values) {
      values += (values.empty() ? "" : ", ") + quote_text(value);
    }
    types.push_back({.what = "enum " + type.name.display(),
                     .sql = fmt::format("CREATE TYPE {} AS ENUM ({})", quote(type.name), values)});
  }
  carry_out(connection_, types, unspelled_);
}

std::vector<Try> Speller::tries(const Table& table, const Table& live) const {
  const schema::TableName scratch{"", table.name.name};
  const std::string display = table.name.display();
  std::vector<Try> all;
  all.push_back(
      {.what = "table " + display, .sql = fmt::format("CREATE TEMP TABLE {} ()", quote(scratch))});
  for (const Column& column : table.columns) {
    all.push_back({.what = fmt::format("column {}.{}", display, column.name),
                   .sql = fmt::format("ALTER TABLE {} ADD COLUMN {}", quote(scratch),
                                      column_definition(without_expressions(column))),
                   .may_lack = brings_objects_});
  }
  // On its own: neither parents nor parts of it are in the scratch schema.
  const Schema alone;
  Render render{.before = alone, .after = alone, .major = 0};
  const auto add = [&](std::string what) {
    for (std::string& sql : render.out.statements) {
      all.push_back({.what = std::move(what), .sql = std::move(sql), .may_lack = brings_objects_});
      break;  // a comment behind it says nothing new
    }
    render.out.statements.clear();
  };
  for (const Column& column : table.columns) {
    const Column* old = live.find_column(column.name);
    if (old != nullptr && *old == column) continue;
    if (column.default_sql) {
      render.say(fmt::format("{} SET DEFAULT {}", alter_column(scratch, column.name),
                             *column.default_sql));
      add(fmt::format("default of {}.{}", display, column.name));
    }
    if (column.generated) {
      Column computed = column;
      computed.nullable = true;
      render.say(fmt::format("ALTER TABLE {0} DROP COLUMN {1}, ADD COLUMN {2}", quote(scratch),
                             quote(column.name), column_definition(computed)));
      add(fmt::format("generated column {}.{}", display, column.name));
    }
  }
  for (const schema::Check& check : table.checks) {
    const schema::Check* old = find_named(live.checks, check.name);
    if (old != nullptr && *old == check) continue;
    add_check(scratch, check, render);
    add(fmt::format("check {} of {}", check.name, display));
  }
  for (const schema::Index& index : table.indexes) {
    const schema::Index* old = find_named(live.indexes, index.name);
    if (old != nullptr && *old == index) continue;
    add_index(scratch, index, render);
    add(fmt::format("index {} of {}", index.name, display));
  }
  for (const schema::Object* exclusion : new_exclusions(table)) {
    all.push_back({.what = fmt::format("exclusion {} of {}", exclusion->name.name, display),
                   .sql = "ALTER TABLE " + quote(scratch) + " " + from_add(exclusion->sql)});
  }
  return all;
}

void Speller::make_table(const Table& table) {
  carry_out(connection_, tries(table, *live_.find_table(table.name)), unspelled_);
}

Schema Speller::read_back() {
  const Rows rows = connection_.fetch_all(
      "SELECT oid, nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()");
  if (rows.empty()) return {};
  settle_spelling(connection_, "pg_temp, " + quote(default_schema_));
  CatalogReader reader(connection_, {rows.front().integer("oid")},
                       {rows.front().text("nspname"), default_schema_});
  return reader.read_spelled();
}

void Speller::take_over(Table& table, const Table& spelled) const {
  for (Column& column : table.columns) {
    const Column* other = spelled.find_column(column.name);
    if (other == nullptr) continue;
    column.type = other->type;
    column.collation = other->collation;
    if (column.default_sql && other->default_sql) column.default_sql = other->default_sql;
    if (column.generated && other->generated) column.generated = other->generated;
  }
  for (schema::Check& check : table.checks) {
    if (const schema::Check* other = find_named(spelled.checks, check.name)) check.sql = other->sql;
  }
  for (schema::Index& index : table.indexes) {
    const schema::Index* other = find_named(spelled.indexes, index.name);
    if (other == nullptr) continue;
    index.keys = other->keys;
    index.where = other->where;
    index.method = other->method;
  }
}

void Speller::take_over_exclusions(const Table& table, const Schema& spelled) {
  for (schema::Object& object : wanted_.objects) {
    if (!is_exclusion(object) || object.table != table.name.display()) continue;
    const auto found = std::ranges::find_if(spelled.objects, [&](const schema::Object& other) {
      return is_exclusion(other) && other.name.name == object.name.name &&
             other.table == table.name.name;
    });
    if (found != spelled.objects.end()) {
      object.sql = "ALTER TABLE " + quote(table.name) + " " + from_add(found->sql);
    }
  }
}

/// False if the server lets nothing be tried.
bool Speller::spell_round(const std::vector<const Table*>& tables, bool first) {
  Transaction transaction(connection_);
  try {
    open_scratch();
  } catch (const Error& error) {
    if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
    unspelled_.push_back(
        fmt::format("nothing could be spelled by the server: {}", error.message()));
    return false;
  }
  make_enums();
  objects_.make_types();
  std::vector<std::string> names;
  for (const Table* table : tables) {
    make_table(*table);
    names.push_back(table->name.name);
  }
  if (first) objects_.make_objects(default_schema_, std::move(names));
  const Schema spelled = read_back();
  if (first) spell_partitions(connection_, wanted_, live_, unspelled_);
  transaction.rollback();

  for (Table& table : wanted_.tables) {
    if (std::ranges::find(tables, &table) == tables.end()) continue;
    if (const Table* other = spelled.find_table({"", table.name.name})) take_over(table, *other);
    take_over_exclusions(table, spelled);
  }
  if (first) objects_.take_over(spelled);
  return true;
}

Schema Speller::run() {
  complete_columns_of_children(wanted_);
  for (Table& table : wanted_.tables) {
    if (const Table* live = live_.find_table(table.name)) take_not_null_names(table, *live);
  }
  if (anything_to_do()) {
    if (rounds_.empty()) rounds_.emplace_back();
    bool first = true;
    for (const std::vector<const Table*>& round : rounds_) {
      if (!spell_round(round, first)) break;
      first = false;
    }
  }
  complete_children(wanted_, live_);
  sort(wanted_);
  return std::move(wanted_);
}

}  // namespace

Schema spell(Connection& connection, const Schema& wanted, const Schema& live,
             std::vector<std::string>& unspelled) {
  return Speller(connection, wanted, live, unspelled).run();
}

}  // namespace covet::postgresql
