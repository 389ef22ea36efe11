#include "core/model/junction.h"

#include "core/base/sha256.h"
#include "core/base/strings.h"

namespace covet::model {
namespace {

constexpr std::size_t max_name_bytes = 63;
constexpr std::size_t hash_digits = 8;

}  // namespace

std::string generated_name(std::string_view table, const std::vector<std::string>& columns,
                           std::string_view suffix) {
  std::string name(table);
  for (const std::string& column : columns)
    name += "_" + column;
  const std::string tail = "_" + std::string(suffix);
  if (name.size() + tail.size() <= max_name_bytes) return name + tail;
  const std::string hash = "_" + sha256_hex(name).substr(0, hash_digits);
  return cut(name, max_name_bytes - tail.size() - hash.size()) + hash + tail;
}

Junction junction_of(const std::string& schema, const std::string& owner_table,
                     const std::string& target_table, const std::string& field) {
  Junction junction{schema, generated_name(owner_table, {}, field), owner_table + "_id",
                    target_table + "_id"};
  if (owner_table == target_table) {
    junction.from = "from_" + junction.from;
    junction.to = "to_" + junction.to;
  }
  return junction;
}

Junction junction_of(const Model& owner, const Field& field, const Model& target) {
  return junction_of(owner.db_schema, owner.table_name(), target.table_name(), field.name);
}

}  // namespace covet::model
