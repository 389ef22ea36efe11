#include "adapters/postgresql/normalize.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/namespaces.h"
#include "adapters/postgresql/sequence_sql.h"
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

/// One thing that the server is to spell, and what it is called if that fails.
struct Try {
  std::string what;
  std::string sql;
};

/// Spells what differs from `live` in temporary tables.
class Speller {
 public:
  Speller(Connection& connection, const Schema& wanted, const Schema& live,
          std::vector<std::string>& unspelled)
      : connection_(connection), wanted_(wanted), live_(live), unspelled_(unspelled) {}

  Schema run();

 private:
  bool anything_to_do();
  void open_scratch();
  void make_types();
  void make_table(const Table& table);
  std::vector<Try> tries(const Table& table, const Table& live) const;
  void carry_out(const std::vector<Try>& all);
  Schema read_back();
  void take_over(Table& table, const Table& spelled) const;
  void take_over_objects(const Schema& spelled);

  Connection& connection_;
  Schema wanted_;
  const Schema& live_;
  std::vector<std::string>& unspelled_;
  std::vector<const Table*> tables_;
  std::vector<const schema::Object*> objects_;
  std::set<std::string> names_;
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

bool Speller::anything_to_do() {
  for (const Table& table : wanted_.tables) {
    const Table* live = live_.find_table(table.name);
    if (live == nullptr || *live == table || !names_.insert(table.name.name).second) continue;
    tables_.push_back(&table);
  }
  for (const schema::Object& object : wanted_.objects) {
    const auto same_name = [&](const schema::Object& other) {
      return other.kind == object.kind && other.name == object.name;
    };
    const auto found = std::ranges::find_if(live_.objects, same_name);
    if (found == live_.objects.end() || *found != object) objects_.push_back(&object);
  }
  return !tables_.empty() || !objects_.empty();
}

void Speller::open_scratch() {
  // Whatever the session's default is: nothing of this outlives the transaction.
  connection_.execute("SET TRANSACTION READ WRITE");
  const Rows rows = connection_.query(
      "SELECT coalesce(current_schema(), 'public') AS home,"
      " array_to_string(ARRAY(SELECT quote_ident(n)"
      " FROM unnest(current_schemas(false)) AS s(n)), ', ') AS path");
  default_schema_ = rows.at(0).text("home");
  std::string path = rows.at(0).text("path");
  if (path.empty()) path = quote(default_schema_);
  connection_.execute("SET LOCAL search_path = pg_temp, " + path);
}

void Speller::make_types() {
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
  for (const schema::Object* object : objects_) {
    if (object->kind == "extension") continue;
    std::string sql = object->sql;
    if (object->kind == "sequence") {
      // An owner must be a table of the same schema.
      const std::string owner = parse_sequence(sql).owner;
      if (!owner.empty()) continue;
    }
    types.push_back({.what = object->kind + " " + object->name.display(), .sql = std::move(sql)});
  }
  carry_out(types);
}

void Speller::carry_out(const std::vector<Try>& all) {
  if (all.empty()) return;
  std::string together;
  for (const Try& one : all)
    together += (together.empty() ? "" : ";\n") + one.sql;
  try {
    Transaction savepoint(connection_);
    connection_.execute(together);
    return savepoint.commit();
  } catch (const Error& error) {
    if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
  }
  // One of them is at fault: each by itself tells which.
  for (const Try& one : all) {
    try {
      Transaction savepoint(connection_);
      connection_.execute(one.sql);
      savepoint.commit();
    } catch (const Error& error) {
      if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
      unspelled_.push_back(fmt::format("{}: {}", one.what, error.message()));
    }
  }
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
                                      column_definition(without_expressions(column)))});
  }
  Render render{.before = wanted_, .after = wanted_, .major = 0};
  const auto add = [&](std::string what) {
    for (std::string& sql : render.out.statements) {
      all.push_back({.what = std::move(what), .sql = std::move(sql)});
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
  return all;
}

void Speller::make_table(const Table& table) {
  carry_out(tries(table, *live_.find_table(table.name)));
}

Schema Speller::read_back() {
  const Rows rows =
      connection_.query("SELECT oid, nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()");
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

/// An extension's options are read once, when it is made: only its home can be compared.
std::string spell_extension(const schema::Object& wanted, const schema::Object& live) {
  const std::vector<Token> tokens = lex_code(wanted.sql, dialect().lexical_rules());
  const auto home =
      std::ranges::find_if(tokens, [](const Token& token) { return is_word(token, "SCHEMA"); });
  if (home == tokens.end() || home + 1 == tokens.end()) return live.sql;
  return mentions(live.sql, unquote(home[1])) ? live.sql : wanted.sql;
}

void Speller::take_over_objects(const Schema& spelled) {
  for (schema::Object& object : wanted_.objects) {
    const auto live = std::ranges::find_if(live_.objects, [&](const schema::Object& other) {
      return other.kind == object.kind && other.name == object.name;
    });
    if (object.kind == "extension" && live != live_.objects.end()) {
      object.sql = spell_extension(object, *live);
    }
    const auto found = std::ranges::find_if(spelled.objects, [&](const schema::Object& other) {
      return other.kind == object.kind && other.name == object.name;
    });
    if (found != spelled.objects.end()) object.sql = found->sql;
  }
}

Schema Speller::run() {
  if (!anything_to_do()) return std::move(wanted_);
  Transaction transaction(connection_);
  try {
    open_scratch();
  } catch (const Error& error) {
    if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
    unspelled_.push_back(
        fmt::format("nothing could be spelled by the server: {}", error.message()));
    return std::move(wanted_);
  }
  make_types();
  for (const Table* table : tables_)
    make_table(*table);
  const Schema spelled = read_back();
  transaction.rollback();

  for (Table& table : wanted_.tables) {
    const auto tried = std::ranges::find(tables_, &table);
    if (tried == tables_.end()) continue;
    if (const Table* other = spelled.find_table({"", table.name.name})) take_over(table, *other);
  }
  take_over_objects(spelled);
  sort(wanted_);
  return std::move(wanted_);
}

}  // namespace

Schema spell(Connection& connection, const Schema& wanted, const Schema& live,
             std::vector<std::string>& unspelled) {
  return Speller(connection, wanted, live, unspelled).run();
}

}  // namespace covet::postgresql
