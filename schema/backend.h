#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/driver.h"
#include "core/model/model.h"
#include "schema/change.h"
#include "schema/maintenance.h"
#include "schema/schema.h"
#include "schema/sessions.h"

/// What an adapter fills in. Pure and I/O are kept apart: Dialect, Ddl are pure; Driver, Inspector,
/// Locker talk to a server.
namespace covet::schema {

/// SQL for a group of changes.
struct Rendered {
  std::vector<std::string> statements;  ///< without semicolons; each runs alone
  /// Statements that must have run before, and hold until the transaction ends: a plan says each
  /// once.
  std::vector<std::string> settings{};
  /// SQLite's rebuild: enforcement of foreign keys must be off, which only works outside a
  /// transaction.
  bool foreign_keys_off = false;
  /// Things a reader should know ("the column comes back at the end of the table"), one sentence
  /// each.
  std::vector<std::string> notes{};
};

/// Where a field stands while it is lowered to a column.
struct FieldContext {
  const model::ModelSet& models;
  const model::Model& owner;
  TableName table;
  bool sole_primary_key = false;  ///< this field alone is the primary key
};

/// What one field becomes on this engine.
struct LoweredField {
  Column column;
  std::vector<Check>
      checks{};  ///< where the engine has no such type (SQLite: choices, JSON), or enforce = true
  std::vector<EnumType> enums{};     ///< PostgreSQL: the inline choices' own type
  std::vector<std::string> notes{};  ///< "auto_now is left to the application here"
};

/// Changes and fields to SQL text and back. Pure; made for one server's vendor and version.
class Ddl {
 public:
  virtual ~Ddl() = default;
  virtual const Dialect& dialect() const = 0;
  virtual const ServerInfo& server() const = 0;
  /// Keys for per-engine SQL in models, most specific first: {"mariadb", "mysql"}.
  virtual std::span<const std::string_view> engine_keys() const = 0;

  /// The column of a plain field (not of a relation: those are lowered through their target's key).
  /// The type, the default and everything else as the catalog will spell it, wherever this can be
  /// known without asking. Throws Error{model} (one Diagnostic at field.where) for what the engine
  /// cannot hold.
  virtual LoweredField lower(const model::Field& field, const FieldContext& context) const = 0;

  /// The field that would lower to `column`: its type and options, default included; name, keys and
  /// relations are left alone. Native with the column's type where nothing fits: the caller lowers
  /// the result again, compares, and falls back to Native by itself. `checks` that the type itself
  /// brings along (SQLite's enum) may be consumed: their names are appended to `consumed`.
  virtual model::Field raise(const Column& column, const Table& table, const Schema& schema,
                             std::vector<std::string>& consumed) const = 0;

  /// Adds what the engine adds by itself and drops what it cannot hold, so that a wanted table
  /// equals what inspect will say of it: MySQL's index beneath a foreign key, its unique indexes as
  /// constraints, no comments on SQLite. Also sets names the engine fixes (MySQL's PRIMARY). Notes
  /// say what is lost where that costs only speed; throws Error{model} where the meaning would
  /// change (a partial unique index on MySQL).
  virtual void complete(Table& table, std::vector<std::string>& notes) const = 0;

  /// The cast of an engine's option in [models.x.<engine>]; unknown ones are reported. Returns the
  /// known option names.
  virtual std::span<const std::string_view> table_options() const = 0;
  /// The same for `{ type = …, <engine> = { … } }` of a field.
  virtual std::span<const std::string_view> column_options() const { return {}; }

  /// What inspect says of the grants of a thing of this kind ("table", "enum", an object's) where
  /// nobody granted or revoked anything; nothing where the engine, or covet on it, knows no rights.
  virtual std::optional<model::Grants> usual_grants(std::string_view /*kind*/) const {
    return std::nullopt;
  }
  /// Puts grants in the form in which inspect says them. Throws Error{model} for a privilege that
  /// nobody can have of such a thing. Asked only where there are usual grants.
  virtual void settle_grants(std::string_view /*kind*/, model::Grants& /*grants*/) const {}

  /// SQL for changes that belong together: one change, or several of one table where the engine
  /// does those at once (group_by_table()). `before` and `after` are the schemas around the group.
  virtual Rendered render(std::span<const Change> group, const Schema& before,
                          const Schema& after) const = 0;

  /// True: consecutive changes of one table are rendered together (MySQL: one ALTER; SQLite: one
  /// rebuild).
  virtual bool group_by_table() const = 0;
};

/// What to look at.
struct Scope {
  std::vector<std::string> schemas{};        ///< the default one first; empty: the connection's own
  std::vector<std::string> named_schemas{};  ///< beside those: what the models speak of
  bool all_schemas = false;                  ///< every one that isn't the engine's own
  std::vector<std::string> ignore{};         ///< globs on display names
  std::vector<std::string> only{};           ///< globs; empty: everything
  std::vector<std::string> own{};            ///< covet's own tables, in no schema value
  bool rights = false;                       ///< owners and grants are read too
  /// True if the object with this display name is to be seen.
  bool covers(std::string_view display_name) const;
};

/// Live database → Schema, in a few set-based catalog queries, sorted.
class Inspector {
 public:
  virtual ~Inspector() = default;
  virtual Schema inspect(Connection& connection, const Scope& scope) const = 0;

