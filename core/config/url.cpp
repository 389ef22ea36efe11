#include "core/config/url.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet {
namespace {

constexpr std::string_view examples =
    "write it as postgresql://user:password@host:5432/database, "
    "mysql://user:password@host:3306/database or sqlite:path/to/file.db";
constexpr std::string_view encode_hint =
    "in a password write % as %25, ? as %3F, # as %23, @ as %40, / as %2F and a blank as %20: "
    "postgresql://user:p%40ss@host:5432/database";
constexpr std::string_view mask = "***";

// No message quotes any of the text: what looks like a port may be half a password.
[[noreturn]] void refuse(const std::string& what, std::string_view hint = examples) {
  throw Error(Errc::config, "the database URL " + what, std::string(hint));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decode(std::string_view text, const std::string& part) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      refuse("has a % in " + part + " that two hex digits do not follow", encode_hint);
    if (high + low == 0) refuse("has a zero byte (%00) in " + part, encode_hint);
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_valid_utf8(result)) refuse("is not UTF-8 in " + part, encode_hint);
  return result;
}

std::string encode(std::string_view text, std::string_view also_plain = {}) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = is_letter(c) || is_digit(c) || byte >= 0x80 ||
                       std::string_view("-._~").find(c) != std::string_view::npos ||
                       also_plain.find(c) != std::string_view::npos;
    if (plain) {
      result += c;
    } else {
      (result += '%') += digits[byte >> 4];
      result += digits[byte & 15];
    }
  }
  return result;
}

/// A file's name follows, not a server's.
bool names_a_file(std::string_view scheme) {
  return scheme == "sqlite" || scheme == "sqlite3";
}

bool holds_secret(const std::string& key) {
  const std::string lower = to_lower(key);
  if (lower == "pwd" || lower == "pass") return true;
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"password", "passwd", "passphrase", "secret",
                                              "token"},
      [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::map<std::string, std::string> parse_params(std::string_view query) {
  std::map<std::string, std::string> params;
  for (const std::string& pair : split(query, '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string key = pair.substr(0, equals);
    const bool is_name = !key.empty() && std::ranges::all_of(key, [](char c) {
      return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    });
    if (!is_name) refuse("has something after its ? that is not name=value", encode_hint);
    if (equals == std::string::npos)
      refuse("has a parameter \"" + key + "\" without a value", "write " + key + "=value");
    if (!params.emplace(key, decode(pair.substr(equals + 1), "parameter \"" + key + '"')).second)
      refuse("has the parameter \"" + key + "\" twice", "keep one of them");
  }
  return params;
}

int parse_port(std::string_view text) {
  if (text.empty()) return 0;
  int port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, fault] = std::from_chars(text.data(), end, port);
  if (fault != std::errc{} || stopped != end || port < 1 || port > 65535) {
    refuse("has a port that is not a number from 1 to 65535",
           "write host:5432; " + std::string(encode_hint));
  }
  return port;
}

Url::Host parse_one_host(std::string_view text) {
  Url::Host host;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos)
      refuse("has an IPv6 address without its ]", "write it as postgresql://user@[::1]:5432/db");
    host.name = decode(text.substr(1, close - 1), "the host");
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':')
      refuse("has something between ] and the port", "write it as postgresql://user@[::1]:5432/db");
  } else {
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) port = text.substr(colon);
    host.name = decode(text.substr(0, colon), "the host");
    const bool socket = host.name.starts_with('/');
    if (!socket && host.name.find_first_of(" \t\"'<>\\^`{|}#@;&=+$!*()/,") != std::string::npos)
      refuse("has a host with characters that no host has", encode_hint);
  }
  if (!port.empty()) host.port = parse_port(port.substr(1));
  return host;
}

void set_hosts(std::vector<Url::Host> hosts, Url& url) {
  url.host = std::move(hosts.front().name);
  url.port = hosts.front().port;
  hosts.erase(hosts.begin());
  for (const Url::Host& other : hosts) {
    if (other.name.empty()) refuse("names several hosts, of which one is empty", "take it out");
  }
  url.other_hosts = std::move(hosts);
}

void parse_hosts(std::string_view text, Url& url) {
  std::vector<Url::Host> hosts;
  for (const std::string& one : split(text, ','))
    hosts.push_back(parse_one_host(one));
  set_hosts(std::move(hosts), url);
}

// Where user and password end: the last '@', if a password may hold raw '/', else the last before
// the path.
std::size_t end_of_userinfo(std::string_view rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::size_t last = rest.rfind('@');
  const bool has_password = rest.find(':') < slash && !rest.starts_with('[');
  if (last == std::string_view::npos || has_password) return last;
  return rest.substr(0, slash).rfind('@');
}

