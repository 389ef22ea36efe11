#include "schema/schema.h"

#include <algorithm>
#include <tuple>

#include "core/base/sha256.h"

namespace covet::schema {
namespace {

template <class T>
void sort_by_name(std::vector<T>& items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const T& a, const T& b) { return a.name < b.name; });
}

// Unnamed constraints have no order of their own: what they say decides.
template <class T, class Key>
void sort_by_name_or(std::vector<T>& items, Key key) {
  std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) {
    return a.name != b.name ? a.name < b.name : key(a) < key(b);
  });
}

template <class T>
bool same_but_name(T a, const T& b) {
  a.name = b.name;
  return a == b;
}

template <class T, class Name>
auto* find_in(T& items, const Name& name) {
  auto it =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return it == items.end() ? nullptr : &*it;
}

}  // namespace

std::string TableName::display() const {
  return schema.empty() ? name : schema + "." + name;
}

const Column* Table::find_column(std::string_view column) const {
  return find_in(columns, column);
}

std::optional<std::size_t> Table::column_index(std::string_view column) const {
  const Column* found = find_column(column);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(found - columns.data());
}

bool Table::operator==(const Table& other) const {
  const auto parts = [](const Table& t) {
    return std::tie(t.name, t.columns, t.primary_key, t.comment, t.options, t.rights);
  };
  const auto lists = [](const Table& t) {
    return std::tie(t.uniques, t.checks, t.foreign_keys, t.indexes);
  };
  if (parts(*this) != parts(other)) return false;
  if (lists(*this) == lists(other)) return true;
  Table a = *this, b = other;
  sort(a);
  sort(b);
  return lists(a) == lists(b);
}

bool EnumType::operator==(const EnumType& other) const {
  const auto parts = [](const EnumType& t) {
    return std::tie(t.name, t.values, t.comment, t.rights);
  };
  return parts(*this) == parts(other);
}

bool Object::operator==(const Object& other) const {
  const auto parts = [](const Object& o) {
    return std::tie(o.kind, o.name, o.sql, o.table, o.signature, o.comment, o.then, o.drop_sql,
                    o.rights);
  };
  return parts(*this) == parts(other);
}

bool Object::is_same_thing(const Object& other) const {
  return kind == other.kind && name == other.name && table == other.table &&
         (signature == other.signature || signature.empty() || other.signature.empty());
}

std::string Object::display() const {
  const std::string own = name.display() + signature;
  return table.empty() ? own : own + " on " + table;
}

bool Schema::operator==(const Schema& other) const {
  return enums == other.enums && objects == other.objects && tables == other.tables;
}

const Table* Schema::find_table(const TableName& name) const {
  return find_in(tables, name);
}
Table* Schema::find_table(const TableName& name) {
  return find_in(tables, name);
}
const EnumType* Schema::find_enum(const TableName& name) const {
  return find_in(enums, name);
}

bool same_content(const PrimaryKey& a, const PrimaryKey& b) {
  return same_but_name(a, b);
}
bool same_content(const Unique& a, const Unique& b) {
  return same_but_name(a, b);
}
bool same_content(const Check& a, const Check& b) {
  return same_but_name(a, b);
}
bool same_content(const ForeignKey& a, const ForeignKey& b) {
  return same_but_name(a, b);
}
bool same_content(const Index& a, const Index& b) {
  return same_but_name(a, b);
}

void sort(Table& table) {
  sort_by_name_or(table.uniques, [](const Unique& unique) { return unique.columns; });
  sort_by_name_or(table.checks, [](const Check& check) { return check.sql; });
  sort_by_name_or(table.foreign_keys, [](const ForeignKey& key) {
    return std::tie(key.columns, key.target, key.target_columns);
  });
  sort_by_name(table.indexes);
}

void sort(Schema& schema) {
  sort_by_name(schema.tables);
  sort_by_name(schema.enums);
  const auto by_kind = [](const Object& a, const Object& b) {
    return std::tie(a.kind, a.name, a.table, a.signature) <
           std::tie(b.kind, b.name, b.table, b.signature);
  };
  std::stable_sort(schema.objects.begin(), schema.objects.end(), by_kind);
  std::stable_sort(schema.unmanaged.begin(), schema.unmanaged.end(), by_kind);
}

std::string fingerprint(const Schema& schema) {
  return "sha256:" + sha256_hex(canonical_text(schema));
}

}  // namespace covet::schema
