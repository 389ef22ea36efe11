#include "adapters/mysql/catalog_objects.h"

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {

ObjectReader::ObjectReader(const schema::Scope& scope, std::vector<schema::Object>& unmanaged)
    : scope_(scope), unmanaged_(unmanaged) {}

void ObjectReader::add(std::string kind, const std::string& name, std::string sql,
                       const std::string& table) {
  if (!scope_.covers(table.empty() ? name : table)) return;
  unmanaged_.push_back({std::move(kind), {"", name}, std::move(sql), table});
}

void ObjectReader::read_tables(const Rows& rows) {
  for (const Row& row : rows) {
    const std::string type = row.text("type");
    const std::string name = row.text("name");
    if (type == "SEQUENCE") add("sequence", name);
    if (type == "SYSTEM VERSIONED") add("system versioning", name, {}, name);
    if (row.text("options").find("partitioned") != std::string::npos) has_partitions_ = true;
  }
}

void ObjectReader::read_views(const Rows& rows) {
  for (const Row& row : rows) {
    const std::string name = row.text("name");
    add("view", name, fmt::format("CREATE VIEW {} AS {}", dialect().quote(name), row.text("body")));
  }
}

void ObjectReader::read_triggers(const Rows& rows) {
  for (const Row& row : rows) {
    const std::string name = row.text("name");
    const std::string table = row.text("tab");
    add("trigger", name,
        fmt::format("CREATE TRIGGER {} {} {} ON {} FOR EACH ROW {}", dialect().quote(name),
                    row.text("timing"), row.text("event"), dialect().quote(table),
                    row.text("body")),
        table);
  }
}

void ObjectReader::read_routines(const Rows& rows) {
  for (const Row& row : rows)
    add(to_lower(row.text("type")), row.text("name"));
}

void ObjectReader::read_events(const Rows& rows) {
  for (const Row& row : rows)
    add("event", row.text("name"));
}

void ObjectReader::read_partitions(const Rows& rows) {
  for (const Row& row : rows) {
    const std::string table = row.text("tab");
    add("partitions", table,
        fmt::format("PARTITION BY {} ({})", row.text("method"), row.text("expression")), table);
  }
}

}  // namespace covet::mysql
