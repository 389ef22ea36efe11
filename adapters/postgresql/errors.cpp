#include "adapters/postgresql/errors.h"

#include <array>
#include <exception>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/pqxx_compat.h"
#include "adapters/postgresql/server_message.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

struct StateMeaning {
  std::string_view prefix;  ///< a SQLSTATE, or its class
  Errc code;
  std::string_view hint;
};

// The longer prefixes come first.
constexpr auto meanings = std::to_array<StateMeaning>({
    {"57P01", Errc::connection, "the server ended the session; run the command again"},
    {"57P02", Errc::connection, "the server crashed and restarts; run the command again"},
    {"57P03", Errc::connection, "the server is starting or stopping; `covet wait` waits for it"},
    {"55P03", Errc::lock_timeout,
     "another session holds the lock: let it finish; lock_timeout in covet.toml says how long a "
     "statement waits"},
    {"55P04", Errc::statement,
     "a new enum value can be used only after its migration is committed: put what uses it into "
     "a migration of its own"},
    {"40P01", Errc::deadlock, "two sessions waited for each other; try again"},
    {"40001", Errc::serialization, "another transaction was faster; try again"},
    {"40003", Errc::in_doubt, "look whether it took effect before you run it again"},
    {"42501", Errc::permission, "the role of this connection lacks a privilege"},
    {"25006", Errc::read_only, "this connection, or this server, only reads"},
    {"25001", Errc::statement,
     "this statement can't run in a transaction: put transaction=none on its section"},
    {"2BP01", Errc::statement, "something else depends on it; drop or change that first"},
    {"0A000", Errc::unsupported, ""},
    {"53100", Errc::io, "the server's disk is full: free space there, and run the command again"},
    {"53300", Errc::too_many_connections,
     "the server takes no more connections: close some, or try again later"},
    {"23505", Errc::unique_violation, "two rows have the same values; find them with GROUP BY"},
    {"23001", Errc::foreign_key_violation, "rows refer to it: delete or change those first"},
    {"23503", Errc::foreign_key_violation, "a row refers to one that isn't there"},
    {"23502", Errc::not_null_violation, "fill the rows that hold NULL first, or give a default"},
    {"23514", Errc::check_violation,
     "a row breaks the condition; find it by the condition's opposite"},
    {"23P01", Errc::check_violation, ""},
    {"42P01", Errc::undefined_object, ""},
    {"42703", Errc::undefined_object, ""},
    {"42883", Errc::undefined_object, ""},
    {"42704", Errc::undefined_object, ""},
    {"3F000", Errc::undefined_object, ""},
    {"42P07", Errc::duplicate_object, ""},
    {"42701", Errc::duplicate_object, ""},
    {"42710", Errc::duplicate_object, ""},
    {"42P06", Errc::duplicate_object, ""},
    {"42723", Errc::duplicate_object, ""},
    {"42601", Errc::syntax, ""},
    {"08", Errc::connection, ""},
});

const StateMeaning* meaning_of(std::string_view state) {
  for (const StateMeaning& meaning : meanings) {
    if (state.starts_with(meaning.prefix)) return &meaning;
  }
  return nullptr;
}

Failed lost(const std::exception& exception, std::string_view sql, bool committing) {
  ServerMessage message = parse_server_message(exception.what(), {});
  // What libpqxx stumbles over after the loss, in place of its cause.
  if (message.text.starts_with("Could not obtain client encoding")) {
    message.text = "the server closed it";
  }
  SqlContext context{.sql = std::string(sql), .state = "08006", .offset = std::nullopt};
  if (committing) {
    return {Error(Errc::in_doubt, "the connection was lost during COMMIT: " + message.text,
                  "it may have taken effect; `covet status` looks it up")
                .with(std::move(context)),
            true};
  }
  return {Error(Errc::connection, "the connection was lost: " + message.text,
                "the server ended it or can't be reached any more; run the command again")
              .with(std::move(context)),
          true};
}

/// Roles belong to the server, and no migration makes them.
std::string role_hint(std::string_view text) {
  constexpr std::string_view before = "role \"";
  constexpr std::string_view behind = "\" does not exist";
  const std::size_t start = text.find(before);
  const std::size_t end = text.find(behind);
  if (start == std::string_view::npos || end == std::string_view::npos) return {};
  const std::size_t name = start + before.size();
  return fmt::format(
      "create it first: CREATE ROLE {}   (roles are the server's, not the database's)",
      quote(text.substr(name, end - name)));
}

Failed refused(const pqxx::failure& failure, std::string_view sql, bool cancelled,
               bool committing) {
  const std::string state = compat::state_of(failure);
  ServerMessage message = parse_server_message(failure.what(), sql);
  Errc code = Errc::statement;
  std::string hint = message.hint;
  if (state == "57014") {
    code = cancelled ? Errc::cancelled : Errc::timeout;
    if (!cancelled && hint.empty()) hint = "give it more time, or find out what it waits for";
  } else if (const StateMeaning* meaning = meaning_of(state)) {
    code = meaning->code;
    if (hint.empty()) hint = meaning->hint;
  }
  if (hint.empty() && state == "42704") hint = role_hint(message.text);
  if (code == Errc::connection && committing) return lost(failure, sql, true);
  if (!message.detail.empty()) message.text += ": " + message.detail;
  SqlContext context{.sql = std::string(sql), .state = state, .offset = message.offset};
  return {Error(code, std::move(message.text), std::move(hint)).with(std::move(context)),
          code == Errc::connection};
}

