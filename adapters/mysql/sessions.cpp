#include "adapters/mysql/sessions.h"

#include <charconv>
#include <cstdlib>

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::mysql {
namespace {

/// Connection numbers begin anew with the server.
struct SessionId {
  std::int64_t connection = 0;
  std::string host{};        ///< with its port
  std::int64_t started = 0;  ///< the server, in seconds since 1970
};

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

SessionId parse(const std::string& id) {
  const std::vector<std::string> parts = split(id, ' ');
  if (parts.size() != 3) return {};
  return {number_in(parts[0]), parts[1], number_in(parts[2])};
}

/// To some seconds: two figures of whole seconds, and a clock that is set now and then.
constexpr std::int64_t tolerance = 5;

std::int64_t server_start(Connection& connection) {
  const Rows uptime = connection.fetch_all("SHOW GLOBAL STATUS LIKE 'Uptime'");
  const Rows now = connection.fetch_all("SELECT UNIX_TIMESTAMP() AS now");
  return now.at(0).integer("now") - number_in(uptime.at(0).text("Value"));
}

bool restarted_since(Connection& connection, const SessionId& session) {
  return std::abs(server_start(connection) - session.started) > tolerance;
}

class MysqlSessions final : public schema::Sessions {
 public:
  std::string identify(Connection& connection) const override {
    const Rows rows = connection.fetch_all(
        fmt::format("SELECT {} FROM information_schema.processlist p WHERE p.id = CONNECTION_ID()",
                    session_columns()));
    return rows.empty() ? "" : session_of(connection, rows[0]);
  }

  std::optional<std::string> find(Connection& connection, const std::string& id) const override {
    const SessionId session = parse(id);
    if (restarted_since(connection, session)) return std::nullopt;
    const Rows rows = connection.fetch_all(Statement{
        fmt::format("SELECT {} FROM information_schema.processlist p WHERE p.id = ? AND p.host = ?",
                    session_columns()),
        {session.connection, session.host}});
    if (rows.empty()) return std::nullopt;
    return describe_session(rows[0]);
  }

  void end(Connection& connection, const std::string& id) const override {
    if (!find(connection, id)) return;
    connection.execute(fmt::format("KILL CONNECTION {}", parse(id).connection));
  }

  /// The server names the holders of rows' locks only: of a table's lock these are the sessions
  /// whose transaction is open, one of which holds it.
  std::vector<std::string> blockers(Connection& connection, const std::string& id) const override {
    const Rows rows = connection.fetch_all(Statement{
        fmt::format("SELECT {} FROM information_schema.processlist p JOIN"
                    " information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id"
                    " WHERE p.id <> ? AND p.id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 5",
                    session_columns()),
        {parse(id).connection}});
    std::vector<std::string> texts;
    for (const Row& row : rows)
      texts.push_back(describe_session(row));
    return texts;
  }
};

}  // namespace

std::string session_columns() {
  return "p.id AS id, p.user AS user, p.host AS host, p.command AS command, p.time AS seconds,"
         " LEFT(COALESCE(p.info, ''), 200) AS info";
}

std::string session_of(Connection& connection, const Row& row) {
  return fmt::format("{} {} {}", row.integer("id"), row.text("host"), server_start(connection));
}

std::string describe_session(const Row& row) {
  const std::string host = row.text("host");
  std::string text = fmt::format("connection {} of {} from {}", row.text("id"), row.text("user"),
                                 host.substr(0, host.rfind(':')));
  std::string info = one_line(row.text("info"));
  if (info.ends_with(';')) info.pop_back();
  return text + (info.empty()
                     ? fmt::format(", idle for {} s", row.integer("seconds"))
                     : fmt::format(", running for {} s: {}", row.integer("seconds"), info));
}

const schema::Sessions& sessions() {
  static const MysqlSessions instance;
  return instance;
}

}  // namespace covet::mysql
