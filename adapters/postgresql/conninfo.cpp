#include "adapters/postgresql/conninfo.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include <fmt/core.h>
#include <libpq-fe.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

void append(std::string& text, std::string_view key, std::string_view value) {
  if (value.find('\0') != std::string_view::npos) {
    throw Error(Errc::config, fmt::format("{} of the database URL holds a NUL byte", key));
  }
  if (!text.empty()) text += ' ';
  text += key;
  text += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  text += '\'';
}

std::vector<std::string> known_parameters() {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(),
                                                                               &PQconninfoFree);
  std::vector<std::string> names{"search_path"};
  for (const PQconninfoOption* option = options.get();
       option != nullptr && option->keyword != nullptr; ++option) {
    names.emplace_back(option->keyword);
  }
  return names;
}

void check_parameters(const Url& url) {
  const std::vector<std::string> known = known_parameters();
  for (const auto& [key, value] : url.params) {
    if (std::ranges::find(known, key) != known.end()) continue;
    const std::string guess = did_you_mean(key, known);
    throw Error(Errc::config, fmt::format("PostgreSQL's client knows no parameter `{}`", key),
                guess.empty()
                    ? "sslmode, sslrootcert, connect_timeout, application_name, options, …"
                    : guess);
  }
}

std::string quoted_path(std::string_view path) {
  std::string quoted;
  for (const std::string& name : split(path, ',')) {
    if (!quoted.empty()) quoted += ", ";
    quoted += quote(trim(name));
  }
  return quoted;
}

}  // namespace

Conninfo make_conninfo(const Url& original, const ConnectOptions& options) {
  check_parameters(original);
  Url url = original;
  Conninfo info;
  if (const auto path = url.take("search_path")) info.search_path = quoted_path(*path);

  const auto add = [&](const std::string& key, const std::string& from_url) {
    const std::string value = url.take(key).value_or(from_url);
    if (!value.empty()) append(info.text, key, value);
    return value;
  };
  std::string hosts = url.host;
  std::string ports = url.port == 0 ? "" : std::to_string(url.port);
  for (const Url::Host& other : url.other_hosts) {
    hosts += ',' + other.name;
    ports += ',' + (other.port == 0 ? "" : std::to_string(other.port));
  }
  const std::string host = add("host", hosts);
  const std::string port = add("port", ports);
  info.database = add("dbname", url.database);
  const std::string user = add("user", url.user);
  add("password", url.password);
  add("application_name", options.application_name);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout);
  add("connect_timeout", seconds.count() > 0 ? std::to_string(seconds.count()) : "");
  for (const auto& [key, value] : url.params)
    append(info.text, key, value);

  if (info.database.empty()) info.database = user;
  info.target = host.empty() ? "the local socket" : host;
  if (url.other_hosts.empty() && !port.empty()) info.target += ":" + port;
  return info;
}

}  // namespace covet::postgresql
