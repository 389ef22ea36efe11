#include "adapters/postgresql/sessions.h"

#include <charconv>

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

/// A process number comes again; with the moment it began it does not.
struct SessionId {
  std::int64_t pid = 0;
  std::int64_t began = 0;  ///< microseconds since 1970
};

SessionId parse(const std::string& id) {
  SessionId session;
  const char* end = id.data() + id.size();
  const auto [rest, bad] = std::from_chars(id.data(), end, session.pid);
  if (bad == std::errc() && rest != end) std::from_chars(rest + 1, end, session.began);
  return session;
}

/// A role without pg_read_all_stats sees that another's session is there, and no more: then it
/// counts as the one that is meant.
constexpr std::string_view is_it =
    "a.pid = $1 AND (a.backend_start IS NULL OR"
    " (extract(epoch FROM a.backend_start) * 1000000)::bigint = $2)";

class PostgresqlSessions final : public schema::Sessions {
 public:
  std::string identify(Connection& connection) const override {
    const Rows rows = connection.fetch_all(fmt::format(
        "SELECT {} FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()", session_columns()));
    return rows.empty() ? "" : session_id(rows.front());
  }

  std::optional<std::string> find(Connection& connection, const std::string& id) const override {
    const SessionId session = parse(id);
    const Rows rows = connection.fetch_all(Statement{
        fmt::format("SELECT {} FROM pg_stat_activity a WHERE {}", session_columns(), is_it),
        {session.pid, session.began}});
    if (rows.empty()) return std::nullopt;
    return describe_session(rows.front());
  }

  void end(Connection& connection, const std::string& id) const override {
    const SessionId session = parse(id);
    connection.fetch_all(Statement{
        fmt::format("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE {}", is_it),
        {session.pid, session.began}});
  }

  std::vector<std::string> blockers(Connection& connection, const std::string& id) const override {
    const Rows rows = connection.fetch_all(
        Statement{fmt::format("SELECT {} FROM pg_stat_activity a"
                              " WHERE a.pid = ANY (pg_blocking_pids($1)) ORDER BY a.xact_start",
                              session_columns()),
                  {parse(id).pid}});
    std::vector<std::string> texts;
    for (const Row& row : rows)
      texts.push_back(describe_session(row));
    return texts;
  }
};

}  // namespace

std::string session_columns() {
  return "a.pid, coalesce(a.usename, '') AS role,"
         " coalesce(nullif(a.application_name, ''), 'a program without a name') AS program,"
         " coalesce(host(a.client_addr), 'this machine') AS host,"
         " coalesce((extract(epoch FROM a.backend_start) * 1000000)::bigint, 0) AS began,"
         " coalesce(a.state, '') AS state,"
         " coalesce(extract(epoch FROM clock_timestamp() - a.state_change)::bigint, 0) AS seconds,"
         " left(coalesce(a.query, ''), 200) AS query";
}

std::string session_id(const Row& row) {
  return fmt::format("{} {}", row.integer("pid"), row.integer("began"));
}

std::string session_name(const Row& row) {
  return fmt::format("session {} of {} on {} ({})", row.integer("pid"), row.text("role"),
                     row.text("host"), row.text("program"));
}

std::string describe_session(const Row& row) {
  std::string text = session_name(row);
  if (row.text("state").empty()) return text;
  text += fmt::format(", {} for {} s", row.text("state"), row.integer("seconds"));
  std::string query = one_line(row.text("query"));
  if (query.ends_with(';')) query.pop_back();
  if (!query.empty()) text += ": " + query;
  return text;
}

const schema::Sessions& sessions() {
  static const PostgresqlSessions instance;
  return instance;
}

}  // namespace covet::postgresql
