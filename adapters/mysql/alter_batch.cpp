#include "adapters/mysql/alter_batch.h"

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {

void AlterBatch::modify(const std::string& column) {
  if (!defined_.insert(column).second) return;
  clauses_.push_back({"MODIFY COLUMN ", column});
}

void AlterBatch::add_column(const std::string& column, std::string position) {
  defined_.insert(column);
  clauses_.push_back({"ADD COLUMN ", column, std::move(position)});
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

std::string AlterBatch::statement(const schema::Table& table) {
  std::vector<std::string> texts;
  for (const Clause& clause : clauses_) {
    const schema::Column* column = table.find_column(clause.column);
    const std::string definition =
        column == nullptr ? "" : column_definition(*column, table, flavor_);
    texts.push_back(clause.text + definition + clause.behind);
  }
  clauses_.clear();
  defined_.clear();
  dropped_keys_.clear();
  const std::string head = "ALTER TABLE " + quoted_name(table.name);
  if (texts.size() == 1) return head + " " + texts.front();
  return fmt::format("{}\n  {}", head, join(texts, ",\n  "));
}

}  // namespace covet::mysql
