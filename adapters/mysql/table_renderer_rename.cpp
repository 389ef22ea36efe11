#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/table_renderer.h"
#include "core/base/contains.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::Check;
using schema::Column;
using schema::ForeignKey;
using schema::Index;
using schema::IndexKey;
using schema::RenameColumn;
using schema::Schema;
using schema::Table;

/// No table is copied of which such a column is renamed.
bool is_in_foreign_key(const RenameColumn& c, const Table& table, const Schema& before) {
  const auto of_own = [&](const ForeignKey& key) { return contains(key.columns, c.from); };
  const auto to_it = [&](const ForeignKey& key) {
    return key.target == c.table && contains(key.target_columns, c.from);
  };
  return std::ranges::any_of(table.foreign_keys, of_own) ||
         std::ranges::any_of(before.tables, [&](const Table& other) {
           return std::ranges::any_of(other.foreign_keys, to_it);
         });
}

bool computes_otherwise(const Table& before, const Table& after) {
  return !std::ranges::equal(before.columns, after.columns, {}, &Column::generated,
                             &Column::generated);
}

bool has_other_expression(const Index& before, const Index& after) {
  return !std::ranges::equal(before.keys, after.keys, {}, &IndexKey::sql, &IndexKey::sql);
}

}  // namespace

void TableRenderer::rename_in_expressions(const RenameColumn& c) {
  begin(c.table);
  const Table before = table();
  // In one statement an expression would name the column in its old letters.
  const bool apart = is_in_foreign_key(c, before, before_) || equals_ignoring_case(c.from, c.to);
  follow(c.table, c);
  const bool computes = computes_otherwise(before, table());
  std::vector<std::string> ends;
  // A generated column that goes takes what names it in an expression along.
  const bool all = apart && computes;
  for (std::size_t i = 0; i < before.checks.size(); ++i) {
    const Check& check = table().checks[i];
    if (!all && check.sql == before.checks[i].sql) continue;
    batch_.add("DROP CHECK " + dialect().quote(check.name));
    ends.push_back("ADD " + check_clause(check, flavor_));
  }
  for (std::size_t i = 0; i < before.indexes.size(); ++i) {
    const Index& index = table().indexes[i];
    const bool expression =
        std::ranges::any_of(index.keys, [](const IndexKey& key) { return !key.sql.empty(); });
    if (!(all && expression) && !has_other_expression(before.indexes[i], index)) continue;
    batch_.drop_key(index.name);
    ends.push_back("ADD " + index_clause(index, flavor_));
  }
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    const Column& column = table().columns[i];
    if (column.default_sql == before.columns[i].default_sql) continue;
    const std::string alter = "ALTER COLUMN " + dialect().quote(column.name);
    if (apart) batch_.add(alter + " DROP DEFAULT");
    ends.push_back(alter + " SET DEFAULT " + default_clause(*column.default_sql, flavor_));
  }
  rename_beside_generated(c, computes, apart, std::move(ends));
  const auto partitions = table().options.find("partition_by");
  if (partitions != table().options.end() &&
      partitions->second != before.options.at("partition_by"))
    batch_.partition(partitions->second);
  flush();
}

/// `ends`: what comes behind. All in one statement, unless the column has to be renamed `apart`.
void TableRenderer::rename_beside_generated(const RenameColumn& c, bool computes, bool apart,
                                            std::vector<std::string> ends) {
  std::vector<std::string> generated;
  for (const Column& column : table().columns) {
    // All of them: one may compute with another.
    if (computes && column.generated) generated.push_back(column.name);
  }
  if (apart) {
    for (const std::string& column : generated)
      std::ranges::move(drop_keys_of(column), std::back_inserter(ends));
    for (const std::string& column : generated)
      batch_.drop_column(column);
    flush();
  }
  batch_.add(fmt::format("RENAME COLUMN {} TO {}", dialect().quote(c.from), dialect().quote(c.to)));
  if (apart) flush();
  for (const std::string& column : generated) {
    if (apart) {
      batch_.add_column(column);
    } else {
      batch_.modify(column);
    }
  }
  for (std::string& end : ends)
    batch_.add(std::move(end));
}

}  // namespace covet::mysql
