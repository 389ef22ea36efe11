#include "schema/order_collation.h"

#include <algorithm>

#include "core/base/contains.h"

namespace covet::schema {

bool changes_collation(const AlterTable& alter) {
  const auto collation = [](const Options& options) {
    const auto found = options.find("collation");
    return found == options.end() ? std::string() : found->second;
  };
  return collation(alter.options_from) != collation(alter.options_to);
}

bool any_takes_collation(const Schema& schema, const TableName& table,
                         const std::vector<std::string>& columns) {
  const Table* const found = schema.find_table(table);
  return found != nullptr && std::ranges::any_of(found->columns, [&](const Column& column) {
           const auto says = [&](const char* word) {
             return column.type.find(word) != std::string::npos;
           };
           const bool letters = says("char") || says("text") || says("enum(") || says("set(");
           return letters && column.collation.empty() && contains(columns, column.name);
         });
}

}  // namespace covet::schema
