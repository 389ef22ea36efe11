#include "adapters/mysql/complete_keys.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/faults.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::Deferrable;
using schema::ForeignKey;
using schema::Index;
using schema::IndexKey;
using schema::Unique;

constexpr std::int64_t longest_key = 3072;   // bytes, InnoDB's DYNAMIC row format
constexpr std::int64_t prefix_length = 768;  // characters of utf8mb4 in that

std::int64_t bytes_per_character(std::string_view charset) {
  if (charset == "latin1" || charset == "ascii" || charset == "binary") return 1;
  if (charset == "ucs2") return 2;
  if (charset == "utf8mb3" || charset == "utf8") return 3;
  return 4;
}

bool is_plain(const Index& index) {
  return std::all_of(index.keys.begin(), index.keys.end(),
                     [](const IndexKey& key) { return key == IndexKey{.column = key.column}; });
}

bool begins_with(const std::vector<std::string>& columns, const std::vector<std::string>& wanted) {
  return columns.size() >= wanted.size() &&
         std::equal(wanted.begin(), wanted.end(), columns.begin());
}

}  // namespace

KeyCompleter::KeyCompleter(schema::Table& table, const Flavor& flavor,
                           std::vector<std::string>& notes)
    : table_(table), flavor_(flavor), notes_(notes) {}

void KeyCompleter::run() {
  if (table_.primary_key && !table_.primary_key->options.contains("keys")) {
    for (const std::string& column : table_.primary_key->columns) {
      if (!is_long(column)) continue;
      refuse("CV116",
             fmt::format("{}.{} can't be in a primary key on MySQL: its type has no fixed length",
                         table_.name.display(), column),
             "use type = \"Char\" with a max_length");
    }
  }
  for (const Unique& unique : table_.uniques)
    complete_unique(unique);
  std::vector<Index> kept;
  for (Index& index : table_.indexes) {
    if (!complete_index(index)) continue;
    const bool constraint = index.unique && index.method.empty() && is_plain(index);
    if (!constraint) {
      kept.push_back(std::move(index));
      continue;
    }
    Unique unique{
        .name = index.name, .columns = {}, .comment = index.comment, .options = index.options};
    for (const IndexKey& key : index.keys)
      unique.columns.push_back(key.column);
    complete_unique(unique);
    table_.uniques.push_back(std::move(unique));
  }
  table_.indexes = std::move(kept);
  for (ForeignKey& key : table_.foreign_keys)
    complete_foreign_key(key);
}

void KeyCompleter::complete_unique(const Unique& unique) {
  const std::string name = table_.name.display() + "." + unique.name;
  if (unique.nulls_not_distinct) {
    refuse("CV115", fmt::format("{}: MySQL takes every NULL for another value", name),
           "make the fields nullable = false, or leave nulls_not_distinct out");
  }
  if (unique.deferrable != Deferrable::no) {
    refuse("CV118", fmt::format("{}: MySQL checks unique constraints at once, never later", name),
           "leave `deferrable` out");
  }
  if (flavor_.long_unique_keys()) return;
  std::int64_t bytes = 0;
  for (const std::string& column : unique.columns) {
    if (is_long(column)) {
      refuse("CV116", fmt::format("{}: MySQL needs a length for {} in a key", name, column),
             "use type = \"Char\" with a max_length");
    }
    bytes += bytes_of(column);
  }
  if (bytes > longest_key) {
    refuse("CV116",
           fmt::format("{}: the key takes {} bytes, and MySQL holds {}", name, bytes, longest_key),
           "make the fields shorter: a character counts four bytes");
  }
}

bool KeyCompleter::complete_index(Index& index) {
  const std::string name = table_.name.display() + "." + index.name;
  if (!index.where.empty()) {
    if (index.unique) {
      refuse("CV114", fmt::format("{}: MySQL has no unique index over a part of the rows", name),
             "put what is to be unique into a generated field that is NULL elsewhere, and make "
             "that unique");
    }
    note(fmt::format("index {} covers all rows: MySQL has no partial indexes", name));
    index.where.clear();
  }
  if (index.nulls_not_distinct) {
    refuse("CV115", fmt::format("{}: MySQL takes every NULL for another value", name),
           "make the fields nullable = false, or leave nulls_not_distinct out");
  }
  if (!index.include.empty()) {
    note(fmt::format("index {} includes no further columns: MySQL can't", name));
    index.include.clear();
  }
  if (!complete_method(index)) return false;
  for (IndexKey& key : index.keys)
    complete_key(index, key);
  if (index.method.empty()) limit_length(index);
  return true;
}

bool KeyCompleter::complete_method(Index& index) {
  const auto engine = table_.options.find("engine");
  const bool in_memory = engine != table_.options.end() && engine->second == "MEMORY";
  const std::string method = to_lower(index.method);
  const std::string name = table_.name.display() + "." + index.name;
  index.method = method;
  if (method.empty() || method == "fulltext" || method == "spatial") return true;
  if (method == "hash" || method == "btree") {
    if (in_memory && method == "btree") return true;
    if (method == "hash" && !in_memory) {
      note(fmt::format("index {} is a B-tree: only tables in memory have hash indexes", name));
    }
    index.method.clear();
    return true;
  }
  if (index.unique) {
    index.method.clear();
    return true;
  }
  note(fmt::format("index {} is left out: MySQL has no method {}", name, method));
  return false;
}

