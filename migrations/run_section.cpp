#include "migrations/run_section.h"

#include <optional>

#include "core/db/transaction.h"
#include "migrations/batch_directive.h"
#include "migrations/segments.h"

namespace covet::migrations {
namespace {

/// The session as it was, also after a failure; what fails then would only hide the cause.
class Restored {
 public:
  Restored(Connection& connection, const schema::Guard& guard)
      : connection_(connection), guard_(guard) {}
  ~Restored() {
    try {
      if (connection_.usable()) guard_.restore(connection_);
    } catch (const Error&) {
      return;
    }
  }
  Restored(const Restored&) = delete;
  Restored& operator=(const Restored&) = delete;

 private:
  Connection& connection_;
  const schema::Guard& guard_;
};

}  // namespace

void run_section(const Section& section, Connection& connection, const schema::Guard& guard,
                 LiveSteps& steps, const std::stop_token& stop, std::size_t& done) {
  done = 0;
  const std::stop_callback cancel(stop, [&connection] { connection.cancel(); });
  const Restored restored(connection, guard);
  guard.prepare(connection, section.foreign_keys_off);
  const Dialect& dialect = connection.dialect();
  for (const Segment& segment : segments_of(section, dialect, guard)) {
    std::optional<Transaction> transaction;
    if (segment.transactional) transaction.emplace(connection);
    for (std::size_t i = segment.begin; i < segment.end; ++i) {
      if (stop.stop_requested()) throw Error(Errc::cancelled, "stopped before the next statement");
      const SqlStatement& statement = section.statements[i];
      if (guard.passes_over(statement.text)) continue;
      const LexicalRules& rules = dialect.lexical_rules();
      const std::string sql = steps.sql_of(statement);
      connection.execute(statement.batch ? unbatched(sql, rules) : sql);
      steps.forget_after(statement);
    }
    if (segment.end == section.statements.size()) {
      guard.verify(connection, section.foreign_keys_off);
    }
    if (transaction) transaction->commit();
    done = segment.end;
  }
  steps.forget_after(section);
}

}  // namespace covet::migrations
