#include "schema/change.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "schema/rights.h"

namespace covet::schema {
namespace {

std::string column_list(const std::vector<std::string>& columns) {
  return fmt::format("({})", join(columns, ", "));
}

std::string column_detail(const Column& column) {
  std::string text = column.type.empty() ? "(no type)" : column.type;
  if (column.generated) {
    text += " generated as (" + column.generated->sql + ")";
  } else {
    text += column.nullable ? " null" : " not null";
    if (column.identity) text += " auto increment";
    if (column.default_sql) text += " default " + *column.default_sql;
  }
  return text;
}

std::vector<std::string> changed_options(const Options& from, const Options& to) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : to) {
    const auto it = from.find(key);
    if (it == from.end() || it->second != value) parts.push_back(key + " " + value);
  }
  for (const auto& [key, value] : from) {
    if (!to.contains(key)) parts.push_back("no " + key);
  }
  return parts;
}

// Only what differs: "varchar(120) → varchar(200), not null → null".
std::string column_difference(const Column& from, const Column& to) {
  std::vector<std::string> parts;
  const auto arrow = [&](std::string_view what, const std::string& a, const std::string& b) {
    if (a != b)
      parts.push_back(std::string(what) + (a.empty() ? "none" : a) + " → " +
                      (b.empty() ? "none" : b));
  };
  arrow("", from.type, to.type);
  arrow("", from.nullable ? "null" : "not null", to.nullable ? "null" : "not null");
  arrow("default ", from.default_sql.value_or(""), to.default_sql.value_or(""));
  arrow("auto increment ", from.identity ? from.identity->kind : "",
        to.identity ? to.identity->kind : "");
  if (from.identity && to.identity && from.identity->options != to.identity->options)
    parts.push_back("sequence options");
  if (from.generated != to.generated) {
    arrow("generated ", from.generated ? from.generated->sql : "",
          to.generated ? to.generated->sql : "");
    if (from.generated && to.generated && from.generated->stored != to.generated->stored)
      parts.push_back("stored");
  }
  arrow("collation ", from.collation, to.collation);
  arrow("on update ", from.on_update_sql, to.on_update_sql);
  if (from.comment != to.comment) parts.push_back("comment");
  for (const std::string& part : changed_options(from.options, to.options))
    parts.push_back(part);
  return join(parts, ", ");
}

std::string key_text(const IndexKey& key) {
  return (key.column.empty() ? "(" + key.sql + ")" : key.column) + (key.descending ? " desc" : "");
}

std::string index_detail(const Index& index) {
  std::vector<std::string> keys;
  std::transform(index.keys.begin(), index.keys.end(), std::back_inserter(keys), key_text);
  std::string text = (index.unique ? "unique " : "") + column_list(keys);
  if (!index.method.empty()) text = index.method + " " + text;
  if (!index.where.empty()) text += " where " + index.where;
  return text;
}

std::string key_detail(const ForeignKey& key) {
  std::string text =
      column_list(key.columns) + " → " + key.target.display() + column_list(key.target_columns);
  if (key.on_delete != RefAction::no_action)
    text += " on delete " + to_lower(model::name_of(key.on_delete));
  if (key.on_update != RefAction::no_action)
    text += " on update " + to_lower(model::name_of(key.on_update));
  return text;
}

std::string on(const TableName& table, std::string_view name,
               const std::vector<std::string>& columns) {
  return table.display() + "." + (name.empty() ? column_list(columns) : std::string(name));
}

std::string options_difference(const AlterTable& change) {
  std::vector<std::string> parts = changed_options(change.options_from, change.options_to);
  if (change.comment_from != change.comment_to) parts.insert(parts.begin(), "comment");
  return join(parts, ", ");
}

std::string primary_key_detail(const SetPrimaryKey& change) {
  const auto text = [](const std::optional<PrimaryKey>& key) {
    return key ? column_list(key->columns) : "none";
  };
  return text(change.from) + " → " + text(change.to);
}

std::string object_difference(const Object& from, const Object& to) {
  if (from.sql != to.sql) return "another definition";
  if (from.comment != to.comment) return "comment";
  return "what follows it";
}

std::string named(Named what) {
  switch (what) {
    case Named::primary_key:
      return "primary key";
    case Named::unique:
      return "unique";
    case Named::check:
      return "check";
    case Named::foreign_key:
      return "foreign key";
    case Named::index:
      return "index";
  }
  return {};
}

}  // namespace

