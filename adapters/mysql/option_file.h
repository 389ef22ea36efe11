#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace covet::mysql {

/// Who logs in, as the engine's own clients find it.
struct Login {
  std::string user;
  std::string password;
};

/// The user and password of the [client] sections of a text in the format of my.cnf; a later line
/// wins.
Login parse_option_file(std::string_view text);

/// For a URL without a password: MYSQL_PWD, else ~/.my.cnf. Nothing where neither is there; a file
/// that others may write is not read, as the clients do.
Login usual_login();

}  // namespace covet::mysql
