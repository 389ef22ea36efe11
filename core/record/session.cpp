#include "core/record/session.h"

#include <map>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/model/find_model.h"
#include "core/record/session_watch.h"

namespace covet::record {
namespace {

using query::QuerySet;

/// Nobody there, or no room: another one may do.
bool asks_the_next(Errc code) {
  return code == Errc::connection || code == Errc::circuit_open ||
         code == Errc::too_many_connections || code == Errc::timeout;
}

/// Puts back what was there before.
class Moved {
 public:
  Moved(SessionWatch& watch, SessionWatch::Place place)
      : watch_(watch), before_(watch.move_to(std::move(place))) {}
  ~Moved() { watch_.move_to(std::move(before_)); }
  Moved(const Moved&) = delete;
  Moved& operator=(const Moved&) = delete;

 private:
  SessionWatch& watch_;
  SessionWatch::Place before_;
};

}  // namespace

struct Session::State {
  State(const SessionSetup& with, SessionOptions wanted)
      : setup(with),
        options(std::move(wanted)),
        watch(setup.databases, setup.router, setup.cache, setup.audit, options.who) {}

  Store store(Connection& connection) {
    Store made(setup.models, connection, setup.hooks, setup.clock);
    made.observed_by(&watch);
    return made;
  }

  SessionSetup setup;
  SessionOptions options;
  SessionWatch watch;
  Store* open = nullptr;  ///< of the transaction under way
  /// By primary: the moment of the last write.
  std::map<std::string, std::chrono::steady_clock::time_point> written{};
};

Session::Session(const SessionSetup& setup, SessionOptions options)
    : state_(std::make_shared<State>(setup, std::move(options))) {}

Session Session::on(std::string_view database) const {
  state_->setup.databases.at(database);
  Session there = *this;
  there.chosen_ = database;
  return there;
}

Session Session::uncached() const {
  Session there = *this;
  there.cached_ = false;
  return there;
}

std::string Session::route(std::string_view model, bool write) const {
  if (!chosen_.empty()) return chosen_;
  const SessionSetup& setup = state_->setup;
  std::string named = setup.router.database_for({model::find_model(setup.models, model), write});
  return named.empty() ? setup.databases.first_primary() : named;
}

std::string Session::primary_for_writing(std::string_view model) const {
  std::string named = route(model, true);
  if (!state_->setup.databases.is_replica(named)) return named;
  throw Error(Errc::usage, fmt::format("`{}` can't be written in {}, a replica", model, named),
              fmt::format("write to its primary, {}", state_->setup.databases.primary_of(named)));
}

std::vector<std::string> Session::readers(const std::string& database, bool lock) const {
  const Databases& databases = state_->setup.databases;
  const std::string& primary = databases.primary_of(database);
  if (!chosen_.empty()) return {lock ? primary : database};
  if (lock) return {primary};
  const auto last = state_->written.find(primary);
  if (last != state_->written.end()) {
    const std::chrono::milliseconds span = state_->options.own_writes;
    const bool recent =
        span == SessionOptions::always || state_->setup.clock.now() - last->second < span;
    if (recent) return {primary};
  }
  if (primary != database) return {database};
  return databases.reading_order(primary);
}

bool Session::within(const Work& work) {
  Store* const open = state_->open;
  if (open == nullptr) return false;
  if (!chosen_.empty()) {
    const std::string& primary = state_->setup.databases.primary_of(chosen_);
    if (primary != state_->watch.place().primary) {
      throw Error(Errc::usage,
                  fmt::format("a transaction of {} is open, and this asks {}",
                              state_->watch.place().primary, chosen_),
                  "core/db/distributed_transaction.h spans several databases");
    }
  }
  work(*open);
  return true;
}

bool Session::read_from(const std::string& database, bool last, const Call& call,
                        const Work& work) {
  const Databases& databases = state_->setup.databases;
  const bool replica = databases.is_replica(database);
  const std::string& primary = databases.primary_of(database);
  // One that was chosen may be meant to differ; the others hold the same.
  const std::string& known_as = chosen_ == database ? database : primary;
  std::optional<Lease> lease;
  try {
    lease.emplace(databases.at(database).borrow());
  } catch (const Error& error) {
    if (last || !asks_the_next(error.code())) throw;
    return false;
  }
  const Moved moved(state_->watch,
                    {primary, {known_as, replica}, !chosen_.empty(), cached_ && !call.fresh});
  Store store = state_->store(**lease);
  try {
    work(store);
  } catch (const Error& error) {
    const bool gone = error.code() == Errc::connection;
    if (last || !gone || (call.begun && call.begun())) throw;
    return false;
  }
  return true;
}

void Session::read(std::string_view model, const Call& call, const Work& work) {
  if (within(work)) return;
  const std::vector<std::string> order = readers(route(model, call.lock), call.lock);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (read_from(order[i], i + 1 == order.size(), call, work)) return;
  }
}

