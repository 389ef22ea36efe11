#include "adapters/mysql/flavor.h"

#include <array>
#include <string>

#include "core/base/strings.h"

namespace covet::mysql {
namespace {

/// The first three numbers of "10.11.19-MariaDB-0+deb12u1" or "8.0.36-0ubuntu0.22.04.1".
int version_number(std::string_view version) {
  std::array<int, 3> parts{};
  std::size_t part = 0;
  for (char c : version) {
    if (c >= '0' && c <= '9') {
      parts[part] = parts[part] * 10 + (c - '0');
    } else if (c != '.' || ++part == parts.size()) {
      break;
    }
  }
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

}  // namespace

Flavor flavor_of(const ServerInfo& server) {
  if (server.version_number == 0) return {};
  return {server.vendor == "MySQL" ? Vendor::mysql : Vendor::mariadb, server.version_number};
}

void read_version(ServerInfo& server, std::string_view version_comment) {
  // Old MariaDB servers put a version in front that replication partners understand.
  std::string_view version = server.version;
  constexpr std::string_view fake = "5.5.5-";
  const std::string all = to_lower(server.version + " " + std::string(version_comment));
  const bool mariadb = all.find("mariadb") != std::string::npos;
  if (mariadb && version.starts_with(fake)) version.remove_prefix(fake.size());
  server.vendor = mariadb ? "MariaDB" : "MySQL";
  server.version_number = version_number(version);
}

std::string default_collation(const ServerInfo& server) {
  const auto found = server.details.find(std::string(default_collation_key));
  if (found != server.details.end()) return found->second;
  return flavor_of(server).mariadb() ? "utf8mb4_general_ci" : "utf8mb4_0900_ai_ci";
}

std::string usual_sql_mode(const ServerInfo& server) {
  const auto found = server.details.find(std::string(sql_mode_key));
  return found != server.details.end() ? found->second : session_sql_mode(server);
}

std::string allow_invalid_dates(const ServerInfo& server) {
  return "SET sql_mode = '" + session_sql_mode(server) + ",ALLOW_INVALID_DATES'";
}

std::string end_of_invalid_dates(const ServerInfo& server) {
  return "SET sql_mode = '" + session_sql_mode(server) + "'";
}

std::string session_sql_mode(const ServerInfo& server) {
  std::string mode = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,";
  // As MariaDB's sessions begin, so that stored programs need no mode of their own there.
  if (flavor_of(server).mariadb()) mode += "NO_AUTO_CREATE_USER,";
  return mode + "NO_ENGINE_SUBSTITUTION";
}

}  // namespace covet::mysql