Verb verb_of(const Change& change) {
  return std::visit(overloaded{
                        [](const CreateTable&) { return Verb::add; },
                        [](const DropTable&) { return Verb::drop; },
                        [](const RenameTable&) { return Verb::rename; },
                        [](const AlterTable&) { return Verb::alter; },
                        [](const AddColumn&) { return Verb::add; },
                        [](const DropColumn&) { return Verb::drop; },
                        [](const AlterColumn&) { return Verb::alter; },
                        [](const RenameColumn&) { return Verb::rename; },
                        [](const SetPrimaryKey& c) {
                          return !c.from ? Verb::add : !c.to ? Verb::drop : Verb::alter;
                        },
                        [](const AddUnique&) { return Verb::add; },
                        [](const DropUnique&) { return Verb::drop; },
                        [](const AddCheck&) { return Verb::add; },
                        [](const DropCheck&) { return Verb::drop; },
                        [](const AddForeignKey&) { return Verb::add; },
                        [](const DropForeignKey&) { return Verb::drop; },
                        [](const AddIndex&) { return Verb::add; },
                        [](const DropIndex&) { return Verb::drop; },
                        [](const RenameConstraint&) { return Verb::rename; },
                        [](const AlterComment&) { return Verb::alter; },
                        [](const RenameValue&) { return Verb::rename; },
                        [](const CreateEnum&) { return Verb::add; },
                        [](const DropEnum&) { return Verb::drop; },
                        [](const AlterEnum&) { return Verb::alter; },
                        [](const CreateObject&) { return Verb::add; },
                        [](const DropObject&) { return Verb::drop; },
                        [](const ReplaceObject&) { return Verb::alter; },
                        [](const AlterRights&) { return Verb::alter; },
                    },
                    change);
}

std::optional<TableName> table_of(const Change& change) {
  using Result = std::optional<TableName>;
  return std::visit(overloaded{
                        [](const CreateTable& c) -> Result { return c.table.name; },
                        [](const DropTable& c) -> Result { return c.table.name; },
                        [](const RenameTable& c) -> Result { return c.from; },
                        [](const CreateEnum&) -> Result { return std::nullopt; },
                        [](const DropEnum&) -> Result { return std::nullopt; },
                        [](const AlterEnum&) -> Result { return std::nullopt; },
                        [](const CreateObject&) -> Result { return std::nullopt; },
                        [](const DropObject&) -> Result { return std::nullopt; },
                        [](const ReplaceObject&) -> Result { return std::nullopt; },
                        [](const AlterRights& c) -> Result {
                          return c.kind == "table" ? Result(c.name) : std::nullopt;
                        },
                        [](const auto& c) -> Result { return c.table; },
                    },
                    change);
}

Description describe_parts(const Change& change) {
  return std::visit(
      overloaded{
          [](const CreateTable& c) -> Description {
            return {"table", c.table.name.display(), count_of(c.table.columns.size(), "column")};
          },
          [](const DropTable& c) -> Description {
            return {"table", c.table.name.display(), ""};
          },
          [](const RenameTable& c) -> Description {
            return {"table", c.from.display(), "→ " + c.to.display()};
          },
          [](const AlterTable& c) -> Description {
            return {"table", c.table.display(), options_difference(c)};
          },
          [](const AddColumn& c) -> Description {
            return {"column", c.table.display() + "." + c.column.name, column_detail(c.column)};
          },
          [](const DropColumn& c) -> Description {
            return {"column", c.table.display() + "." + c.column.name, c.column.type};
          },
          [](const AlterColumn& c) -> Description {
            return {"column", c.table.display() + "." + c.to.name, column_difference(c.from, c.to)};
          },
          [](const RenameColumn& c) -> Description {
            return {"column", c.table.display() + "." + c.from, "→ " + c.to};
          },
          [](const SetPrimaryKey& c) -> Description {
            return {"primary key", c.table.display(), primary_key_detail(c)};
          },
          [](const AddUnique& c) -> Description {
            return {"unique", on(c.table, c.unique.name, c.unique.columns),
                    column_list(c.unique.columns)};
          },
          [](const DropUnique& c) -> Description {
            return {"unique", on(c.table, c.unique.name, c.unique.columns),
                    column_list(c.unique.columns)};
          },
          [](const AddCheck& c) -> Description {
            return {"check", on(c.table, c.check.name, {}), c.check.sql};
          },
          [](const DropCheck& c) -> Description {
            return {"check", on(c.table, c.check.name, {}), c.check.sql};
          },
          [](const AddForeignKey& c) -> Description {
            return {"foreign key", on(c.table, c.key.name, c.key.columns), key_detail(c.key)};
          },
          [](const DropForeignKey& c) -> Description {
            return {"foreign key", on(c.table, c.key.name, c.key.columns), key_detail(c.key)};
          },
          [](const AddIndex& c) -> Description {
            return {"index", c.table.display() + "." + c.index.name, index_detail(c.index)};
          },
          [](const DropIndex& c) -> Description {
            return {"index", c.table.display() + "." + c.index.name, index_detail(c.index)};
          },
          [](const RenameConstraint& c) -> Description {
            return {named(c.what), c.table.display() + "." + c.from, "→ " + c.to};
          },
          [](const AlterComment& c) -> Description {
            return {named(c.what), c.table.display() + "." + c.name, "comment"};
          },
          [](const RenameValue& c) -> Description {
            return {"value", c.table.display() + "." + c.column, c.from + " → " + c.to};
          },
          [](const CreateEnum& c) -> Description {
            return {"enum", c.type.name.display(), column_list(c.type.values)};
          },
          [](const DropEnum& c) -> Description {
            return {"enum", c.type.name.display(), column_list(c.type.values)};
          },
          [](const AlterEnum& c) -> Description {
            return {"enum", c.to.name.display(),
                    column_list(c.from.values) + " → " + column_list(c.to.values)};
          },
          [](const CreateObject& c) -> Description {
            return {c.object.kind, c.object.display(), ""};
          },
          [](const DropObject& c) -> Description {
            return {c.object.kind, c.object.display(), ""};
          },
          [](const ReplaceObject& c) -> Description {
            return {c.to.kind, c.to.display(), object_difference(c.from, c.to)};
          },
          [](const AlterRights& c) -> Description {
            return {c.kind, c.name.display() + c.signature, rights_difference(c.from, c.to)};
          },
      },
      change);
}

