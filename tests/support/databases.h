#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/backend.h"
#include "tests/support/temp_dir.h"

namespace covet::tests {

/// The engines that are compiled in, by name.
std::vector<std::string> engines();

/// A number that the environment says, so that a person may look further than CI does.
std::uint32_t setting(const char* name, std::uint32_t usual);

/// Whose rights a test has: those of an ordinary owner, as most users of covet, unless it is about
/// what only a superuser may do.
enum class Role { owner, superuser };

/// An empty database of its own on the test server of an engine, which goes away with this object.
/// The server is named by COVET_TEST_POSTGRESQL_URL or COVET_TEST_MYSQL_URL, a superuser's by
/// COVET_TEST_POSTGRESQL_SUPERUSER_URL where that is another; throws std::runtime_error, so that
/// the test fails, where the variable is missing.
class TestDatabase {
 public:
  explicit TestDatabase(const std::string& engine, Role role = Role::owner);
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  const schema::Backend& backend() const { return backend_; }
  const Url& url() const { return url_; }
  std::unique_ptr<Connection> connect() const;

 private:
  const schema::Backend& backend_;
  Url server_;
  Url url_;
  TempDir folder_;
};

/// Runs statements as a migration would: guarded, in one transaction where the engine's DDL has
/// them.
void run_statements(Connection& connection, const schema::Backend& backend,
                    const std::vector<std::string>& statements, bool foreign_keys_off);

}  // namespace covet::tests