const std::string& Session::root_of(const query::Query& query) const {
  const query::Query* root = &query;
  // A common table stands for its own query's model.
  for (std::size_t i = 0; i <= query.with.size(); ++i) {
    if (state_->setup.models.find(root->model) != nullptr) break;
    for (const query::CommonTable& each : query.with) {
      if (each.name == root->model) root = each.query.get();
    }
  }
  return root->model;
}

void Session::read(const QuerySet& query, const Work& work) {
  Call call;
  call.lock = query.query().lock.has_value();
  read(root_of(query.query()), call, work);
}

void Session::note_writes() {
  if (!state_->watch.wrote()) return;
  state_->written[state_->watch.place().primary] = state_->setup.clock.now();
  state_->watch.commit();
}

void Session::write(std::string_view model, const Work& work) {
  const std::string primary = primary_for_writing(model);
  if (within(work)) return;
  const Lease lease = state_->setup.databases.at(primary).borrow();
  const Moved moved(state_->watch, {primary, {primary, false}, !chosen_.empty(), false});
  Store store = state_->store(*lease);
  try {
    work(store);
  } catch (...) {
    // What failed may have written before, or nobody knows.
    note_writes();
    throw;
  }
  note_writes();
}

std::string Session::primary_for_transaction(std::string_view model_or_database) const {
  const SessionSetup& setup = state_->setup;
  const bool model = setup.models.find(model_or_database) != nullptr;
  if (!setup.databases.has(model_or_database)) return primary_for_writing(model_or_database);
  const std::string& named = setup.databases.primary_of(model_or_database);
  if (model && primary_for_writing(model_or_database) != named) {
    throw Error(Errc::usage,
                fmt::format("{0} is a database and `{0}` a model, which is in another one",
                            model_or_database),
                "name another model, or another database");
  }
  return named;
}

void Session::in_savepoint(const std::string& primary, const Work& work) {
  if (primary != state_->watch.place().primary) {
    throw Error(Errc::usage,
                fmt::format("a transaction of {} is open, and this would be one of {}",
                            state_->watch.place().primary, primary),
                "core/db/distributed_transaction.h spans several databases");
  }
  Transaction savepoint(state_->open->connection());
  work(*state_->open);
  savepoint.commit();
}

void Session::in_transaction(std::string_view model_or_database, const Work& work,
                             const TransactionOptions& options, const BackoffOptions& retry) {
  const std::string primary = primary_for_transaction(model_or_database);
  if (state_->open != nullptr) return in_savepoint(primary, work);
  const Moved moved(state_->watch, {primary, {primary, false}, !chosen_.empty(), false});
  const auto attempt = [&](Connection& connection) {
    state_->watch.forget();
    Store store = state_->store(connection);
    state_->open = &store;
    struct Closed {
      Store*& open;
      ~Closed() { open = nullptr; }
    } const closed{state_->open};
    work(store);
  };
  try {
    state_->setup.databases.at(primary).in_transaction(attempt, options, retry);
  } catch (const Error& error) {
    if (error.code() == Errc::in_doubt) note_writes();
    state_->watch.forget();
    throw;
  } catch (...) {
    state_->watch.forget();
    throw;
  }
  note_writes();
}

}  // namespace covet::record
