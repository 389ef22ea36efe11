#include "adapters/mysql/option_file.h"

#include <array>
#include <cstdlib>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

namespace fs = std::filesystem;

/// \n, \t, \s (a blank), \\ and what else the manual lists.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    constexpr std::array<std::array<char, 2>, 5> meanings{
        {{'n', '\n'}, {'t', '\t'}, {'s', ' '}, {'r', '\r'}, {'b', '\b'}}};
    char meant = text[++i];
    for (const auto& [letter, meaning] : meanings) {
      if (letter == text[i]) meant = meaning;
    }
    result += meant;
  }
  return result;
}

std::string value_of(std::string_view text) {
  text = trim(text);
  const bool quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  if (quoted) return unescaped(text.substr(1, text.size() - 2));
  // A comment may stand behind a bare value.
  return unescaped(trim(text.substr(0, text.find(" #"))));
}

}  // namespace

Login parse_option_file(std::string_view text) {
  Login login;
  bool ours = false;
  for (const std::string& raw : split(text, '\n')) {
    const std::string_view line = trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      const std::string section = to_lower(line.substr(1, line.find(']') - 1));
      ours = section == "client" || section == "client-server" || section == "client-mariadb";
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!ours || equals == std::string_view::npos) continue;
    const std::string key = to_lower(trim(line.substr(0, equals)));
    if (key == "user") login.user = value_of(line.substr(equals + 1));
    if (key == "password") login.password = value_of(line.substr(equals + 1));
  }
  return login;
}

Login usual_login() {
  if (const char* password = std::getenv("MYSQL_PWD"); password != nullptr) return {"", password};
  const char* home = std::getenv("HOME");
  if (home == nullptr) return {};
  const fs::path file = fs::path(home) / ".my.cnf";
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  if (failed || !fs::is_regular_file(status)) return {};
  if ((status.permissions() & fs::perms::others_write) != fs::perms::none) return {};
  try {
    constexpr std::size_t longest = 1U << 20U;
    return parse_option_file(read_file(file, longest));
  } catch (const Error&) {
    return {};  // one that can't be read says nothing
  }
}

}  // namespace covet::mysql
