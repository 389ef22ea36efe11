#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace covet {

/// A database URL, taken apart and percent-decoded. `sqlite:rel.db`, `sqlite:///abs.db`,
/// `sqlite::memory:`, `postgresql://user:p%40ss@host:5432/db?sslmode=require&connect_timeout=5`.
/// The file is in `database` for SQLite.
struct Url {
  std::string scheme;  ///< as written, lower case: "postgres"
  std::string user;
  std::string password;
  std::string host;  ///< without brackets; "" where none was given; a Unix socket's folder where it
                     ///< begins with '/'
  int port = 0;      ///< 0: the engine's
  struct Host {
    std::string name;
    int port = 0;
  };
  /// Those to try after `host`, in this order: postgresql://a:5432,b:5433/db.
  std::vector<Host> other_hosts{};
  std::string database;
  std::map<std::string, std::string> params;

  /// For screens and logs: the password, and parameters that hold one, as ***.
  std::string masked() const;
  /// The whole, percent-encoded; holds the password.
  std::string text() const;
  /// The value of parameter `key`, and takes it out of `params`.
  std::optional<std::string> take(const std::string& key);
};

/// Throws Error{config} with a diagnostic that says which part is wrong and shows a correct URL;
/// never the password. A password may hold raw '@', ':' and '/' : the last '@' before the path
/// decides, and the hint says to encode.
Url parse_url(std::string_view text);

}  // namespace covet
