#include "adapters/sqlite/guard.h"

#include <set>

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/double_quoted.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

constexpr std::string_view remembered = "temp.covet_before";
constexpr std::size_t rows_to_name = 5;
/// Marks what was there, working or not.
constexpr std::string_view seen = "seen: ";

struct Broken {
  std::string object;
  std::string why;
  std::string on;         ///< the table or view that a trigger stands on
  bool may_hold_strings;  ///< in double quotes, where SQLite looked for columns here
};

struct Orphan {
  std::string table;
  std::string row;
  std::string parent;
  std::string key() const { return fmt::format("{}\n{}\n{}", table, row, parent); }
};

std::string quote(std::string_view name) {
  return dialect().quote(name);
}

/// A statement that makes SQLite compile the trigger; "" where its text says nothing that is
/// understood.
std::string firing(Connection& connection, const Row& trigger) {
  const std::string sql = trigger.text("sql");
  SqlReader in(sql);
  const std::string owner = quote(trigger.text("tbl_name"));
  while (!in.at_end() && !in.at_word("ON")) {
    if (in.accept_word("INSERT"))
      return fmt::format("EXPLAIN INSERT INTO {} DEFAULT VALUES", owner);
    if (in.accept_word("DELETE")) return "EXPLAIN DELETE FROM " + owner;
    if (!in.accept_word("UPDATE")) {
      in.take();
      continue;
    }
    std::string column;
    if (in.accept_word("OF")) {
      column = in.name();
    } else {
      const Rows first =
          connection.fetch_all({"SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0 LIMIT 1",
                                {trigger.text("tbl_name")}});
      if (first.empty()) return {};
      column = first.front().text("name");
    }
    return fmt::format("EXPLAIN UPDATE {0} SET {1} = {1}", owner, quote(column));
  }
  return {};
}

std::vector<std::string> all_columns(Connection& connection) {
  std::vector<std::string> names;
  for (const Row& row :
       connection.fetch_all("SELECT DISTINCT c.name AS name FROM sqlite_schema AS s "
                            "JOIN pragma_table_xinfo(s.name) AS c WHERE s.type = 'table'"))
    names.push_back(row.text("name"));
  return names;
}

/// Views and triggers that SQLite can't compile now, and that no other program could. SQLite itself
/// looks at them only when they are used.
std::vector<Broken> broken_objects(Connection& connection) {
  std::vector<Broken> broken;
  const Rows objects = connection.fetch_all(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') "
      "AND sql IS NOT NULL ORDER BY type DESC, name");
  for (const Row& row : objects) {
    const std::string object = row.text("type") + " " + row.text("name");
    try {
      const std::string probe = row.text("type") == "view"
                                    ? "EXPLAIN SELECT * FROM " + quote(row.text("name"))
                                    : firing(connection, row);
      if (!probe.empty()) connection.execute(probe);
    } catch (const Error& error) {
      if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
      if (wants_what_is_elsewhere(error.message())) continue;
      const std::string sql = row.text("sql");
      broken.push_back({object, error.message(), row.text("tbl_name"),
                        may_be_a_string(error.message(), sql, all_columns(connection))});
    }
  }
  return broken;
}

std::vector<Orphan> orphans(Connection& connection) {
  std::vector<Orphan> found;
  for (const Row& row : connection.fetch_all("PRAGMA main.foreign_key_check")) {
    found.push_back({row.text("table"), to_text(row["rowid"]), row.text("parent")});
  }
  return found;
}

std::set<std::string> read_remembered(Connection& connection) {
  std::set<std::string> known;
  const Rows there =
      connection.fetch_all("SELECT 1 FROM sqlite_temp_schema WHERE name = 'covet_before'");
  if (there.empty()) return known;
  for (const Row& row : connection.fetch_all(fmt::format("SELECT what FROM {}", remembered))) {
    known.insert(row.text("what"));
  }
  return known;
}

void remember(Connection& connection, bool foreign_keys_off) {
  connection.execute(fmt::format("CREATE TEMP TABLE IF NOT EXISTS covet_before (what TEXT)"));
  connection.execute(fmt::format("DELETE FROM {}", remembered));
  const auto add = [&](const std::string& what) {
    connection.execute({fmt::format("INSERT INTO {} VALUES (?1)", remembered), {what}});
  };
  for (const Broken& object : broken_objects(connection))
    add(object.object);
  for (const Row& row : connection.fetch_all("SELECT type || ' ' || name AS object "
                                             "FROM sqlite_schema WHERE type <> 'index'"))
    add(std::string(seen) + row.text("object"));
  if (!foreign_keys_off) return;
  try {
    for (const Orphan& orphan : orphans(connection))
      add(orphan.key());
  } catch (const Error& error) {
    // "foreign key mismatch": a parent without a key. It was so before.
    if (error.code() != Errc::statement) throw;
    add("foreign_key_check");
  }
}

