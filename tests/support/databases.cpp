#include "tests/support/databases.h"

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

#include "adapters/backends.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::tests {
namespace {

const schema::Backend& backend_of(const std::string& engine) {
  const schema::Backend* backend = adapters::find_by_engine(engine);
  if (backend == nullptr)
    throw std::runtime_error("the adapter for " + engine + " is not compiled in");
  return *backend;
}

bool is_embedded(const schema::Backend& backend) {
  return backend.engine == "sqlite";
}

Url server_url(const schema::Backend& backend, Role role) {
  if (is_embedded(backend)) return {};
  const std::string stem = "COVET_TEST_" + to_upper(backend.engine);
  const std::string variable = stem + "_URL";
  const char* value =
      role == Role::superuser ? std::getenv((stem + "_SUPERUSER_URL").c_str()) : nullptr;
  if (value == nullptr) value = std::getenv(variable.c_str());
  if (value == nullptr)
    throw std::runtime_error(variable + " is not set; run the tests through tests/servers run --");
  return parse_url(value);
}

std::string unique_name() {
  static std::atomic<int> count = 0;
  return "covet_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace

std::vector<std::string> engines() {
  std::vector<std::string> names;
  for (const schema::Backend* backend : adapters::backends())
    names.emplace_back(backend->engine);
  return names;
}

std::uint32_t setting(const char* name, std::uint32_t usual) {
  const char* const text = std::getenv(name);
  return text == nullptr ? usual : static_cast<std::uint32_t>(std::atoi(text));
}

TestDatabase::TestDatabase(const std::string& engine, Role role)
    : backend_(backend_of(engine)), server_(server_url(backend_, role)), url_(server_) {
  if (is_embedded(backend_)) {
    url_ = parse_url("sqlite://" + (folder_.path() / "test.db").string());
    return;
  }
  url_.database = unique_name();
  const auto connection = backend_.driver.connect(server_, {});
  connection->execute("CREATE DATABASE " + backend_.dialect.quote(url_.database));
}

TestDatabase::~TestDatabase() {
  if (is_embedded(backend_)) return;
  try {
    const auto connection = backend_.driver.connect(server_, {});
    connection->execute("DROP DATABASE " + backend_.dialect.quote(url_.database));
  } catch (const std::exception&) {
    // The server goes away with the tests anyway.
  }
}

std::unique_ptr<Connection> TestDatabase::connect() const {
  return backend_.driver.connect(url_, {});
}

void run_statements(Connection& connection, const schema::Backend& backend,
                    const std::vector<std::string>& statements, bool foreign_keys_off) {
  backend.guard.prepare(connection, foreign_keys_off);
  const std::vector<std::string_view> texts(statements.begin(), statements.end());
  if (backend.dialect.facts().transactional_ddl && !backend.guard.needs_commit_between(texts)) {
    Transaction transaction(connection);
    for (const std::string& statement : statements)
      connection.execute(statement);
    backend.guard.verify(connection, foreign_keys_off);
    transaction.commit();
  } else {
    for (const std::string& statement : statements)
      connection.execute(statement);
  }
  backend.guard.restore(connection);
}

}  // namespace covet::tests
