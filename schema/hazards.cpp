#include <algorithm>

#include "schema/change.h"

namespace covet::schema {

std::vector<Hazard> hazards(const Change& change) {
  if (const auto* drop = std::get_if<DropTable>(&change))
    return {{"drop_table", drop->table.name.display()}};
  if (const auto* drop = std::get_if<DropObject>(&change)) {
    if (drop->object.kind != "virtual table") return {};  // what holds no rows
    return {{"drop_table", drop->object.name.display()}};
  }
  if (const auto* drop = std::get_if<DropColumn>(&change)) {
    if (drop->column.generated) return {};
    return {{"drop_column", drop->table.display() + "." + drop->column.name}};
  }
  std::vector<Hazard> found;
  if (const auto* alter = std::get_if<AlterEnum>(&change)) {
    for (const std::string& value : alter->from.values) {
      const auto is_old = [&](const auto& pair) { return pair.first == value; };
      const bool kept = std::find(alter->to.values.begin(), alter->to.values.end(), value) !=
                            alter->to.values.end() ||
                        std::any_of(alter->renamed.begin(), alter->renamed.end(), is_old);
      if (!kept) found.push_back({"drop_enum_value", alter->from.name.display() + "." + value});
    }
  }
  return found;
}

}  // namespace covet::schema
