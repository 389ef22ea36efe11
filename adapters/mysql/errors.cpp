#include "adapters/mysql/errors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <cppconn/exception.h>
#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::mysql {
namespace {

Errc code_of(int number) {
  switch (number) {
    case 1062:
    case 1586:
    case 1169:
      return Errc::unique_violation;
    case 1216:
    case 1217:
    case 1451:
    case 1452:
    case 1761:
    case 1762:
      return Errc::foreign_key_violation;
    case 1048:
    case 1364:
    case 1263:
      return Errc::not_null_violation;
    case 3819:
    case 4025:
      return Errc::check_violation;
    case 1213:
    case 1614:
      return Errc::deadlock;
    case 1020:
    case 1205:
    case 1689:
    case 3572:
      return number == 1020 ? Errc::serialization : Errc::lock_timeout;
    case 1044:
    case 1045:
    case 1142:
    case 1143:
    case 1227:
    case 1370:
    case 1410:
    case 1419:
      return Errc::permission;
    case 1040:
    case 1203:
    case 1226:
      return Errc::too_many_connections;
    case 1053:
    case 1158:
    case 1159:
    case 1160:
    case 1161:
    case 1927:
    case 2002:
    case 2003:
    case 2005:
    case 2006:
    case 2012:
    case 2013:
    case 2014:
    case 2026:
    case 2055:
    case 4031:
      return Errc::connection;
    case 1317:
      return Errc::cancelled;
    case 1969:
    case 3024:
      return Errc::timeout;
    case 1064:
    case 1149:
      return Errc::syntax;
    case 1049:
    case 1051:
    case 1054:
    case 1072:
    case 1091:
    case 1109:
    case 1146:
    case 1176:
    case 1305:
    case 1397:
    case 3940:
    case 4089:
      return Errc::undefined_object;
    case 1007:
    case 1022:
    case 1050:
    case 1060:
    case 1061:
    case 1304:
    case 1359:
    case 1440:
    case 1826:
    case 3822:
      return Errc::duplicate_object;
    case 1290:
    case 1792:
    case 1836:
      return Errc::read_only;
    case 1021:
    case 1114:
      return Errc::io;
    default:
      return Errc::statement;
  }
}

std::string hint_for(int number) {
  switch (number) {
    case 1049:
      return "create it first: CREATE DATABASE … CHARACTER SET utf8mb4";
    case 1021:
    case 1114:
      return "the server has no room for it: free space on its disk (a MEMORY table has "
             "max_heap_table_size), and run the command again";
    case 1153:
      return "raise max_allowed_packet on the server, or make the statement smaller";
    case 1170:
      return "give the key a length, as in keys = [{ field = \"body\", length = 64 }]";
    case 1205:
    case 1689:
      return "another session holds the lock: let it finish; lock_timeout in covet.toml says how "
             "long a statement waits";
    case 1265:
    case 1406:
      return "some rows hold what the new type has no room for: change them first";
    case 2006:
    case 2013:
      return "the server ended the session or can't be reached any more: run the command again, it "
             "goes on where this one stopped";
    case 1290:
    case 1792:
    case 1836:
      return "this server, or this connection, only reads: give the URL of the one that takes "
             "writes";
    case 1366:
      return "the column's character set cannot hold that character: utf8mb4 can";
    case 1451:
      return "rows of another table still refer to it";
    case 1452:
      return "some rows refer to one that is not there";
    case 1071:
      return "a key holds 3072 bytes, and a character of utf8mb4 counts four: give it a length";
    default:
      return {};
  }
}

std::string connect_hint(int number, std::string_view database) {
  switch (number) {
    case 1045:
    case 1698:
      return "the user or the password in the URL is wrong, or this host may not log in as that "
             "user";
    case 1044:
      return fmt::format("the user may not use the database {}: grant it, or name another",
                         database);
    case 1049:
      return fmt::format("create it first: CREATE DATABASE `{}` CHARACTER SET utf8mb4", database);
    case 1040:
    case 1203:
    case 1226:
      return "the server takes no more connections: close some, or try again later";
    case 2002:
    case 2003:
      return "is the server running, and do host, port or socket in the URL point to it?";
    case 2005:
      return "check the host name in the URL";
    case 2026:
      return "connect by a name that the server's certificate bears, and give the authority that "
             "signed it as ssl_ca in the URL";
    case 1129:
      return "the server blocks this host after many failures: FLUSH HOSTS on the server lifts it";
    case 1130:
      return "the server lets no user in from this host";
    case 2058:
    case 2059:
      return "the account's authentication plugin is not known to the client library";
    default:
      return "check host, port, user and password in the URL, and that the server answers";
  }
}

}  // namespace

void translated(const std::function<void()>& work,
                const std::function<Error(const Refusal&)>& translate) {
  try {
    work();
  } catch (const sql::SQLException& e) {
    throw translate({e.getErrorCode(), e.getSQLState(), e.what()});
  }
}

Error statement_error(const Refusal& refusal, std::string_view sql) {
  const Errc code = code_of(refusal.number);
  std::string state = refusal.state.empty() || refusal.state == "HY000"
                          ? fmt::format("{}", refusal.number)
                          : fmt::format("{} ({})", refusal.state, refusal.number);
  SqlContext context{std::string(sql), std::move(state), std::nullopt};
  if (code == Errc::syntax) context.offset = syntax_offset(refusal.message, sql);
  return Error(code, refusal.message, hint_for(refusal.number)).with(std::move(context));
}

Error connect_error(const Refusal& refusal, std::string_view target, std::string_view database) {
  // Wrong password, no such database, not from this host, TLS that doesn't fit, unknown plugin.
  constexpr std::array closed_doors{1044, 1045, 1049, 1130, 1698, 2026, 2058, 2059};
  Errc code = Errc::connection;
  if (code_of(refusal.number) == Errc::too_many_connections) code = Errc::too_many_connections;
  if (std::ranges::find(closed_doors, refusal.number) != closed_doors.end()) {
    code = Errc::login_refused;
  }
  return {code, fmt::format("can't connect to {}: {}", target, refusal.message),
          connect_hint(refusal.number, database)};
}

std::optional<std::size_t> syntax_offset(std::string_view message, std::string_view sql) {
  constexpr std::string_view opening = "near '";
  constexpr std::string_view closing = "' at line ";
  const std::size_t begin = message.find(opening);
  const std::size_t end = message.rfind(closing);
  if (begin == std::string_view::npos || end == std::string_view::npos ||
      end < begin + opening.size()) {
    return std::nullopt;
  }
  std::string_view near = message.substr(begin + opening.size(), end - begin - opening.size());
  if (near.empty()) return sql.size();
  if (sql.ends_with(near)) return sql.size() - near.size();
  if (near.ends_with("...")) near.remove_suffix(3);
  // Longer rests are cut off: take the first place on the line named that continues like this.
  std::size_t line = 1;
  const std::string_view number = message.substr(end + closing.size());
  std::from_chars(number.data(), number.data() + number.size(), line);
  for (std::size_t at = sql.find(near); at != std::string_view::npos; at = sql.find(near, at + 1)) {
    const auto before = sql.substr(0, at);
    if (static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1 == line) {
      return at;
    }
  }
  return std::nullopt;
}

}  // namespace covet::mysql
