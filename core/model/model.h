#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/value.h"
#include "core/model/field_type.h"
#include "core/model/rights.h"
#include "core/model/validator.h"

namespace covet::model {

/// SQL text that may differ between engines: "now()" or { postgresql = "now()", mysql =
/// "current_timestamp()" }.
struct SqlText {
  std::map<std::string, std::string>
      by_engine;  ///< key "" holds for every engine that has none of its own
  bool operator==(const SqlText&) const = default;
  bool empty() const { return by_engine.empty(); }
  /// The text for the first of `keys` that has one (an adapter's keys, most specific first:
  /// {"mariadb", "mysql"}).
  std::optional<std::string> pick(std::span<const std::string_view> keys) const;
};
SqlText sql_for_all(std::string text);

/// A default: none, a value as TOML gave it (Json for tables and arrays), or an expression.
using Default = std::variant<std::monostate, Value, SqlText>;

enum class RefAction : std::uint8_t { no_action, restrict_, cascade, set_null, set_default };
std::string_view name_of(RefAction action);  ///< "SET NULL"
std::optional<RefAction> parse_ref_action(std::string_view text);

enum class Deferrable : std::uint8_t { no, deferrable, initially_deferred };

/// `auto_increment = true | "serial" | { identity = "always", start = 1, … }`.
struct AutoIncrement {
  std::string kind;  ///< "" (true: the engine's usual one), "serial", "always", "by_default"
  std::map<std::string, std::int64_t> options;  ///< start, increment, min, max, cache, cycle (0/1)
  bool operator==(const AutoIncrement&) const = default;
};

struct Choice {
  std::string value;
  std::string renamed_from{};
  bool operator==(const Choice&) const = default;
};

/// What only one engine has, as text ("true" for true).
using OptionTexts = std::map<std::string, std::string>;

/// One field of a model, as a file says it. Options that were not given are empty.
struct Field {
  std::string name;
  FieldType type = FieldType::char_;
  SourceSpan where{};

  bool primary_key = false;
  bool unique = false;
  bool nullable = true;  ///< a key never is, whatever this says
  bool db_index = false;
  std::string db_column{};
  Default default_value{};
  std::string default_factory{};  ///< see default_factory.h
  std::optional<AutoIncrement> auto_increment{};
  bool auto_generate = false;
  bool auto_now = false;
  bool auto_now_add = false;
  bool enforce = false;  ///< min, max and lengths become checks
  std::optional<std::int64_t> max_length{}, min_length{};
  std::optional<std::int64_t> max_digits{}, decimal_places{};
  std::optional<Decimal> min_value{}, max_value{};
  std::vector<Choice> choices{};
  std::string enum_name{};               ///< `enum = "mood"`
  std::shared_ptr<const Field> items{};  ///< Array's element
  bool is_unsigned = false;
  bool fixed = false;  ///< Char: padded; Binary: of one length
  /// Text, Binary on MySQL: "tiny", "regular", "medium", "long"; Integer: "tiny", "small",
  /// "medium".
  std::string size{};
  std::optional<int>
      precision{};  ///< DateTime, Time: digits of a second's fraction; Float: 24 (single) or 53
  std::optional<bool> time_zone{};
  std::string collation{};
  SqlText generated{};
  bool stored = false;
  SqlText on_update_sql{};  ///< `on_update = { sql = … }` on a plain field
  SqlText native_sql{};     ///< Native's `sql`
  SqlText db_type{};        ///< overrides the column's type
  std::string comment{};
  std::string renamed_from{};

  /// `postgresql = { storage = "external" }`: options of the column that only that engine has.
  std::map<std::string, OptionTexts> engine_options{};

  // relations
  std::string to{};
  std::string to_field{};
  std::optional<RefAction> on_delete{}, on_update{};
  Deferrable deferrable = Deferrable::no;
  std::string related_name{};
  std::string through{};
  std::string constraint{};  ///< the foreign key's own name, where it is not the usual one

  // never in the database
  std::string verbose_name{}, help_text{};
  bool editable = true;
  std::vector<ValidatorDef> validators{};

