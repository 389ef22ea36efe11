#include "schema/diff.h"

#include <algorithm>

#include "core/base/contains.h"
#include "core/base/strings.h"
#include "schema/diff_table.h"
#include "schema/rename_labels.h"
#include "schema/rights.h"

namespace covet::schema {
namespace {

/// Does the renames that still have something to do on `from`, and records them.
void rename(Schema& from, const Schema& to, const DiffOptions& options,
            std::vector<Change>& changes) {
  const auto carry_out = [&](Change change) {
    schema::apply(from, change);
    changes.push_back(std::move(change));
  };
  for (const Rename& rename : options.renames) {
    if (!rename.column_from.empty()) continue;
    const bool acts =
        from.find_table(rename.table_from) != nullptr && from.find_table(rename.table) == nullptr &&
        to.find_table(rename.table) != nullptr && to.find_table(rename.table_from) == nullptr;
    if (acts) carry_out(RenameTable{rename.table_from, rename.table});
  }
  for (const Rename& rename : options.renames) {
    if (rename.column_from.empty()) continue;
    const Table* old = from.find_table(rename.table);
    const Table* now = to.find_table(rename.table);
    if (old == nullptr || now == nullptr) continue;
    const bool acts = old->find_column(rename.column_from) != nullptr &&
                      old->find_column(rename.column_to) == nullptr &&
                      now->find_column(rename.column_to) != nullptr &&
                      now->find_column(rename.column_from) == nullptr;
    if (acts) carry_out(RenameColumn{rename.table, rename.column_from, rename.column_to});
  }
}

void diff_enums(const Schema& from, const Schema& to, const DiffOptions& options,
                std::vector<Change>& changes) {
  for (const EnumType& type : to.enums) {
    const EnumType* old = from.find_enum(type.name);
    if (old == nullptr) {
      changes.push_back(CreateEnum{type});
      continue;
    }
    EnumType altered = type;
    altered.rights = old->rights;
    altered.keep = old->keep;
    if (*old != altered) {
      AlterEnum alter{*old, std::move(altered), {}};
      for (const EnumRename& rename : options.enum_renames) {
        const bool acts = rename.type == type.name && contains(old->values, rename.from) &&
                          !contains(old->values, rename.to) && contains(type.values, rename.to) &&
                          !contains(type.values, rename.from);
        if (acts) alter.renamed.emplace_back(rename.from, rename.to);
      }
      changes.push_back(std::move(alter));
    }
    if (old->rights != type.rights)
      changes.push_back(AlterRights{"enum", type.name, "", old->rights, type.rights});
  }
  for (const EnumType& type : from.enums) {
    if (to.find_enum(type.name) == nullptr) changes.push_back(DropEnum{type});
  }
}

bool lists_value(const Table& table, const std::string& column, const std::string& value) {
  const Column* found = table.find_column(column);
  if (found == nullptr) return false;
  const std::string literal = "'" + replace_all(value, "'", "''") + "'";
  const auto lists = [&](const Check& check) {
    return check.sql.find(column) != std::string::npos &&
           check.sql.find(literal) != std::string::npos;
  };
  return found->type.find(literal) != std::string::npos ||
         std::any_of(table.checks.begin(), table.checks.end(), lists);
}

void rename_values(const Table& from, const Table& to, const DiffOptions& options,
                   std::vector<Change>& changes) {
  for (const ValueRename& rename : options.value_renames) {
    if (rename.table != to.name) continue;
    const auto lists = [&](const Table& table, const std::string& value) {
      return lists_value(table, rename.column, value);
    };
    const bool acts = lists(from, rename.from) && !lists(from, rename.to) && lists(to, rename.to) &&
                      !lists(to, rename.from);
    if (acts) changes.push_back(RenameValue{to.name, rename.column, rename.from, rename.to});
  }
}

void diff_objects(const Schema& from, const Schema& to, std::vector<Change>& changes) {
  const auto find = [](const Schema& schema, const Object& wanted) -> const Object* {
    for (const Object& object : schema.objects) {
      if (object.is_same_thing(wanted)) return &object;
    }
    return nullptr;
  };
  for (const Object& object : to.objects) {
    const Object* old = find(from, object);
    if (old == nullptr) {
      changes.push_back(CreateObject{object});
      continue;
    }
    if (*old == object) continue;
    Object same = object;
    same.rights = old->rights;
    if (*old != same) {
      changes.push_back(ReplaceObject{*old, object});
    } else {
      changes.push_back(
          AlterRights{object.kind, object.name, old->signature, old->rights, object.rights});
    }
  }
  for (const Object& object : from.objects) {
    if (find(to, object) == nullptr) changes.push_back(DropObject{object});
  }
}

/// Of schemas that call things by the same names.
void diff_renamed(Schema& renamed, const Schema& to, const DiffOptions& options,
                  std::vector<Change>& changes) {
  diff_objects(renamed, to, changes);
  diff_enums(renamed, to, options, changes);
  for (const Change& change : changes) {
    if (const auto* alter = std::get_if<AlterEnum>(&change)) rename_labels(renamed, *alter);
  }
  // Both sides are sorted by name: one walk over the two lists.
  auto old = renamed.tables.begin();
  for (const Table& table : to.tables) {
    for (; old != renamed.tables.end() && old->name < table.name; ++old)
      changes.push_back(DropTable{*old});
    if (old != renamed.tables.end() && old->name == table.name) {
      rename_values(*old, table, options, changes);
      diff_table(*old++, table, changes);
    } else {
      changes.push_back(CreateTable{table});
    }
  }
  for (; old != renamed.tables.end(); ++old)
    changes.push_back(DropTable{*old});
}

}  // namespace

std::vector<Change> diff(const Schema& from, const Schema& to, const DiffOptions& options) {
  std::vector<Change> changes;
  if (from == to) return changes;
  Schema renamed = from;
  rename(renamed, to, options, changes);
  if (!says_rights(renamed)) {
    diff_renamed(renamed, to, options, changes);
    return changes;
  }
  Schema said = to;
  leave_unsaid(renamed, said, false);
  diff_renamed(renamed, said, options, changes);
  return changes;
}

}  // namespace covet::schema