void throw_for(const std::vector<Orphan>& lost) {
  const Orphan& first = lost.front();
  std::vector<std::string> rows;
  for (const Orphan& orphan : lost) {
    const bool same = orphan.table == first.table && orphan.parent == first.parent;
    if (same && rows.size() < rows_to_name) rows.push_back(orphan.row);
  }
  throw Error(
      Errc::foreign_key_violation,
      fmt::format("{} of {} would refer to a row of {} that doesn't exist (rowid {}{})",
                  count_of(lost.size(), "row"), first.table, first.parent, join(rows, ", "),
                  rows.size() < lost.size() ? ", …" : ""),
      "mend or delete those rows before this change; PRAGMA foreign_key_check lists such rows");
}

void verify_rows(Connection& connection, const std::set<std::string>& known) {
  if (known.contains("foreign_key_check")) return;
  std::vector<Orphan> lost;
  for (Orphan& orphan : orphans(connection)) {
    if (!known.contains(orphan.key())) lost.push_back(std::move(orphan));
  }
  if (!lost.empty()) throw_for(lost);
}

/// SQLite takes a view of what isn't there yet, and only who asks it notices. A trigger would stop
/// every write to its table, unless that is new as well: a schema that is carried over comes as it
/// was.
bool may_be_new(const Broken& object, const std::set<std::string>& known) {
  const auto was_there = [&](const std::string& name) {
    return known.contains(std::string(seen) + name);
  };
  if (was_there(object.object)) return false;
  return object.may_hold_strings || object.object.starts_with("view ") ||
         (!was_there("table " + object.on) && !was_there("view " + object.on));
}

bool foreign_keys_are_on(Connection& connection) {
  const Rows rows = connection.fetch_all("PRAGMA foreign_keys");
  return !rows.empty() && as_int(rows.front()[0]) != 0;
}

}  // namespace

void SqliteGuard::prepare(Connection& connection, bool foreign_keys_off) const {
  if (foreign_keys_off) {
    connection.execute("PRAGMA foreign_keys = OFF");
    // Inside a transaction the line above does nothing, without a word.
    if (foreign_keys_are_on(connection)) {
      throw Error(Errc::internal, "SQLite's foreign keys could not be turned off for a rebuild",
                  "this is a bug in covet; please report it");
    }
  }
  remember(connection, foreign_keys_off);
}

void SqliteGuard::verify(Connection& connection, bool foreign_keys_off) const {
  const std::set<std::string> known = read_remembered(connection);
  if (foreign_keys_off) verify_rows(connection, known);
  for (const Broken& object : broken_objects(connection)) {
    if (known.contains(object.object) || may_be_new(object, known)) continue;
    throw Error(Errc::statement,
                fmt::format("the {} would not work any more: {}", object.object, object.why),
                "change or drop it in this migration, before what it uses goes");
  }
}

void SqliteGuard::restore(Connection& connection) const {
  connection.execute("PRAGMA foreign_keys = ON");
  connection.execute("PRAGMA legacy_alter_table = OFF");
  connection.execute(fmt::format("DROP TABLE IF EXISTS {}", remembered));
}

std::optional<std::string> SqliteGuard::needs_no_transaction(std::string_view statement) const {
  constexpr std::size_t head = 6;  // the words stand at the beginning of what may be large
  const std::vector<Token> first = first_tokens(statement, head, dialect().lexical_rules());
  if (first.empty()) return std::nullopt;
  const SqlReader in(statement.substr(0, first.back().offset + first.back().text.size()));
  for (const char* word : {"VACUUM", "ATTACH", "DETACH"}) {
    if (in.at_word(word)) return word;
  }
  if (!in.at_word("PRAGMA")) return std::nullopt;
  const std::size_t name = in.at_symbol(".", 2) ? 3 : 1;
  // Asking for the value is allowed anywhere; setting it fails, or silently does nothing.
  const bool sets = in.at_symbol("=", name + 1) || in.at_symbol("(", name + 1);
  for (const char* word : {"JOURNAL_MODE", "FOREIGN_KEYS", "SYNCHRONOUS"}) {
    if (in.at_word(word, name) && sets) return "PRAGMA " + to_lower(word);
  }
  if (in.at_word("WAL_CHECKPOINT", name)) return "PRAGMA wal_checkpoint";
  return std::nullopt;
}

const SqliteGuard& guard() {
  static const SqliteGuard instance;
  return instance;
}

}  // namespace covet::sqlite