void KeyCompleter::complete_key(const Index& index, IndexKey& key) {
  const std::string name = table_.name.display() + "." + index.name;
  if (!key.sql.empty() && !flavor_.expression_keys()) {
    refuse("CV117", fmt::format("{}: MariaDB has no index on an expression", name),
           fmt::format("make a field with generated = \"{}\" and index that", key.sql));
  }
  if (!key.nulls.empty() || !key.opclass.empty() || !key.collation.empty()) {
    note(fmt::format("index {} says nothing of nulls, collation or operator class: MySQL can't",
                     name));
    key.nulls.clear();
    key.opclass.clear();
    key.collation.clear();
  }
  if (key.descending && !flavor_.descending_keys()) {
    note(fmt::format("index {} ascends: this server has no descending keys", name));
    key.descending = false;
  }
  // As the catalog has it: a length that covers the whole column is none.
  const schema::Column* column = table_.find_column(key.column);
  if (column == nullptr || !key.length || is_long(key.column)) return;
  if (parse_type(column->type).number(0) == key.length) key.length.reset();
}

void KeyCompleter::limit_length(Index& index) {
  for (IndexKey& key : index.keys) {
    if (key.column.empty() || key.length) continue;
    const std::string name = table_.name.display() + "." + index.name;
    const bool whole_is_fine = index.unique && flavor_.long_unique_keys();
    if (whole_is_fine) continue;
    if (is_long(key.column)) {
      refuse("CV116", fmt::format("{}: MySQL needs a length for {} in a key", name, key.column),
             fmt::format("write keys = [{{ field = \"{}\", length = 64 }}], or use a Char field",
                         key.column));
    }
    if (bytes_of(key.column) <= longest_key) continue;
    if (index.unique) {
      refuse("CV116", fmt::format("{}: {} is too long for a unique key", name, key.column),
             "make the field shorter: a character counts four bytes, and a key holds 3072");
    }
    key.length = prefix_length;
    note(fmt::format("index {} covers the first {} characters of {}", name, prefix_length,
                     key.column));
  }
}

void KeyCompleter::complete_foreign_key(ForeignKey& key) {
  const std::string name = table_.name.display() + "." + key.name;
  if (key.deferrable != Deferrable::no) {
    refuse("CV118", fmt::format("{}: MySQL checks foreign keys at once, never later", name),
           "leave `deferrable` out, and write rows in the order of their references");
  }
  const bool to_default = key.on_delete == schema::RefAction::set_default ||
                          key.on_update == schema::RefAction::set_default;
  if (to_default) {
    refuse("CV119", fmt::format("{}: InnoDB has no SET DEFAULT", name),
           "use SET NULL, RESTRICT or CASCADE");
  }
  if (!key.match.empty()) {
    refuse("CV119", fmt::format("{}: MySQL reads MATCH {} and ignores it", name, key.match),
           "leave `match` out, or make the fields nullable = false");
  }
  if (!key.valid) note(fmt::format("foreign key {} holds for existing rows too on MySQL", name));
  key.valid = true;
  support(key);
}

void KeyCompleter::support(const ForeignKey& key) {
  if (table_.primary_key && begins_with(table_.primary_key->columns, key.columns)) return;
  for (const Unique& unique : table_.uniques) {
    if (begins_with(unique.columns, key.columns)) return;
  }
  for (const Index& index : table_.indexes) {
    if (!index.method.empty() && index.method != "btree") continue;
    std::vector<std::string> columns;
    for (const IndexKey& part : index.keys) {
      if (part.column.empty() || part.length) break;
      columns.push_back(part.column);
    }
    if (begins_with(columns, key.columns)) return;
  }
  Index index{.name = key.name, .keys = {}};
  for (const std::string& column : key.columns)
    index.keys.push_back({.column = column});
  table_.indexes.push_back(std::move(index));
}

std::int64_t KeyCompleter::bytes_of(const std::string& name) const {
  const schema::Column* column = table_.find_column(name);
  if (column == nullptr) return 0;
  const TypeText type = parse_type(column->type);
  const std::int64_t length = type.number(0).value_or(0);
  if (type.base == "varbinary" || type.base == "binary") return length;
  if (type.base != "varchar" && type.base != "char") return 8;
  const auto own = table_.options.find("collation");
  const std::string collation = !column->collation.empty()    ? column->collation
                                : own == table_.options.end() ? "utf8mb4"
                                                              : own->second;
  return length * bytes_per_character(charset_of(collation));
}

bool KeyCompleter::is_long(const std::string& name) const {
  const schema::Column* column = table_.find_column(name);
  return column != nullptr && is_long_type(parse_type(column->type));
}

void KeyCompleter::note(std::string text) {
  notes_.push_back(std::move(text));
}

void KeyCompleter::refuse(std::string code, std::string message, std::string help) const {
  throw model_fault({}, std::move(code), std::move(message), std::move(help));
}

}  // namespace covet::mysql