  /// db_column, else the name, with _id behind it for a relation.
  std::string column() const;
};

/// A part of an index or key: a field, or an expression.
struct Key {
  std::string field{};
  SqlText sql{};
  bool descending = false;
  std::string nulls{};  ///< "", "first", "last"
  std::string collation{};
  std::string opclass{};
  std::optional<std::int64_t> length{};
  SourceSpan where{};
};

struct IndexDef {
  std::string name;
  std::vector<Key> keys;
  bool unique = false;
  std::string method{};
  SqlText where_sql{};
  std::vector<std::string> include{};
  bool nulls_not_distinct = false;
  std::string comment{};
  OptionTexts options{};
  SourceSpan where{};
};

struct UniqueDef {
  std::string name;
  std::vector<std::string> fields;
  bool nulls_not_distinct = false;
  Deferrable deferrable = Deferrable::no;
  std::string comment{};
  OptionTexts options{};
  SourceSpan where{};
};

struct CheckDef {
  std::string name;
  SqlText sql;
  bool no_inherit = false;
  bool valid = true;
  bool enforced = true;
  std::string comment{};
  OptionTexts options{};
  SourceSpan where{};
};

struct ForeignKeyDef {
  std::string name;
  std::vector<std::string> fields;
  std::string to;  ///< a model's handle
  std::vector<std::string> to_fields;
  /// A table that no model describes, instead of `to`; `to_fields` then names its columns.
  std::string to_table{}, to_schema{};
  std::optional<RefAction> on_delete{}, on_update{};
  Deferrable deferrable = Deferrable::no;
  std::string match{};
  bool valid = true;
  std::string comment{};
  OptionTexts options{};
  SourceSpan where{};
};

/// One [models.x].
struct Model {
  std::string handle;  ///< the key in TOML
  SourceSpan where{};
  std::string table{};  ///< "" : the handle in lower case
  std::string db_schema{};
  std::string comment{};
  std::string renamed_from{};
  bool abstract = false;
  std::vector<std::string> extends{};
  std::string primary_key_name{};
  std::string primary_key_comment{};
  OptionTexts primary_key_options{};
  std::vector<std::string>
      primary_key{};  ///< field names, composite; empty: the fields that say primary_key = true
  std::vector<Field> fields{};  ///< in the order of the file; bases' first
  std::vector<IndexDef> indexes{};
  std::vector<UniqueDef> uniques{};
  std::vector<CheckDef> checks{};
  std::vector<ForeignKeyDef> foreign_keys{};
  /// [models.x.postgresql], .mysql, .mariadb, .sqlite: options only that engine has.
  std::map<std::string, OptionTexts> engine_options{};
  /// `owner` and `grants`; columns of grants are fields here.
  Rights rights{};

  std::string table_name() const;
  const Field* find(std::string_view field) const;
  /// The fields of the primary key, whichever way it was said; none where there is no key.
  std::vector<std::string> key_fields() const;
};

/// [enums.mood]
struct EnumDef {
  std::string handle;
  std::string name{};
  std::string db_schema{};
  std::vector<Choice> values{};
  std::string comment{};
  Rights rights{};
  SourceSpan where{};
};

/// What is carried as SQL: [views.x], [functions.x], [models.x.triggers.t], [raw.x], …
struct ObjectDef {
  std::string kind;  ///< see object_kind.h; any other word in [raw.x]
  std::string handle;
  std::string name{};
  std::string db_schema{};
  std::optional<std::string> args{};  ///< what tells overloads apart: "integer, text"
  std::string on{};                   ///< the handle of the model (or view) that it stands on
  bool on_a_view = false;
  SqlText sql{};
  std::string comment{};
  std::vector<std::string> then{};  ///< statements that complete it
  std::string drop_sql{};
  std::vector<std::string> depends_on{};
  std::string version{};  ///< an extension's
  Rights rights{};
  SourceSpan where{};
};

/// All model files of a project together.
struct ModelSet {
  std::vector<Model> models;  ///< concrete ones, bases folded in, sorted by handle
  std::vector<EnumDef> enums;
  std::vector<ObjectDef> objects;

  const Model* find(std::string_view handle) const;
  const EnumDef* find_enum(std::string_view handle) const;
};

/// One text with the name that diagnostics show.
struct SourceText {
  std::string file;
  std::string text;
};

/// Reads model files together and checks them as a whole (references, columns named twice, keys,
/// option by type). Throws Error{model} whose diagnostics hold every fault of every file, sorted by
/// file and line.
ModelSet parse_models(std::span<const SourceText> files);

}  // namespace covet::model
