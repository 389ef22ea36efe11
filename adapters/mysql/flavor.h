#pragma once

#include <cstdint>

#include "core/db/connection.h"

namespace covet::mysql {

enum class Vendor : std::uint8_t { mariadb, mysql };

/// Which of the two families a server is of, and what it can do: the one place that compares
/// versions.
struct Flavor {
  Vendor vendor = Vendor::mariadb;
  int version = 101100;  ///< major * 10000 + minor * 100 + patch

  bool operator==(const Flavor&) const = default;
  bool mariadb() const { return vendor == Vendor::mariadb; }

  bool uuid_type() const { return mariadb() && version >= 100700; }
  /// int(11) rather than int.
  bool display_widths() const { return mariadb() || version < 80019; }
  /// Keys that descend are kept as such, not only parsed.
  bool descending_keys() const { return mariadb() ? version >= 100800 : version >= 80000; }
  bool expression_keys() const { return !mariadb() && version >= 80013; }
  /// A unique key may cover a whole TEXT or a column of more than 3072 bytes.
  bool long_unique_keys() const { return mariadb(); }
  bool unenforced_checks() const { return !mariadb(); }
  /// A check written behind its column is another thing than one of the table, bears the column's
  /// name, and goes with a MODIFY that does not repeat it.
  bool column_checks() const { return mariadb(); }
  /// information_schema shows a default as SQL; otherwise literals come without their quotes.
  bool defaults_are_sql() const { return mariadb(); }
  /// TEXT, BLOB and JSON columns may have a literal as their default.
  bool text_defaults() const { return mariadb(); }
  /// A block of statements can be sent that asks SHOW CREATE of many things in one round trip.
  bool shows_at_once() const { return mariadb(); }
  /// RENAME COLUMN reaches what computes with the column: checks, defaults, generated columns,
  /// keys, partitions. Otherwise it is refused while any of them names it.
  bool renames_in_expressions() const { return mariadb(); }
  /// Whether a server made an index for a foreign key by itself shows in its name.
  bool own_indexes_show() const { return mariadb(); }
  /// RENAME TABLE renames the checks, too, that are named after the table.
  bool checks_follow_tables() const { return !mariadb(); }
  /// A column may be added beside a default that gives another value each time, as uuid() does.
  bool adds_beside_random_defaults() const { return mariadb(); }
  /// A column may go while generated columns compute with it that the same statement changes.
  bool drops_beneath_generated() const { return mariadb(); }
  /// What is put down where a foreign key says nothing of an action.
  bool unsaid_action_is_restrict() const { return mariadb(); }
};

/// A ServerInfo without a version is taken for a current MariaDB.
Flavor flavor_of(const ServerInfo& server);

/// Fills vendor and version_number from what VERSION() and @@version_comment say.
void read_version(ServerInfo& server, std::string_view version_comment);

/// The key of ServerInfo::details with the collation that CHARSET=utf8mb4 alone means on that
/// server.
inline constexpr std::string_view default_collation_key = "utf8mb4_collation";
std::string default_collation(const ServerInfo& server);

/// The key of ServerInfo::details with the sql_mode that sessions on that server begin with.
inline constexpr std::string_view sql_mode_key = "sql_mode";
/// That mode; what stored programs keep unless they were created under another.
std::string usual_sql_mode(const ServerInfo& server);
/// What lets a session take dates that no calendar has, and what ends that.
std::string allow_invalid_dates(const ServerInfo& server);
std::string end_of_invalid_dates(const ServerInfo& server);
/// The mode of covet's own sessions: literals, the splitter and the catalog's spelling depend on
/// it.
std::string session_sql_mode(const ServerInfo& server);

}  // namespace covet::mysql
