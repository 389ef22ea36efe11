#include "adapters/mysql/driver.h"

#include <map>

#include <cppconn/connection.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <fmt/core.h>
#include <mysql_driver.h>

#include "adapters/mysql/connection.h"
#include "adapters/mysql/errors.h"
#include "adapters/mysql/target.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

int whole_seconds(std::chrono::milliseconds time) {
  return static_cast<int>((time.count() + 999) / 1000);
}

sql::ConnectOptionsMap connector_options(const Target& target) {
  sql::ConnectOptionsMap map;
  map["hostName"] = sql::SQLString(target.address);
  map["userName"] = sql::SQLString(target.user);
  map["password"] = sql::SQLString(target.password);
  map["schema"] = sql::SQLString(target.database);
  map["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  // Where this is on, the server can ask for any file of this machine.
  map["OPT_LOCAL_INFILE"] = target.options.local_files ? 1 : 0;
  map["OPT_RECONNECT"] = false;
  map["CLIENT_MULTI_STATEMENTS"] = false;
  // An UPDATE tells how many rows it found, as on the other engines, not how many differ now.
  map["CLIENT_FOUND_ROWS"] = true;
  const int connect_timeout = whole_seconds(target.options.connect_timeout);
  if (connect_timeout > 0) map["OPT_CONNECT_TIMEOUT"] = connect_timeout;
  const int read_timeout = whole_seconds(target.read_timeout);
  if (read_timeout > 0) {
    map["OPT_READ_TIMEOUT"] = read_timeout;
    map["OPT_WRITE_TIMEOUT"] = read_timeout;
  }
  std::map<sql::SQLString, sql::SQLString> attributes;
  attributes["program_name"] = target.options.application_name;
  map["OPT_CONNECT_ATTR_ADD"] = attributes;
  if (target.address.starts_with("unix:") || target.tls == Tls::disable) return map;
  // OPT_SSL_MODE does nothing with this client library: these do. sslEnforce alone still takes a
  // plain connection, so `require` looks at the cipher afterwards.
  map["sslEnforce"] = true;
  if (!target.ca_file.empty()) map["sslCA"] = sql::SQLString(target.ca_file);
  if (!target.certificate_file.empty()) map["sslCert"] = sql::SQLString(target.certificate_file);
  if (!target.key_file.empty()) map["sslKey"] = sql::SQLString(target.key_file);
  if (target.tls == Tls::verify) map["sslVerify"] = true;
  return map;
}

bool encrypted(sql::Connection& session) {
  const std::unique_ptr<sql::Statement> statement(session.createStatement());
  const std::unique_ptr<sql::ResultSet> row(
      statement->executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'"));
  return row->next() && row->getString(2).length() > 0;
}

Session open_session(const Target& target) {
  Session session;
  translated(
      [&] {
        sql::ConnectOptionsMap map = connector_options(target);
        session.reset(sql::mysql::get_driver_instance()->connect(map));
        if (target.tls != Tls::require && target.tls != Tls::verify) return;
        if (!encrypted(*session)) session.reset();
      },
      [&](const Refusal& refusal) {
        return connect_error(refusal, target.display, target.database);
      });
  if (!session) {
    throw Error(Errc::login_refused,
                fmt::format("{} offers no encryption, and sslmode asks for it", target.display),
                "turn TLS on in the server, or write sslmode=prefer");
  }
  return session;
}

}  // namespace

std::unique_ptr<Connection> MysqlDriver::connect(const Url& url,
                                                 const ConnectOptions& options) const {
  const Target target = target_of(url, options);
  std::function<Session()> reopen = [target] { return open_session(target); };
  Session session = open_session(target);
  return std::make_unique<MysqlConnection>(std::move(session), std::move(reopen), target.options,
                                           target.read_timeout);
}

const MysqlDriver& driver() {
  // The connector's list of drivers has no lock: fill it before there are threads.
  sql::mysql::get_driver_instance();
  static const MysqlDriver instance;
  return instance;
}

}  // namespace covet::mysql
