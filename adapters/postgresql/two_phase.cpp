#include "adapters/postgresql/two_phase.h"

#include "adapters/postgresql/dialect.h"
#include "core/base/error.h"

namespace covet::postgresql {
namespace {

class PostgresqlTwoPhase final : public TwoPhase {
 public:
  void require(const ServerInfo& server) const override {
    const auto most = server.details.find(std::string(max_prepared_key));
    if (most == server.details.end() || most->second != "0") return;
    throw Error(Errc::unsupported,
                "this PostgreSQL prepares no transactions: its max_prepared_transactions is 0",
                "set max_prepared_transactions = 20 in postgresql.conf (or as many as may be "
                "prepared at once) and restart the server; or let this database come first: the "
                "first one needs no prepared transaction");
  }

  std::vector<std::string> begin(std::string_view /*id*/,
                                 const TransactionOptions& options) const override {
    return dialect().begin(options);
  }

  std::vector<std::string> prepare(std::string_view id) const override {
    return {"PREPARE TRANSACTION " + quote_text(id)};
  }

  std::vector<std::string> abandon(std::string_view /*id*/) const override { return {"ROLLBACK"}; }

  std::string commit(std::string_view id) const override {
    return "COMMIT PREPARED " + quote_text(id);
  }

  std::string roll_back(std::string_view id) const override {
    return "ROLLBACK PREPARED " + quote_text(id);
  }

  std::vector<PreparedTransaction> prepared(Connection& connection) const override {
    std::vector<PreparedTransaction> found;
    for (const Row& row :
         connection.fetch_all("SELECT gid, prepared, owner::text AS owner FROM pg_prepared_xacts"
                              " WHERE database = current_database() ORDER BY gid COLLATE \"C\"")) {
      PreparedTransaction one{.id = row.text("gid"), .owner = row.text("owner")};
      one.commit = commit(one.id);
      one.roll_back = roll_back(one.id);
      if (const auto* since = std::get_if<Timestamp>(&row["prepared"])) one.since = *since;
      found.push_back(std::move(one));
    }
    return found;
  }
};

}  // namespace

const TwoPhase& two_phase() {
  static const PostgresqlTwoPhase instance;
  return instance;
}

}  // namespace covet::postgresql
