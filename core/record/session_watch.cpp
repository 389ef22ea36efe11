#include "core/record/session_watch.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/error.h"

namespace covet::record {

void SessionWatch::commit() {
  if (cache_ != nullptr) {
    for (const auto& [table, action] : place_.written)
      cache_->wrote(table, action);
  }
  place_.written.clear();
}

void SessionWatch::require_here(const model::Model& model, bool write) const {
  if (place_.chosen || databases_.primaries() == 1) return;
  const std::string named = router_.database_for({model, write});
  const std::string& there =
      named.empty() ? databases_.first_primary() : databases_.primary_of(named);
  if (there == place_.primary) return;
  throw Error(Errc::usage,
              fmt::format("`{}` is in the database {}, but this is a transaction or query of {}",
                          model.handle, there, place_.primary),
              "ask for it by itself; core/db/distributed_transaction.h is for changes in several "
              "databases that stand or fall together");
}

void SessionWatch::writes(const model::Model& model, std::string_view table, Action action) {
  require_here(model, true);
  std::pair<std::string, Action> written(table, action);
  if (std::find(place_.written.begin(), place_.written.end(), written) == place_.written.end())
    place_.written.push_back(std::move(written));
}

std::shared_ptr<const Rows> SessionWatch::rows(const query::Query& query,
                                               const Statement& statement, Connection& connection) {
  // Within a transaction are rows that nobody else may see, or sees no longer.
  if (cache_ == nullptr || !place_.cached || connection.in_transaction()) return nullptr;
  return cache_->rows(place_.source, query, statement, connection.dialect(),
                      [&] { return connection.fetch_all(statement); });
}

}  // namespace covet::record
