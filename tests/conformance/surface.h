#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/databases.h"
#include "tests/support/thrown_by.h"

namespace covet {

using tests::thrown_by;

class Surface : public testing::TestWithParam<std::string> {
 protected:
  Surface() : database(GetParam().substr(0, GetParam().find('_'))), connection(connect()) {}

  /// "mysql_load": MySQL, opened so that it may load local files.
  std::unique_ptr<Connection> connect(ConnectOptions options = {}) const {
    options.local_files = GetParam().ends_with("_load");
    return database.backend().driver.connect(database.url(), options);
  }
  /// As an administrator does, or a server that goes down.
  void kill(const Connection& victim) const {
    const std::string id = victim.server().session;
    connect()->execute(is("postgresql") ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id);
  }
  bool is(std::string_view engine) const { return database.backend().engine == engine; }
  std::string place(std::size_t n) const { return connection->dialect().placeholder(n); }
  std::int64_t count(const std::string& table) {
    return as_int(connection->fetch_value({"SELECT count(*) FROM " + table}));
  }
  /// A table of numbers and texts.
  void make_table() {
    connection->execute("CREATE TABLE t (n bigint PRIMARY KEY, s varchar(200))");
  }
  void fill(int rows) {
    const auto writer = connection->bulk({"", "t", {"n", "s"}});
    for (int i = 0; i < rows; ++i) {
      const std::vector<Value> row{std::int64_t{i}, fmt::format("row {}", i)};
      writer->add(row);
    }
    EXPECT_EQ(writer->finish(), static_cast<std::uint64_t>(rows));
  }

  tests::TestDatabase database;
  std::unique_ptr<Connection> connection;
};

/// The parameters of a Surface.
inline std::vector<std::string> surface_engines() {
  std::vector<std::string> names = tests::engines();
  if (std::ranges::find(names, "mysql") != names.end()) names.emplace_back("mysql_load");
  return names;
}

/// Those with a server, and a line to it.
inline std::vector<std::string> server_engines() {
  std::vector<std::string> names = surface_engines();
  std::erase(names, "sqlite");
  return names;
}

/// `engine`, where this build has it.
inline std::vector<std::string> only(const std::string& engine) {
  std::vector<std::string> names = tests::engines();
  std::erase_if(names, [&](const std::string& name) { return name != engine; });
  return names;
}

inline std::string name_of_engine(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace covet
