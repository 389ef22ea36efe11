#include "adapters/mysql/alter_batch.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {

bool AlterBatch::adds(const std::string& column) const {
  return std::ranges::any_of(
      clauses_, [&](const Clause& clause) { return clause.adds && clause.column == column; });
}

bool AlterBatch::adds_columns() const {
  return std::ranges::any_of(clauses_, [](const Clause& clause) { return clause.adds; });
}

void AlterBatch::modify(const std::string& column) {
  if (!defined_.insert(column).second) return;
  clauses_.push_back({.text = "MODIFY COLUMN ", .column = column});
}

void AlterBatch::add_column(const std::string& column) {
  defined_.insert(column);
  clauses_.push_back({.text = "ADD COLUMN ", .column = column, .adds = true});
}

void AlterBatch::drop_column(const std::string& column) {
  std::erase_if(clauses_, [&](const Clause& clause) { return clause.column == column; });
  defined_.erase(column);
  add("DROP COLUMN " + dialect().quote(column));
}

void AlterBatch::drop_foreign_key(const std::string& name) {
  dropped_keys_.insert(name);
  add("DROP FOREIGN KEY " + dialect().quote(name));
}

void AlterBatch::remake_key(const std::string& name, std::string clause) {
  drop_key(name);
  clauses_.push_back({.text = "ADD " + std::move(clause), .column = {}, .remakes = name});
}

void AlterBatch::drop_key(const std::string& name) {
  dropped_.insert(name);
  const auto remade =
      std::erase_if(clauses_, [&](const Clause& clause) { return clause.remakes == name; });
  if (remade > 0) return;
  add("DROP KEY " + dialect().quote(name));
}

/// The server takes away what the statement drops before it adds anything, and adds in the order
/// of the clauses: a place is told by what is there by then and stays.
std::string AlterBatch::position_at(std::size_t at, const schema::Table& table) const {
  const auto comes_later = [&](const schema::Column& column) {
    return std::any_of(
        clauses_.begin() + static_cast<std::ptrdiff_t>(at), clauses_.end(),
        [&](const Clause& clause) { return clause.adds && clause.column == column.name; });
  };
  const auto own = *table.column_index(clauses_[at].column);
  const auto middle = table.columns.begin() + static_cast<std::ptrdiff_t>(own);
  if (std::all_of(middle, table.columns.end(), comes_later)) return {};
  const auto before =
      std::find_if_not(std::make_reverse_iterator(middle), table.columns.rend(), comes_later);
  return before == table.columns.rend() ? " FIRST" : " AFTER " + dialect().quote(before->name);
}

std::string AlterBatch::statement(const schema::Table& table) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    const schema::Column* column = table.find_column(clauses_[i].column);
    const std::string definition =
        column == nullptr ? "" : column_definition(*column, table, flavor_);
    texts.push_back(clauses_[i].text + definition +
                    (clauses_[i].adds ? position_at(i, table) : std::string()));
  }
  clauses_.clear();
  defined_.clear();
  dropped_keys_.clear();
  dropped_.clear();
  const std::string tail = partition_.empty() ? "" : "\nPARTITION BY " + partition_;
  partition_.clear();
  const std::string head = "ALTER TABLE " + quoted_name(table.name);
  if (texts.size() == 1) return head + " " + texts.front() + tail;
  return fmt::format("{}\n  {}{}", head, join(texts, ",\n  "), tail);
}

}  // namespace covet::mysql
