#include "adapters/sqlite/complete.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "adapters/sqlite/types.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Column;
using schema::Index;
using schema::IndexKey;
using schema::Table;

std::string trimmed(const std::string& sql) {
  return std::string(trim(sql));
}

class Completer {
 public:
  Completer(Table& table, std::vector<std::string>& notes) : table_(table), notes_(notes) {}

  void run() {
    if (!table_.name.schema.empty()) {
      throw model_fault(
          {}, fmt::format("SQLite has no schemas, but {} wants one", table_.name.display()),
          fmt::format("leave db_schema out, or name the table {}_{}", table_.name.schema,
                      table_.name.name));
    }
    table_.comment.clear();
    std::erase_if(table_.options, [](const auto& option) { return option.second == "false"; });
    for (Column& column : table_.columns)
      complete(column);
    complete_keys();
    for (schema::Check& check : table_.checks) {
      check = schema::Check{
          .name = check.name, .sql = trimmed(check.sql), .options = std::move(check.options)};
      complete_conflict(check.options, place(check.name));
    }
    for (Index& index : table_.indexes)
      complete(index);
  }

 private:
  std::string place(const std::string& name) const { return table_.name.display() + "." + name; }

  void complete(Column& column) {
    column.comment.clear();
    column.on_update_sql.clear();
    if (column.default_sql) column.default_sql = trimmed(*column.default_sql);
    if (column.generated) column.generated->sql = trimmed(column.generated->sql);
    complete_conflict(column.options, place(column.name), "not_null_on_conflict");
    complete_reference(column);
  }

  /// What a field says of its reference belongs to the foreign key.
  void complete_reference(Column& column) {
    for (const char* option : {"implied_columns", "spelling"}) {
      const auto said = column.options.extract(option);
      if (said.empty() || said.mapped() == "false") continue;
      const auto key = std::ranges::find(table_.foreign_keys, std::vector{column.name},
                                         &schema::ForeignKey::columns);
      if (key == table_.foreign_keys.end()) {
        throw model_fault({},
                          fmt::format("{} is no reference, and its option {} is about one",
                                      place(column.name), option),
                          "leave the option out, or make the field a ForeignKey");
      }
      key->options[option] = said.mapped();
    }
  }

  /// Lowered, and left out where it is the usual one.
  static void complete_conflict(schema::Options& options, const std::string& of,
                                const std::string& option = "on_conflict") {
    const auto it = options.find(option);
    if (it == options.end()) return;
    it->second = to_lower(it->second);
    constexpr std::array<std::string_view, 5> known{"abort", "fail", "ignore", "replace",
                                                    "rollback"};
    if (std::ranges::find(known, it->second) == known.end()) {
      throw model_fault({}, fmt::format("{}: SQLite knows no {} = \"{}\"", of, option, it->second),
                        "it is one of abort, fail, ignore, replace, rollback");
    }
    if (it->second == "abort") options.erase(it);
  }

  void complete_keys() {
    for (Column& column : table_.columns) {
      if (table_.primary_key && std::ranges::count(table_.primary_key->columns, column.name) > 0) {
        column.nullable = false;
      }
    }
    if (table_.primary_key &&
        table_.primary_key->name == schema::generated_name(table_.name.name, {}, "pkey")) {
      table_.primary_key->name.clear();
    }
    if (table_.primary_key) {
      table_.primary_key->comment.clear();
      complete_conflict(table_.primary_key->options, place("the primary key"));
    }
    for (schema::Unique& unique : table_.uniques) {
      unique.comment.clear();
      complete_conflict(unique.options, place(unique.name));
      refuse_nulls_not_distinct(unique.nulls_not_distinct, unique.name);
      if (unique.deferrable == schema::Deferrable::no) continue;
      throw model_fault(
          {}, fmt::format("SQLite can't defer the unique constraint {}", place(unique.name)),
          "leave deferrable out; on SQLite only foreign keys wait for the COMMIT");
    }
    for (schema::ForeignKey& key : table_.foreign_keys) {
      key.valid = true;
      key.comment.clear();
    }
  }

  void refuse_nulls_not_distinct(bool wanted, const std::string& name) const {
    if (!wanted) return;
    throw model_fault({}, fmt::format("SQLite holds NULLs for distinct in {}", place(name)),
                      "leave nulls_not_distinct out, or make the columns nullable = false");
  }

  void note(const Index& index, std::string_view what) {
    notes_.push_back(fmt::format("index {}: SQLite has no {}", place(index.name), what));
  }

  void complete(Index& index) {
    refuse_nulls_not_distinct(index.nulls_not_distinct, index.name);
    index.comment.clear();
    if (!index.method.empty() && !equals_ignoring_case(index.method, "btree")) {
      note(index, fmt::format("{} indexes; it becomes a plain one", index.method));
    }
    index.method.clear();
    if (!std::exchange(index.include, {}).empty())
      note(index, "INCLUDE columns; they are left out");
    index.where = trimmed(index.where);
    for (IndexKey& key : index.keys)
      complete(key, index);
  }

  void complete(IndexKey& key, const Index& index) {
    key.sql = trimmed(key.sql);
    // NULLs come first here, in descending order last.
    const std::string usual = key.descending ? "last" : "first";
    if (!key.nulls.empty() && key.nulls != usual)
      note(index, "NULLS FIRST and LAST; it is left out");
    if (!key.opclass.empty()) note(index, "operator classes; it is left out");
    if (key.length) note(index, "prefix lengths; the whole column is indexed");
    key.nulls.clear();
    key.opclass.clear();
    key.length.reset();
  }

  Table& table_;
  std::vector<std::string>& notes_;
};

}  // namespace

void complete(Table& table, std::vector<std::string>& notes) {
  Completer(table, notes).run();
}

}  // namespace covet::sqlite
