#include "schema/diff_table.h"

#include <algorithm>
#include <utility>

namespace covet::schema {
namespace {

/// How to make the Add, Drop and RenameConstraint of one kind of constraint.
template <class T>
struct Kind;
template <>
struct Kind<Unique> {
  static constexpr Named named = Named::unique;
  static Change add(const TableName& table, const Unique& item) { return AddUnique{table, item}; }
  static Change drop(const TableName& table, const Unique& item) { return DropUnique{table, item}; }
};
template <>
struct Kind<Check> {
  static constexpr Named named = Named::check;
  static Change add(const TableName& table, const Check& item) { return AddCheck{table, item}; }
  static Change drop(const TableName& table, const Check& item) { return DropCheck{table, item}; }
};
template <>
struct Kind<ForeignKey> {
  static constexpr Named named = Named::foreign_key;
  static Change add(const TableName& table, const ForeignKey& item) {
    return AddForeignKey{table, item};
  }
  static Change drop(const TableName& table, const ForeignKey& item) {
    return DropForeignKey{table, item};
  }
};
template <>
struct Kind<Index> {
  static constexpr Named named = Named::index;
  static Change add(const TableName& table, const Index& item) { return AddIndex{table, item}; }
  static Change drop(const TableName& table, const Index& item) { return DropIndex{table, item}; }
};

template <class T>
using Pointers = std::vector<const T*>;

template <class T>
Pointers<T> pointers(const std::vector<T>& items) {
  Pointers<T> all;
  for (const T& item : items)
    all.push_back(&item);
  return all;
}

/// Takes out of both lists the pairs that `match`, in order; `use` is told of each.
template <class T, class Match, class Use>
void pair_off(Pointers<T>& from, Pointers<T>& to, Match match, Use use) {
  for (const T*& old : from) {
    for (const T*& now : to) {
      if (now == nullptr || !match(*old, *now)) continue;
      use(*old, *now);
      old = nullptr;
      now = nullptr;
      break;
    }
  }
  std::erase(from, nullptr);
  std::erase(to, nullptr);
}

/// True if nothing but the comment differs, which `changes` then says.
template <class T>
bool diff_comment(const TableName& table, Named what, const T& from, const T& to,
                  std::vector<Change>& changes) {
  T commented = from;
  commented.comment = to.comment;
  if (commented != to) return false;
  if (from.comment != to.comment)
    changes.push_back(AlterComment{table, what, to.name, from.comment, to.comment});
  return true;
}

// By name first; then what has no name (SQLite) by what it says; then the same content under
// another name is a rename.
template <class T>
void diff_constraints(const TableName& table, const std::vector<T>& from, const std::vector<T>& to,
                      std::vector<Change>& changes) {
  Pointers<T> old = pointers(from), now = pointers(to);
  pair_off(
      old, now, [](const T& a, const T& b) { return !a.name.empty() && a.name == b.name; },
      [&](const T& a, const T& b) {
        if (diff_comment(table, Kind<T>::named, a, b, changes)) return;
        changes.push_back(Kind<T>::drop(table, a));
        changes.push_back(Kind<T>::add(table, b));
      });
  pair_off(
      old, now,
      [](const T& a, const T& b) {
        return (a.name.empty() || b.name.empty()) && same_content(a, b);
      },
      [](const T&, const T&) {});
  pair_off(
      old, now, [](const T& a, const T& b) { return same_content(a, b); },
      [&](const T& a, const T& b) {
        changes.push_back(RenameConstraint{table, Kind<T>::named, a.name, b.name});
      });
  for (const T* item : old)
    changes.push_back(Kind<T>::drop(table, *item));
  for (const T* item : now)
    changes.push_back(Kind<T>::add(table, *item));
}

// Positions are those of the moment: added columns go behind the column that stands before them in
// the wanted table. A generated column comes after those that it is made of, and goes before them.
void diff_columns(const Table& from, const Table& to, std::vector<Change>& changes) {
  std::vector<std::string> names;
  for (const Column& column : from.columns)
    names.push_back(column.name);
  const auto index_of = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name);
  };

  for (const bool generated : {false, true}) {
    auto at = names.begin();
    for (const Column& column : to.columns) {
      if (const auto here = index_of(column.name); here != names.end()) {
        at = here + 1;
      } else if (column.generated.has_value() == generated) {
        changes.push_back(AddColumn{to.name, column, static_cast<std::size_t>(at - names.begin())});
        at = names.insert(at, column.name) + 1;
      }
    }
  }
  for (const Column& column : to.columns) {
    const Column* old = from.find_column(column.name);
    if (old != nullptr && *old != column) changes.push_back(AlterColumn{to.name, *old, column});
  }
  for (const bool generated : {true, false}) {
    for (const Column& column : from.columns) {
      if (to.find_column(column.name) != nullptr || column.generated.has_value() != generated)
        continue;
      const auto at = index_of(column.name);
      changes.push_back(DropColumn{to.name, column, static_cast<std::size_t>(at - names.begin())});
      names.erase(at);
    }
  }
}

void diff_primary_key(const Table& from, const Table& to, std::vector<Change>& changes) {
  const auto& old = from.primary_key;
  const auto& now = to.primary_key;
  if (old == now) return;
  if (old && now && diff_comment(to.name, Named::primary_key, *old, *now, changes)) return;
  if (!old || !now || !same_content(*old, *now)) {
    changes.push_back(SetPrimaryKey{to.name, old, now});
  } else if (!old->name.empty() && !now->name.empty()) {
    changes.push_back(RenameConstraint{to.name, Named::primary_key, old->name, now->name});
  }
}

}  // namespace

void diff_table(const Table& from, const Table& to, std::vector<Change>& changes) {
  if (from == to) return;
  diff_columns(from, to, changes);
  diff_primary_key(from, to, changes);
  if (from.comment != to.comment || from.options != to.options) {
    changes.push_back(AlterTable{to.name, from.comment, to.comment, from.options, to.options});
  }
  if (from.rights != to.rights)
    changes.push_back(AlterRights{"table", to.name, "", from.rights, to.rights});
  diff_constraints(to.name, from.uniques, to.uniques, changes);
  diff_constraints(to.name, from.checks, to.checks, changes);
  diff_constraints(to.name, from.indexes, to.indexes, changes);
  diff_constraints(to.name, from.foreign_keys, to.foreign_keys, changes);
}

}  // namespace covet::schema
