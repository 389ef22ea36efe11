#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "schema/backend.h"

/// Schema values back to models: the inverse of from_models. A part of to_toml.
namespace covet::schema {

/// How literally a table is written. What reads back as something else is written more literally
/// the next time.
struct RaiseStyle {
  std::set<std::string> literal_columns{};  ///< as Native, and no relation
  bool key_name = false;                    ///< the primary key's name is written
  bool uniques = false;       ///< unique constraints all by name, not as an option of a field
  bool indexes = false;       ///< all indexes, also those that the engine seems to add by itself
  bool foreign_keys = false;  ///< foreign keys all by name
  bool operator==(const RaiseStyle&) const = default;
};

/// Handles of tables and enums: those that `known` models give them, else their names where these
/// are enough.
class Handles {
 public:
  explicit Handles(const Schema& schema, const model::ModelSet& known = {});
  /// "" where the schema has no such table.
  std::string table(const TableName& name) const;
  std::string enum_type(const TableName& name) const;

 private:
  std::map<TableName, std::string> tables_;
  std::map<TableName, std::string> enums_;
};

/// The field name of each column: "author" for "author_id" where the column is a relation.
using FieldNames = std::map<std::string, std::string>;

/// What stands on all sides of a table while it is raised.
struct RaiseContext {
  const Schema& schema;
  const Ddl& ddl;
  const Handles& handles;
  /// Names that a person gave already: they are kept.
  const model::ModelSet& known;
  /// By table; relations are decided for all tables before any is raised.
  std::map<TableName, FieldNames> fields{};
  std::map<TableName, RaiseStyle> styles{};
};

/// Decides which columns are relations and how all fields are called, by the styles.
void name_fields(RaiseContext& context);

model::Model raise_table(const Table& table, const RaiseContext& context);

/// The foreign key that makes `column` a relation, or null.
const ForeignKey* relation_of(const Column& column, const Table& table,
                              const RaiseContext& context);

const RaiseStyle& style_of(const Table& table, const RaiseContext& context);
/// Whole columns and nothing else.
bool is_plain(const Index& index);
bool has_columns(const Index& index, const std::vector<std::string>& columns);
/// `column` alone is the primary key.
bool is_sole_key(const Table& table, const std::string& column);

/// `all_enums`: also those that a field's own choices seem to make.
void raise_enums(const RaiseContext& context, const std::vector<model::Model>& models,
                 bool all_enums, model::ModelSet& set);
void raise_objects(const RaiseContext& context, model::ModelSet& set);

}  // namespace covet::schema
