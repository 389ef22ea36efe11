#include "adapters/mysql/target.h"

#include <vector>

#include <fmt/core.h>

#include "adapters/mysql/option_file.h"
#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/config/config.h"

namespace covet::mysql {
namespace {

constexpr int usual_port = 3306;

/// ssl-mode, ssl_mode and sslmode are one.
std::string bare(std::string_view key) {
  std::string text;
  for (char c : to_lower(key)) {
    if (c != '-' && c != '_') text += c;
  }
  return text;
}

const std::vector<std::string>& known_parameters() {
  static const std::vector<std::string> known{
      "charset",  "connect_timeout", "lock_timeout", "read_timeout",
      "socket",   "ssl_ca",          "ssl_cert",     "ssl_key",
      "ssl_mode", "sslmode",         "sslrootcert",  "statement_timeout"};
  return known;
}

Error bad_parameter(std::string_view key, std::string_view value, std::string_view allowed) {
  return {Errc::config, fmt::format("the URL's parameter {} can't be `{}`", key, value),
          fmt::format("write {}={}", key, allowed)};
}

std::chrono::milliseconds duration_of(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return config::parse_duration(digits ? text + "s" : text);
}

Tls tls_of(const std::string& text) {
  const std::string mode = bare(text);
  if (mode == "disable" || mode == "disabled") return Tls::disable;
  if (mode == "prefer" || mode == "preferred" || mode == "allow") return Tls::prefer;
  if (mode == "require" || mode == "required") return Tls::require;
  if (mode == "verifyca" || mode == "verifyfull" || mode == "verifyidentity") return Tls::verify;
  throw bad_parameter("sslmode", text, "disable, prefer, require, verify-ca or verify-full");
}

/// False if the parameter is not one of ours.
bool set_parameter(Target& target, std::string& socket, const std::string& key,
                   const std::string& value) {
  const std::string name = bare(key);
  if (name == "socket") {
    socket = value;
  } else if (name == "sslmode") {
    target.tls = tls_of(value);
  } else if (name == "sslca" || name == "sslrootcert") {
    target.ca_file = value;
  } else if (name == "sslcert") {
    target.certificate_file = value;
  } else if (name == "sslkey") {
    target.key_file = value;
  } else if (name == "connecttimeout") {
    target.options.connect_timeout = duration_of(value);
  } else if (name == "readtimeout") {
    target.read_timeout = duration_of(value);
  } else if (name == "statementtimeout") {
    target.options.statement_timeout = duration_of(value);
  } else if (name == "locktimeout") {
    target.options.lock_timeout = duration_of(value);
  } else if (name == "charset") {
    if (!equals_ignoring_case(value, "utf8mb4")) throw bad_parameter(key, value, "utf8mb4");
  } else {
    return false;
  }
  return true;
}

void set_address(Target& target, const Url& url, std::string socket) {
  if (!url.other_hosts.empty()) {
    throw Error(Errc::config, "the URL names several hosts, and MySQL's client takes one",
                "give the one that takes writes");
  }
  if (socket.empty() && url.host.starts_with('/')) {
    socket = url.host.ends_with(".sock") ? url.host : url.host + "/mysqld.sock";
  }
  if (!socket.empty()) {
    target.address = "unix://" + socket;
    target.display = socket;
    return;
  }
  const std::string host = url.host.empty() ? "localhost" : url.host;
  const bool bracketed = host.find(':') != std::string::npos;
  const std::string name = bracketed ? "[" + host + "]" : host;
  const int port = url.port == 0 ? usual_port : url.port;
  target.address = fmt::format("tcp://{}:{}", name, port);
  target.display = fmt::format("{}:{}", name, port);
}

void check(const Target& target) {
  if (target.database.empty()) {
    throw Error(Errc::config, "the URL names no database",
                "put its name behind the host: mysql://user:password@localhost:3306/blog");
  }
  if (target.tls == Tls::verify && target.ca_file.empty()) {
    throw Error(Errc::config, "sslmode=verify-full needs the certificate to verify with",
                "add ssl_ca=/path/to/ca.pem to the URL");
  }
  if (target.tls != Tls::disable && target.tls != Tls::prefer &&
      target.address.starts_with("unix:")) {
    throw Error(Errc::config, "a Unix socket is not encrypted",
                "leave sslmode out, or connect to a host");
  }
  if (target.read_timeout > std::chrono::milliseconds::zero() &&
      target.read_timeout <= target.options.statement_timeout) {
    throw Error(Errc::config, "read_timeout must be longer than the statement timeout",
                "raise read_timeout in the URL, or leave it out");
  }
}

}  // namespace

Target target_of(const Url& url, const ConnectOptions& options) {
  Target target;
  target.user = url.user;
  target.password = url.password;
  if (target.password.empty()) {
    const Login login = usual_login();
    if (target.user.empty()) target.user = login.user;
    target.password = login.password;
  }
  target.database = url.database;
  target.options = options;
  target.read_timeout = options.command_timeout;
  std::string socket;
  for (const auto& [key, value] : url.params) {
    if (set_parameter(target, socket, key, value)) continue;
    std::string hint = did_you_mean(key, known_parameters());
    if (hint.empty()) hint = "known are " + join(known_parameters(), ", ");
    throw Error(Errc::config, fmt::format("the URL's parameter {} is not known", key),
                std::move(hint));
  }
  // A certificate to check against says that the server is to be checked.
  const bool said = !target.ca_file.empty() && target.tls == Tls::prefer;
  if (said) target.tls = Tls::verify;
  set_address(target, url, std::move(socket));
  check(target);
  return target;
}

}  // namespace covet::mysql