struct ConnectMeaning {
  std::string_view says;
  Errc code;
  std::string_view hint;
};

constexpr auto connect_meanings = std::to_array<ConnectMeaning>({
    {"password authentication failed", Errc::login_refused,
     "the user or the password is wrong; special characters in the URL's password are written as "
     "%40 for @, %2F for /, %3A for :, %25 for %"},
    {"no password supplied", Errc::login_refused,
     "the server wants a password: postgresql://user:password@host/database"},
    {"no pg_hba.conf entry", Errc::login_refused,
     "the server's pg_hba.conf lets nobody in from here with this user, database and encryption"},
    {"SSL was required", Errc::login_refused, "the server offers no TLS; see sslmode in the URL"},
    {"does not support SSL", Errc::login_refused,
     "the server offers no TLS; see sslmode in the URL"},
    {"certificate verify failed", Errc::login_refused,
     "the server's certificate isn't signed by the authority in sslrootcert"},
    {"root certificate file", Errc::config, "give sslrootcert=FILE in the URL"},
    {"does not match host name", Errc::login_refused,
     "the server's certificate is another host's; connect by the name in it"},
    {"could not translate host name", Errc::connection, "check the host in the URL"},
    {"Connection refused", Errc::connection,
     "is the server running on that host and port? `covet wait` waits for it"},
    {"No such file or directory", Errc::connection,
     "is the server running, and is this the folder of its socket? name a host in the URL"},
    {"timeout expired", Errc::connection,
     "no answer within connect_timeout: check host, port and firewall"},
    {"too many clients", Errc::too_many_connections,
     "the server has no connection left; try again"},
    {"too many connections for", Errc::too_many_connections,
     "the server has no connection left for this role or database; try again"},
    {"remaining connection slots", Errc::too_many_connections,
     "the server has no connection left for this role; try again"},
    {"the database system is", Errc::connection, "`covet wait` waits until the server is ready"},
    {"unsupported startup parameter", Errc::config,
     "a pooler stands before the server and takes no `options`; connect to the server directly"},
    {"invalid connection option", Errc::config, "check the parameters behind ? in the URL"},
    {"invalid value for", Errc::config, "check the parameters behind ? in the URL"},
    {"invalid sslmode value", Errc::config,
     "sslmode is disable, allow, prefer, require, verify-ca or verify-full"},
    {"invalid integer value", Errc::config, "check the parameters behind ? in the URL"},
    {"invalid port number", Errc::config, "check the port in the URL"},
});

std::string connect_hint(std::string_view text, std::string_view database, Errc& code) {
  if (text.find("database \"") != std::string_view::npos &&
      text.find("does not exist") != std::string_view::npos) {
    code = Errc::login_refused;
    return fmt::format("create it: createdb {}   (or CREATE DATABASE {};)", database, database);
  }
  if (text.find("role \"") != std::string_view::npos &&
      text.find("does not exist") != std::string_view::npos) {
    code = Errc::login_refused;
    return "check the user in the URL: postgresql://user:password@host/database";
  }
  for (const ConnectMeaning& meaning : connect_meanings) {
    if (text.find(meaning.says) == std::string_view::npos) continue;
    code = meaning.code;
    return std::string(meaning.hint);
  }
  return "check host, port, user and database in the URL";
}

/// libpq reports each address that it tried, with advice of its own below; the last one's reason
/// counts.
std::string reason_of(std::string_view report) {
  std::string reason;
  for (const std::string& line : split(report, '\n')) {
    if (line.empty() || line.front() == '\t') continue;
    const std::size_t failed = line.find(" failed: ");
    const bool about_server = line.starts_with("connection to server");
    std::string_view text = line;
    if (about_server && failed != std::string::npos) text.remove_prefix(failed + 9);
    if (reason.empty() || about_server) reason = parse_server_message(text, {}).text;
  }
  return reason;
}

}  // namespace

Failed translate_current(std::string_view sql, bool cancelled, bool committing, bool open) {
  // pqxx's hierarchy has overlaps: from the most telling to the least.
  try {
    throw;
  } catch (const Error& error) {
    return {error, false};
  } catch (const pqxx::in_doubt_error& error) {
    return lost(error, sql, true);
  } catch (const pqxx::broken_connection& error) {
    return lost(error, sql, committing);
  } catch (const pqxx::failure& error) {
    // A COPY that is cut off is a plain failure to libpqxx.
    if (!open && compat::state_of(error).empty()) return lost(error, sql, committing);
    return refused(error, sql, cancelled, committing);
  } catch (const std::exception& error) {
    return {Error(Errc::internal, fmt::format("libpqxx: {}", error.what())), false};
  }
}

Error translate_connect_failure(std::string_view target, std::string_view database) {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    const std::string text = reason_of(error.what());
    Errc code = Errc::connection;
    std::string hint = connect_hint(error.what(), database, code);
    return {code, fmt::format("can't connect to {}: {}", target, text), std::move(hint)};
  }
}

}  // namespace covet::postgresql
