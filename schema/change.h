#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/schema.h"

namespace covet::schema {

// Each change holds both sides, so that it can be described, undone and applied to a Schema. Flat:
// each names its table.
struct CreateTable {
  Table table;
  bool operator==(const CreateTable&) const = default;
};
struct DropTable {
  Table table;
  bool operator==(const DropTable&) const = default;
};
struct RenameTable {
  TableName from, to;
  bool operator==(const RenameTable&) const = default;
};
/// Comment and options.
struct AlterTable {
  TableName table;
  std::string comment_from, comment_to;
  Options options_from, options_to;
  bool operator==(const AlterTable&) const = default;
};
/// `position`: the index of the column in the table that has it.
struct AddColumn {
  TableName table;
  Column column;
  std::size_t position;
  bool operator==(const AddColumn&) const = default;
};
struct DropColumn {
  TableName table;
  Column column;
  std::size_t position;
  bool operator==(const DropColumn&) const = default;
};
/// Same name on both sides.
struct AlterColumn {
  TableName table;
  Column from, to;
  bool operator==(const AlterColumn&) const = default;
};
struct RenameColumn {
  TableName table;
  std::string from, to;
  bool operator==(const RenameColumn&) const = default;
};
struct SetPrimaryKey {
  TableName table;
  std::optional<PrimaryKey> from, to;
  bool operator==(const SetPrimaryKey&) const = default;
};
struct AddUnique {
  TableName table;
  Unique unique;
  bool operator==(const AddUnique&) const = default;
};
struct DropUnique {
  TableName table;
  Unique unique;
  bool operator==(const DropUnique&) const = default;
};
struct AddCheck {
  TableName table;
  Check check;
  bool operator==(const AddCheck&) const = default;
};
struct DropCheck {
  TableName table;
  Check check;
  bool operator==(const DropCheck&) const = default;
};
struct AddForeignKey {
  TableName table;
  ForeignKey key;
  bool operator==(const AddForeignKey&) const = default;
};
struct DropForeignKey {
  TableName table;
  ForeignKey key;
  bool operator==(const DropForeignKey&) const = default;
};
struct AddIndex {
  TableName table;
  Index index;
  bool operator==(const AddIndex&) const = default;
};
struct DropIndex {
  TableName table;
  Index index;
  bool operator==(const DropIndex&) const = default;
};
/// The same content under another name. The adapter that has no such statement drops and adds.
enum class Named : std::uint8_t { primary_key, unique, check, foreign_key, index };
struct RenameConstraint {
  TableName table;
  Named what;
  std::string from, to;
  bool operator==(const RenameConstraint&) const = default;
};
/// The comment alone of a key, constraint or index.
struct AlterComment {
  TableName table;
  Named what;
  std::string name;
  std::string from, to;
  bool operator==(const AlterComment&) const = default;
};
/// The values of a column that say `from` say `to`: an enum's value was renamed on an engine
/// without named enums. Changes rows, not the schema.
struct RenameValue {
  TableName table;
  std::string column, from, to;
  bool operator==(const RenameValue&) const = default;
};
struct CreateEnum {
  EnumType type;
  bool operator==(const CreateEnum&) const = default;
};
struct DropEnum {
  EnumType type;
  bool operator==(const DropEnum&) const = default;
};
/// `renamed`: pairs {old value, new value}.
struct AlterEnum {
  EnumType from, to;
  std::vector<std::pair<std::string, std::string>> renamed;
  bool operator==(const AlterEnum&) const = default;
};
struct CreateObject {
  Object object;
  bool operator==(const CreateObject&) const = default;
};
struct DropObject {
  Object object;
  bool operator==(const DropObject&) const = default;
};
/// Same kind and name, another text.
struct ReplaceObject {
  Object from, to;
  bool operator==(const ReplaceObject&) const = default;
};
/// Whose a thing is, and who may do what with it.
struct AlterRights {
  std::string kind;  ///< "table", "enum", or an object's
  TableName name;
  std::string signature;
  model::Rights from, to;
  bool operator==(const AlterRights&) const = default;
};

using Change = std::variant<CreateTable, DropTable, RenameTable, AlterTable, AddColumn, DropColumn,
                            AlterColumn, RenameColumn, SetPrimaryKey, AddUnique, DropUnique,
                            AddCheck, DropCheck, AddForeignKey, DropForeignKey, AddIndex, DropIndex,
                            RenameConstraint, AlterComment, RenameValue, CreateEnum, DropEnum,
                            AlterEnum, CreateObject, DropObject, ReplaceObject, AlterRights>;

/// What a change does to the thing it names, and how screens mark it: + ~ - ».
enum class Verb : std::uint8_t { add, alter, drop, rename };
Verb verb_of(const Change& change);

/// The table that the change is about; nothing for enums and objects. For RenameTable the old name.
std::optional<TableName> table_of(const Change& change);

/// One line: "add column posts.rating numeric(3,2)".
std::string describe(const Change& change);

/// The pieces of that line for screens and --json: kind "column", name "rating", detail
/// "numeric(3,2)".
struct Description {
  std::string kind;
  std::string name;
  std::string detail;
};
Description describe_parts(const Change& change);

/// The change that undoes `change`. inverse(inverse(c)) == c.
Change inverse(const Change& change);

/// Carries the change out on a value. References to a renamed table or column elsewhere in the
/// schema follow. Throws Error{internal} when it does not fit (the table isn't there, the column
/// exists already).
void apply(Schema& schema, const Change& change);

/// What a change can lose, and how to ask for it: `--allow drop_column`.
struct Hazard {
  std::string kind;    ///< drop_table, drop_column, drop_enum_value, truncate
  std::string object;  ///< "posts.legacy_body"
  bool operator==(const Hazard&) const = default;
};
std::vector<Hazard> hazards(const Change& change);

}  // namespace covet::schema