// The forms that libpq takes too: postgresql:///db?host=/run/postgresql&user=me
void take_places_from_params(Url& url) {
  const auto fill = [&](const std::string& key, std::string& place) {
    const auto given = url.take(key);
    if (!given) return;
    if (!place.empty())
      refuse("says the " + key + " before the ? and behind it", "keep one of them");
    place = *given;
  };
  std::string names = url.host;
  std::string ports = url.port == 0 ? "" : std::to_string(url.port);
  fill("host", names);
  fill("port", ports);
  if (url.host.empty()) {
    // One port serves all hosts, as with libpq.
    std::vector<Url::Host> hosts;
    const std::vector<std::string> port_of = split(ports, ',');
    for (const std::string& name : split(names, ',')) {
      const std::size_t at = port_of.size() == 1 ? 0 : hosts.size();
      hosts.push_back({name, at < port_of.size() ? parse_port(port_of[at]) : 0});
    }
    set_hosts(std::move(hosts), url);
  } else {
    url.port = parse_port(ports);
  }
  fill("user", url.user);
  fill("password", url.password);
  fill("dbname", url.database);
}

void parse_server(std::string_view rest, std::string_view query, Url& url) {
  const std::size_t at = end_of_userinfo(rest);
  const bool behind = query.find('@') != std::string_view::npos;
  if (at == std::string_view::npos && behind && rest.find(':') != std::string_view::npos &&
      rest.find('/') == std::string_view::npos) {
    refuse("has a ? in its password", encode_hint);
  }
  if (at != std::string_view::npos) {
    const std::string_view userinfo = rest.substr(0, at);
    const std::size_t colon = userinfo.find(':');
    url.user = decode(userinfo.substr(0, colon), "the user's name");
    if (colon != std::string_view::npos)
      url.password = decode(userinfo.substr(colon + 1), "the password");
    rest.remove_prefix(at + 1);
  }
  const std::size_t slash = rest.find('/');
  parse_hosts(rest.substr(0, slash), url);
  if (slash != std::string_view::npos) url.database = decode(rest.substr(slash + 1), "the path");
  url.params = parse_params(query);
  take_places_from_params(url);
}

void parse_file(std::string_view rest, std::string_view query, Url& url) {
  // sqlite:///abs.db and SQLAlchemy's sqlite:////abs.db are absolute, sqlite://rel.db is not.
  if (rest.starts_with("//")) rest.remove_prefix(2);
  while (rest.starts_with("//"))
    rest.remove_prefix(1);
  if (rest == "/:memory:") rest.remove_prefix(1);
  url.database = decode(rest, "the path");
  if (url.database.empty())
    refuse("names no file",
           "write it as sqlite:app.db, sqlite:///var/lib/app.db or "
           "sqlite::memory:");
  url.params = parse_params(query);
}

std::string print_host(const Url::Host& host) {
  const bool is_ipv6 = host.name.find(':') != std::string::npos && !host.name.starts_with('/');
  std::string text = is_ipv6 ? '[' + encode(host.name, ":") + ']' : encode(host.name);
  if (host.port != 0) text += ':' + std::to_string(host.port);
  return text;
}

std::string print(const Url& url, bool masks) {
  std::string text = url.scheme + ':';
  if (names_a_file(url.scheme)) {
    if (url.database.starts_with('/')) text += "//";
    text += encode(url.database, "/:@+,=!$()'");
  } else {
    text += "//";
    if (!url.user.empty() || !url.password.empty()) {
      text += encode(url.user);
      if (!url.password.empty()) text += ':' + (masks ? std::string(mask) : encode(url.password));
      text += '@';
    }
    text += print_host({url.host, url.port});
    for (const Url::Host& other : url.other_hosts)
      text += ',' + print_host(other);
    if (!url.database.empty()) text += '/' + encode(url.database, "/");
  }
  char separator = '?';
  for (const auto& [key, value] : url.params) {
    text += std::exchange(separator, '&') + key + '=';
    text += masks && holds_secret(key) ? std::string(mask) : encode(value, "/:,");
  }
  return text;
}

}  // namespace

std::string Url::masked() const {
  return print(*this, true);
}

std::string Url::text() const {
  return print(*this, false);
}

std::optional<std::string> Url::take(const std::string& key) {
  auto node = params.extract(key);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

Url parse_url(std::string_view text) {
  text = trim(text);
  if (text.empty()) refuse("is empty");
  const std::size_t colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  const bool is_scheme = colon != std::string_view::npos && colon > 0 &&
                         is_letter(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
                           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                         });
  if (!is_scheme) refuse("does not begin with a scheme");
  Url url;
  url.scheme = to_lower(scheme);
  const bool is_file = names_a_file(url.scheme);
  std::string_view rest = text.substr(colon + 1);
  const bool forbidden = std::ranges::any_of(rest, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == 0x7F || (c == ' ' && !is_file);
  });
  if (forbidden) refuse("holds a blank or a control character", encode_hint);

  const std::size_t mark = rest.find('?');
  const std::string_view query =
      mark == std::string_view::npos ? std::string_view{} : rest.substr(mark + 1);
  rest = rest.substr(0, mark);
  if (is_file) {
    parse_file(rest, query, url);
  } else {
    if (!rest.starts_with("//")) refuse("lacks the // after its scheme");
    parse_server(rest.substr(2), query, url);
  }
  return url;
}

}  // namespace covet
