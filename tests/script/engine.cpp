#include "tests/script/engine.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

namespace covet::tests {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

Environment client_environment() {
  return {{"PATH", variable("PATH")}, {"HOME", "/nonexistent"}, {"LC_ALL", "C.UTF-8"}};
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// The part of `text` before `end`, which is taken off it together with `end`; all of it without
/// one.
std::string_view take_until(std::string_view& text, char end) {
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

/// scheme://user:password@host:port/database?parameters with its database exchanged.
std::string with_database(const std::string& url, std::string_view database) {
  const auto path = url.find('/', url.find("://") + 3);
  const auto query = url.find('?');
  return url.substr(0, std::min(path, query)) + "/" + std::string(database) +
         (query == std::string::npos ? "" : url.substr(query));
}

ProcessResult run_psql(const std::string& url, const std::string& sql) {
  Process psql(
      {"psql", "-X", "-q", "-A", "-t", "-P", "null=NULL", "-v", "ON_ERROR_STOP=1", "-d", url}, "/",
      client_environment(), sql);
  return psql.finish();
}

ProcessResult run_mariadb(const std::string& url, const std::string& sql) {
  std::string_view rest = url;
  rest.remove_prefix(rest.find("://") + 3);
  std::string_view server = take_until(rest, '/');
  const std::string_view database = take_until(rest, '?');
  const auto at = server.rfind('@');
  std::string_view login = server.substr(0, at);
  server.remove_prefix(at + 1);
  const std::string user = percent_decoded(take_until(login, ':'));
  const std::string host(take_until(server, ':'));
  const std::string port(server.empty() ? "3306" : server);
  Environment environment = client_environment();
  environment["MYSQL_PWD"] = percent_decoded(login);
  Process client({"mariadb", "--no-defaults", "--batch", "--raw", "--skip-column-names",
                  "--protocol=tcp", "--default-character-set=utf8mb4", "--host=" + host,
                  "--port=" + port, "--user=" + user, "--database=" + std::string(database)},
                 "/", environment, sql);
  ProcessResult result = client.finish();
  std::ranges::replace(result.out, '\t', '|');
  return result;
}

ProcessResult run_sqlite(const std::string& file, const std::string& sql) {
  Process client({"sqlite3", "-batch", "-bail", "-nullvalue", "NULL", file}, "/",
                 client_environment(), "PRAGMA foreign_keys = ON;\n" + sql);
  return client.finish();
}

std::string unique_name() {
  static std::atomic<int> count = 0;
  return "covet_script_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace

std::vector<std::string> engines_of_this_build() {
  return {
#ifdef COVET_WITH_SQLITE
      "sqlite",
#endif
#ifdef COVET_WITH_POSTGRESQL
      "postgresql",
#endif
#ifdef COVET_WITH_MYSQL
      "mysql",
#endif
  };
}

ScriptDatabase::ScriptDatabase(std::string engine, const std::filesystem::path& folder)
    : engine_(std::move(engine)) {
  if (engine_ == "sqlite") {
    name_ = (folder / "database.db").string();
    url_ = "sqlite://" + name_;
    return;
  }
  const std::string wanted =
      engine_ == "postgresql" ? "COVET_TEST_POSTGRESQL_URL" : "COVET_TEST_MYSQL_URL";
  server_url_ = variable(wanted.c_str());
  if (server_url_.empty()) {
    throw std::runtime_error(wanted + " is not set: scripts/test and tests/servers run set it");
  }
  name_ = unique_name();
  url_ = with_database(server_url_, name_);
  const ProcessResult created =
      engine_ == "postgresql"
          ? run_psql(server_url_, "CREATE DATABASE " + name_)
          : run_mariadb(server_url_, "CREATE DATABASE " + name_ + " CHARACTER SET utf8mb4");
  if (created.exit_code != 0) throw std::runtime_error("no database: " + created.err);
}

ScriptDatabase::~ScriptDatabase() {
  if (engine_ == "sqlite") return;
  try {
    if (engine_ == "postgresql") {
      run_psql(server_url_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } else {
      run_mariadb(server_url_, "DROP DATABASE IF EXISTS " + name_);
    }
  } catch (const std::exception&) {
    // The server goes away anyway; the next run takes another name.
  }
}

ProcessResult ScriptDatabase::run(const std::string& sql) const {
  if (engine_ == "postgresql") return run_psql(url_, sql);
  if (engine_ == "mysql") return run_mariadb(url_, sql);
  return run_sqlite(name_, sql);
}

}  // namespace covet::tests