  /// The one step of a diff with I/O: returns `wanted` with types and expressions as this server
  /// spells them, so that it compares with `live`. Tables that are not in `live`, or equal it
  /// already, come back as they are. Leaves nothing behind on the server. `unspelled` receives what
  /// could not be tried ("check posts.title_not_empty: no privilege").
  virtual Schema normalize(Connection& connection, const Schema& wanted, const Schema& live,
                           std::vector<std::string>& unspelled) const = 0;
};

/// Held while the object lives.
class Lock {
 public:
  virtual ~Lock() = default;
  /// Throws Error{connection} when the lock is no longer held (its session is gone).
  virtual void check() = 0;
  /// What its holder does now, for those who wait, where the engine has a place for it.
  virtual void announce(const std::string& /*doing*/) {}
  /// True: a session can't hold it (a pooler stands before the server), so each migration takes it
  /// inside its own transaction, through enter().
  virtual bool per_transaction() const { return false; }
  /// At the beginning of a migration's transaction. Throws Error{lock_held}.
  virtual void enter(Connection& /*connection*/) {}
};

struct LockHolder {
  std::string description;  ///< "process 4711 on web-1 (covet migrate), since 2026-11-23 05:12:00"
  std::string session{};    ///< by which Sessions knows it; "" where the engine has none
  /// Since it last spoke to the server. A living holder speaks every few seconds.
  std::optional<std::chrono::seconds> silent{};
};

struct LockAttempt {
  std::unique_ptr<Lock> lock;        ///< null: somebody else holds it
  std::optional<LockHolder> holder;  ///< as far as the server tells
};

/// One lock per database and history table, on a session of its own; only ever tried, never waited
/// for on the server.
class Locker {
 public:
  virtual ~Locker() = default;
  virtual LockAttempt try_lock(const Url& url, const ConnectOptions& options,
                               const std::string& history_table) const = 0;
};

/// What the engine wants around a migration's transaction.
class Guard {
 public:
  virtual ~Guard() = default;
  /// Outside the transaction, before it: SQLite turns foreign keys off where `foreign_keys_off`,
  /// and reads back.
  virtual void prepare(Connection& connection, bool foreign_keys_off) const = 0;
  /// Inside, before COMMIT: SQLite's foreign_key_check, and a look whether triggers and views still
  /// work. Throws.
  virtual void verify(Connection& connection, bool foreign_keys_off) const = 0;
  /// Outside, afterwards, also after a failure: the session as it was.
  virtual void restore(Connection& connection) const = 0;
  /// Why `statement` can't run in a transaction ("CREATE INDEX CONCURRENTLY"), or nullopt.
  virtual std::optional<std::string> needs_no_transaction(std::string_view statement) const = 0;
  /// True if one of `statements` makes what a later one can use only after a COMMIT (PostgreSQL: an
  /// enum's new value).
  virtual bool needs_commit_between(std::span<const std::string_view> /*statements*/) const {
    return false;
  }
  /// Why `statement` of a migration is passed over, for the user; nullopt for what runs (MySQL: LOCK
  /// TABLES, behind which the history could not be written).
  virtual std::optional<std::string> passes_over(std::string_view /*statement*/) const {
    return std::nullopt;
  }
  /// SQL that clears away what `statement` left behind when it was interrupted or refused
  /// (PostgreSQL: an index that is not valid and that nobody builds any more).
  virtual std::vector<std::string> leftovers(Connection& /*connection*/,
                                             std::string_view /*statement*/) const {
    return {};
  }
  /// The tables whose indexes, constraints, triggers, rules or policies bear one of `names`: a
  /// statement may change a table without naming it (DROP INDEX).
  virtual std::vector<std::string> owners(Connection& /*connection*/,
                                          std::span<const std::string> /*names*/) const {
    return {};
  }
  /// False: a ROLLBACK would not undo `statement`, as it writes to a table without transactions.
  virtual bool rolls_back(Connection& /*connection*/, std::string_view /*statement*/) const {
    return true;
  }
};

/// What an adapter stands on, and what of a machine goes with its engine.
struct Client {
  /// The client library, with its version: "libpq 15.20, libpqxx 6.4.4".
  std::string (*library)();
  std::span<const std::string_view> programs;  ///< the engine's own shells, the usual one first
  /// Where the engine's programs look for passwords: beneath the home folder, and in the file that
  /// a variable names. "": none.
  std::string_view password_file{};
  std::string_view password_file_variable{};
};

/// All that an adapter exports. The references live as long as the program.
struct Backend {
  std::string_view engine;  ///< "postgresql": in file names, covet.toml
  std::span<const std::string_view> url_schemes;
  std::string_view example_url;
  std::string_view
      memory_url;  ///< a database that nobody else sees and that leaves nothing; "": none
  const Dialect& dialect;
  const Driver& driver;
  const Inspector& inspector;
  const Locker& locker;
  const Guard& guard;
  const Sessions& sessions;
  const Maintenance& maintenance;
  Client client;
  /// How many connections a pool of this engine usually keeps and opens.
  struct PoolSize {
    std::size_t min;
    std::size_t max;
  } pool;
  /// For a server's vendor and version; a default ServerInfo (empty version) stands for a current
  /// one.
  std::unique_ptr<Ddl> (*make_ddl)(const ServerInfo& server);
};

}  // namespace covet::schema
