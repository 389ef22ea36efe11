#include "core/model/object_kind.h"

#include <algorithm>
#include <array>

namespace covet::model {

namespace {

constexpr std::array kinds = {
    ObjectKind{"schema", "schemas", false, "CREATE SCHEMA audit"},
    ObjectKind{"extension", "extensions", false, "CREATE EXTENSION citext"},
    ObjectKind{"domain", "domains", false, "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)"},
    ObjectKind{"type", "types", false, "CREATE TYPE point3 AS (x integer, y integer, z integer)"},
    ObjectKind{"collation", "collations", false, "CREATE COLLATION …"},
    ObjectKind{"sequence", "sequences", false, "CREATE SEQUENCE …"},
    ObjectKind{"function", "functions", false, "CREATE FUNCTION …"},
    ObjectKind{"procedure", "procedures", false, "CREATE PROCEDURE …"},
    ObjectKind{"aggregate", "aggregates", false, "CREATE AGGREGATE …"},
    ObjectKind{"operator", "operators", false, "CREATE OPERATOR …"},
    ObjectKind{"cast", "casts", false, "CREATE CAST …"},
    ObjectKind{"view", "views", false, "SELECT …"},
    ObjectKind{"materialized view", "views", false, "SELECT …"},
    ObjectKind{"virtual table", "virtual_tables", false, "CREATE VIRTUAL TABLE …"},
    ObjectKind{"event", "events", false, "CREATE EVENT …"},
    ObjectKind{"event trigger", "event_triggers", false, "CREATE EVENT TRIGGER …"},
    ObjectKind{"trigger", "triggers", true, "CREATE TRIGGER …"},
    ObjectKind{"rule", "rules", true, "CREATE RULE …"},
    ObjectKind{"policy", "policies", true, "CREATE POLICY …"},
    ObjectKind{"exclusion constraint", "exclusions", true,
               "ALTER TABLE … ADD CONSTRAINT … EXCLUDE …"},
    ObjectKind{"statistics", "statistics", true, "CREATE STATISTICS …"},
};

template <class Match>
const ObjectKind* find(Match match) {
  const auto found = std::ranges::find_if(kinds, match);
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

std::span<const ObjectKind> object_kinds() {
  return kinds;
}

const ObjectKind* find_object_kind(std::string_view kind) {
  return find([kind](const ObjectKind& one) { return one.kind == kind; });
}

const ObjectKind* find_object_section(std::string_view section, bool on_a_table) {
  return find([&](const ObjectKind& one) {
    return one.section == section && one.on_a_table == on_a_table;
  });
}

}  // namespace covet::model
