#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "schema/schema.h"

// One line a thing, each value with its length in front, so that no two schemas share a text.
namespace covet::schema {
namespace {

class Writer {
 public:
  void line(std::string_view kind) {
    text_ += '\n';
    text_ += kind;
  }
  void put(std::string_view value) {
    text_ += ' ';
    text_ += std::to_string(value.size());
    text_ += ':';
    text_ += value;
  }
  void put(const TableName& name) {
    put(name.schema);
    put(name.name);
  }
  void put(const std::vector<std::string>& values) {
    text_ += " [";
    for (const std::string& value : values)
      put(value);
    text_ += " ]";
  }
  template <class V>
  void put(const std::map<std::string, V>& values) {
    text_ += " {";
    for (const auto& [key, value] : values) {
      put(key);
      if constexpr (std::is_same_v<V, std::string>) {
        put(value);
      } else {
        put(std::to_string(value));
      }
    }
    text_ += " }";
  }
  void flag(bool value) { text_ += value ? " +" : " -"; }
  void number(int value) { text_ += fmt::format(" {}", value); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_ = "covet schema 1";
};

void write(Writer& out, const Column& column) {
  out.line("column");
  out.put(column.name);
  out.put(column.type);
  out.flag(column.nullable);
  out.flag(column.default_sql.has_value());
  out.put(column.default_sql.value_or(""));
  out.flag(column.identity.has_value());
  if (column.identity) {
    out.put(column.identity->kind);
    out.put(column.identity->options);
  }
  out.flag(column.generated.has_value());
  if (column.generated) {
    out.put(column.generated->sql);
    out.flag(column.generated->stored);
  }
  out.put(column.collation);
  out.put(column.on_update_sql);
  out.put(column.comment);
  out.put(column.options);
}

/// What every kind of constraint and index has.
template <class T>
void write_extras(Writer& out, const T& item) {
  out.put(item.comment);
  out.put(item.options);
}

void write(Writer& out, const ForeignKey& key) {
  out.line("foreign key");
  out.put(key.name);
  out.put(key.columns);
  out.put(key.target);
  out.put(key.target_columns);
  out.number(static_cast<int>(key.on_delete));
  out.number(static_cast<int>(key.on_update));
  out.number(static_cast<int>(key.deferrable));
  out.put(key.match);
  out.flag(key.valid);
  write_extras(out, key);
}

void write(Writer& out, const Index& index) {
  out.line("index");
  out.put(index.name);
  out.flag(index.unique);
  out.put(index.method);
  out.put(index.where);
  out.put(index.include);
  out.flag(index.nulls_not_distinct);
  write_extras(out, index);
  for (const IndexKey& key : index.keys) {
    out.line("key");
    out.put(key.column);
    out.put(key.sql);
    out.flag(key.descending);
    out.put(key.nulls);
    out.put(key.collation);
    out.put(key.opclass);
    out.put(key.length ? std::to_string(*key.length) : "");
  }
}

void write(Writer& out, Table table) {
  sort(table);
  out.line("table");
  out.put(table.name);
  out.put(table.comment);
  out.put(table.options);
  std::vector<const Column*> columns;
  for (const Column& column : table.columns)
    columns.push_back(&column);
  std::sort(columns.begin(), columns.end(),
            [](const Column* a, const Column* b) { return a->name < b->name; });
  for (const Column* column : columns)
    write(out, *column);
  if (table.primary_key) {
    out.line("primary key");
    out.put(table.primary_key->name);
    out.put(table.primary_key->columns);
    write_extras(out, *table.primary_key);
  }
  for (const Unique& unique : table.uniques) {
    out.line("unique");
    out.put(unique.name);
    out.put(unique.columns);
    out.flag(unique.nulls_not_distinct);
    out.number(static_cast<int>(unique.deferrable));
    write_extras(out, unique);
  }
  for (const Check& check : table.checks) {
    out.line("check");
    out.put(check.name);
    out.put(check.sql);
    out.flag(check.no_inherit);
    out.flag(check.valid);
    out.flag(check.enforced);
    write_extras(out, check);
  }
  for (const ForeignKey& key : table.foreign_keys)
    write(out, key);
  for (const Index& index : table.indexes)
    write(out, index);
}

}  // namespace

std::string canonical_text(const Schema& schema) {
  Writer out;
  for (const EnumType& type : schema.enums) {
    out.line("enum");
    out.put(type.name);
    out.put(type.values);
    out.put(type.comment);
  }
  for (const Object& object : schema.objects) {
    out.line("object");
    out.put(object.kind);
    out.put(object.name);
    out.put(object.sql);
    out.put(object.table);
    out.put(object.signature);
    out.put(object.comment);
    out.put(object.then);
    out.put(object.drop_sql);
  }
  for (const Table& table : schema.tables)
    write(out, table);
  return out.take();
}

}  // namespace covet::schema