std::string describe(const Change& change) {
  const auto verb = [&]() -> std::string {
    switch (verb_of(change)) {
      case Verb::add:
        return "add";
      case Verb::alter:
        return "alter";
      case Verb::drop:
        return "drop";
      case Verb::rename:
        return "rename";
    }
    return {};
  }();
  const Description parts = describe_parts(change);
  std::string text = verb + " " + parts.kind + " " + parts.name;
  if (!parts.detail.empty()) text += " " + parts.detail;
  return text;
}

Change inverse(const Change& change) {
  return std::visit(
      overloaded{
          [](const CreateTable& c) -> Change { return DropTable{c.table}; },
          [](const DropTable& c) -> Change { return CreateTable{c.table}; },
          [](const RenameTable& c) -> Change {
            return RenameTable{c.to, c.from};
          },
          [](const AlterTable& c) -> Change {
            return AlterTable{c.table, c.comment_to, c.comment_from, c.options_to, c.options_from};
          },
          [](const AddColumn& c) -> Change {
            return DropColumn{c.table, c.column, c.position};
          },
          [](const DropColumn& c) -> Change {
            return AddColumn{c.table, c.column, c.position};
          },
          [](const AlterColumn& c) -> Change {
            return AlterColumn{c.table, c.to, c.from};
          },
          [](const RenameColumn& c) -> Change {
            return RenameColumn{c.table, c.to, c.from};
          },
          [](const SetPrimaryKey& c) -> Change {
            return SetPrimaryKey{c.table, c.to, c.from};
          },
          [](const AddUnique& c) -> Change {
            return DropUnique{c.table, c.unique};
          },
          [](const DropUnique& c) -> Change {
            return AddUnique{c.table, c.unique};
          },
          [](const AddCheck& c) -> Change {
            return DropCheck{c.table, c.check};
          },
          [](const DropCheck& c) -> Change {
            return AddCheck{c.table, c.check};
          },
          [](const AddForeignKey& c) -> Change {
            return DropForeignKey{c.table, c.key};
          },
          [](const DropForeignKey& c) -> Change {
            return AddForeignKey{c.table, c.key};
          },
          [](const AddIndex& c) -> Change {
            return DropIndex{c.table, c.index};
          },
          [](const DropIndex& c) -> Change {
            return AddIndex{c.table, c.index};
          },
          [](const RenameConstraint& c) -> Change {
            return RenameConstraint{c.table, c.what, c.to, c.from};
          },
          [](const AlterComment& c) -> Change {
            return AlterComment{c.table, c.what, c.name, c.to, c.from};
          },
          [](const RenameValue& c) -> Change {
            return RenameValue{c.table, c.column, c.to, c.from};
          },
          [](const CreateEnum& c) -> Change { return DropEnum{c.type}; },
          [](const DropEnum& c) -> Change { return CreateEnum{c.type}; },
          [](const AlterEnum& c) -> Change {
            AlterEnum back{c.to, c.from, {}};
            for (const auto& [from, to] : c.renamed)
              back.renamed.emplace_back(to, from);
            return back;
          },
          [](const CreateObject& c) -> Change { return DropObject{c.object}; },
          [](const DropObject& c) -> Change { return CreateObject{c.object}; },
          [](const ReplaceObject& c) -> Change {
            return ReplaceObject{c.to, c.from};
          },
          [](const AlterRights& c) -> Change {
            return AlterRights{c.kind, c.name, c.signature, c.to, c.from};
          },
      },
      change);
}

}  // namespace covet::schema
