#pragma once

#include <set>
#include <utility>

#include "core/base/strings.h"
#include "core/db/distributed_recovery.h"
#include "core/db/distributed_transaction.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"

namespace covet {

using namespace std::chrono_literals;
using tests::FaultyConnection;
using tests::TestDatabase;

/// "sqlite_postgresql": two databases, the first of which decides.
class Distributed : public testing::TestWithParam<std::string> {
 protected:
  Distributed() {
    for (const std::string& engine : split(GetParam(), '_')) {
      databases.push_back(std::make_unique<TestDatabase>(engine));
      databases.back()->connect()->execute("CREATE TABLE t (n int PRIMARY KEY)");
    }
  }

  using Open = std::vector<std::unique_ptr<Connection>>;
  Open connect() const {
    ConnectOptions options;
    options.lock_timeout = 2s;
    Open open;
    for (const auto& database : databases)
      open.push_back(database->backend().driver.connect(database->url(), options));
    return open;
  }
  static std::vector<Connection*> all_of(const Open& open) {
    std::vector<Connection*> list;
    for (const auto& connection : open)
      list.push_back(connection.get());
    return list;
  }
  static void insert(const std::vector<Connection*>& list, int n) {
    for (Connection* one : list)
      one->execute(fmt::format("INSERT INTO t VALUES ({})", n));
  }
  /// In how many databases the row stands: all of them, or none.
  std::size_t count(int n) const {
    std::size_t there = 0;
    for (const auto& connection : connect()) {
      there += static_cast<std::size_t>(
          as_int(connection->fetch_value({fmt::format("SELECT count(*) FROM t WHERE n = {}", n)})));
    }
    return there;
  }
  RecoveryReport look_after(RecoveryOptions options = {.leave_alone = 0s}) const {
    const Open open = connect();
    std::vector<RecoveryDatabase> list;
    for (std::size_t i = 0; i < open.size(); ++i)
      list.push_back({open[i].get(), std::to_string(i)});
    return recover(list, options);
  }
  /// What is prepared in these databases; of a server that shows all, only what is of these tests.
  std::vector<std::string> left() const {
    std::set<std::string> ids;
    const Open open = connect();
    std::vector<std::string> identities;
    for (const auto& connection : open)
      identities.push_back(Decisions(*connection).find_identity().value_or(""));
    for (const auto& connection : open) {
      const TwoPhase* words = connection->dialect().two_phase();
      if (words == nullptr) continue;
      for (const PreparedTransaction& one : words->prepared(*connection)) {
        const auto id = parse_branch_id(one.id);
        if (id && std::ranges::count(identities, id->coordinator) > 0) ids.insert(one.id);
      }
    }
    return {ids.begin(), ids.end()};
  }
  /// A server takes a moment to notice that a session is gone.
  void look_after_until_nothing_is_left() const {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    do {
      look_after();
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "still prepared: " << left().front();
    } while (!left().empty());
  }
  /// Rows of covet_decisions in all databases that say commit.
  std::size_t decisions() const {
    std::size_t found = 0;
    for (const auto& connection : connect()) {
      for (const Decision& one : Decisions(*connection).read())
        found += one.commit ? 1U : 0U;
    }
    return found;
  }
  /// Wherever SQLite stands, it decides.
  std::size_t coordinator() const {
    for (std::size_t i = 0; i < databases.size(); ++i) {
      if (databases[i]->backend().engine == "sqlite") return i;
    }
    return 0;
  }

  std::vector<std::unique_ptr<TestDatabase>> databases;
};

/// Every pair that can; and all three.
inline std::vector<std::string> pairs() {
  std::vector<std::string> names;
  for (const std::string& one : tests::engines()) {
    for (const std::string& other : tests::engines()) {
      if (one != "sqlite" || other != "sqlite") names.push_back(one + "_" + other);
    }
  }
  if (tests::engines().size() == 3) names.emplace_back("postgresql_sqlite_mysql");
  return names;
}

}  // namespace covet
