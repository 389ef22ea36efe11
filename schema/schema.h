#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/junction.h"
#include "core/model/model.h"

/// The shape of a database as a plain value: copied, compared, printed. Identity is the name;
/// nothing points anywhere. Types and expressions are SQL text in the spelling of the engine's
/// catalog, so nothing is lost on the way and two schemas of one engine can be compared to the
/// letter.
namespace covet::schema {

using model::Deferrable;
using model::RefAction;

/// `schema` is empty for the connection's own default schema (and always where the engine has
/// none).
struct TableName {
  std::string schema;
  std::string name;
  auto operator<=>(const TableName&) const = default;
  /// "audit.events" or "events": for people.
  std::string display() const;
};

/// What only one engine has, as text ("true" for a flag); only what isn't usual there.
using Options = std::map<std::string, std::string>;

struct Identity {
  /// "by_default", "always", "serial" (PostgreSQL); "auto" (MySQL's AUTO_INCREMENT, SQLite's
  /// AUTOINCREMENT).
  std::string kind;
  std::map<std::string, std::int64_t>
      options{};  ///< only those that differ from the engine's defaults
  bool operator==(const Identity&) const = default;
};

struct Generated {
  std::string sql;
  bool stored = true;
  bool operator==(const Generated&) const = default;
};

struct Column {
  std::string name;
  std::string type;  ///< "character varying(50)", "int(10) unsigned", "VARCHAR(50)"
  bool nullable = true;
  std::optional<std::string> default_sql{};  ///< NULL only on SQLite, where it was written
  std::optional<Identity> identity{};
  std::optional<Generated> generated{};
  std::string collation{};      ///< only where it is not the table's or the type's own
  std::string on_update_sql{};  ///< MySQL's ON UPDATE
  std::string comment{};
  Options options{};  ///< "storage", "statistics", "invisible"
  bool operator==(const Column&) const = default;
};

/// Constraints without a name (SQLite has them) equal those that say the same under any name; see
/// `same_content`.
struct PrimaryKey {
  std::string name;
  std::vector<std::string> columns;
  std::string comment{};
  Options options{};  ///< "include", "with", "deferrable", "without_overlaps"
  bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
  std::string name;
  std::vector<std::string> columns;
  bool nulls_not_distinct = false;
  Deferrable deferrable = Deferrable::no;
  std::string comment{};
  Options options{};
  bool operator==(const Unique&) const = default;
};

struct Check {
  std::string name;
  std::string sql;  ///< without CHECK and its outer parentheses
  bool no_inherit = false;
  bool valid = true;
  bool enforced = true;
  std::string comment{};
  Options options{};
  bool operator==(const Check&) const = default;
};

struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  TableName target;
  std::vector<std::string> target_columns;
  RefAction on_delete = RefAction::no_action;
  RefAction on_update = RefAction::no_action;
  Deferrable deferrable = Deferrable::no;
  std::string match{};  ///< "", "FULL"
  bool valid = true;
  std::string comment{};
  Options options{};
  bool operator==(const ForeignKey&) const = default;
};

struct IndexKey {
  std::string column{};  ///< either a column …
  std::string sql{};     ///< … or an expression
  bool descending = false;
  std::string nulls{};  ///< "first" or "last" where it is not the engine's usual one
  std::string collation{};
  std::string opclass{};
  std::optional<std::int64_t> length{};
  bool operator==(const IndexKey&) const = default;
};

struct Index {
  std::string name;
  std::vector<IndexKey> keys;
  bool unique = false;
  std::string method{};  ///< "" is the engine's usual one (btree)
  std::string where{};
  std::vector<std::string> include{};
  bool nulls_not_distinct = false;
  std::string comment{};
  Options options{};  ///< storage parameters, a parser, "invisible"
  bool operator==(const Index&) const = default;
};

struct Table {
  TableName name;
  std::vector<Column> columns{};
  std::optional<PrimaryKey> primary_key{};
  std::vector<Unique> uniques{};  ///< these four in the engine's own order, which is no difference
  std::vector<Check> checks{};
  std::vector<ForeignKey> foreign_keys{};
  std::vector<Index> indexes{};
  std::string comment{};
  Options options{};       ///< "engine", "collation", "strict", "inherits", "unlogged"
  model::Rights rights{};  ///< only where they are asked for, see Scope
  bool operator==(
      const Table& other) const;  ///< the order of columns counts, that of constraints does not

  const Column* find_column(std::string_view name) const;
  std::optional<std::size_t> column_index(std::string_view name) const;
};

/// A named enum type (PostgreSQL).
struct EnumType {
  TableName name;
  std::vector<std::string> values;
  std::string comment{};
  model::Rights rights{};
  std::vector<std::string> keep{};  ///< not compared; see Object
  bool operator==(const EnumType& other) const;
};

/// Anything that is carried as SQL text: a view, a function, a trigger, a domain, an extension.
struct Object {
  std::string
      kind;  ///< a word of model::object_kinds, or any other: then `drop_sql` says how it goes
  TableName name;
  std::string sql{};        ///< the whole CREATE statement, without the semicolon
  std::string table{};      ///< the table or view it stands on (triggers, rules), display name
  std::string signature{};  ///< what tells overloads apart: "(integer, text)"
  std::string comment{};
  std::vector<std::string> then{};  ///< statements that complete it: an index on a materialized
                                    ///< view, a trigger that is switched off
  std::string drop_sql{};           ///< "" : DROP and the kind's name
  model::Rights rights{};

  /// Not compared. What its statements don't say, put back when it has to be dropped and made again
  /// (grants, an owner).
  std::vector<std::string> keep{};
  /// Not compared. Display names of what it needs and its text doesn't name.
  std::vector<std::string> needs{};
  /// Not compared. What the body of a routine names may not be there (yet): an engine that reads
  /// bodies when it makes a routine is to leave that until it runs.
  bool unread = false;

  bool operator==(const Object& other) const;
  /// Kind, name, table and signature; one without a signature is any of the overloads.
  bool is_same_thing(const Object& other) const;
  /// "f(integer, text)", "trigger on posts": for people.
  std::string display() const;
};

struct Schema {
  std::vector<EnumType> enums{};
  std::vector<Object> objects{};
  std::vector<Table> tables{};
  /// What the database holds and covet does not carry yet: views, triggers, routines, … Named to
  /// the user, kept by every plan, in no diff.
  std::vector<Object> unmanaged{};

  bool operator==(const Schema& other) const;  ///< `unmanaged` aside
  const Table* find_table(const TableName& name) const;
  Table* find_table(const TableName& name);
  const EnumType* find_enum(const TableName& name) const;
};

/// Equal aside from their names.
bool same_content(const PrimaryKey& a, const PrimaryKey& b);
bool same_content(const Unique& a, const Unique& b);
bool same_content(const Check& a, const Check& b);
bool same_content(const ForeignKey& a, const ForeignKey& b);
bool same_content(const Index& a, const Index& b);

/// Puts tables, enums and objects in the order of their names, as every Schema has them.
void sort(Schema& schema);
/// Puts a table's constraints and indexes in the order of their names, so that two can be compared.
void sort(Table& table);

/// A stable text of the whole, for fingerprints; equal schemas give equal texts. Column order does
/// not count, nor do rights: whether they are read is the environment's business.
std::string canonical_text(const Schema& schema);
/// "sha256:…" of canonical_text.
std::string fingerprint(const Schema& schema);

using model::generated_name;

}  // namespace covet::schema
