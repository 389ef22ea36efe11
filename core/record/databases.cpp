#include "core/record/databases.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"

namespace covet::record {

Databases::Place& Databases::add(std::string name, std::unique_ptr<Database> database) {
  if (name.empty() || places_.contains(name)) {
    throw Error(Errc::usage,
                name.empty() ? std::string("a database has no name")
                             : fmt::format("two databases are called `{}`", name),
                "give each a name of its own");
  }
  Place& made = places_[std::move(name)];
  made.database = std::move(database);
  made.turn = std::make_unique<std::atomic<std::size_t>>(0);
  return made;
}

Database& Databases::add_primary(std::string name, std::unique_ptr<Database> database) {
  Place& made = add(name, std::move(database));
  if (primaries_++ == 0) first_ = std::move(name);
  return *made.database;
}

Database& Databases::add_replica(std::string name, std::string_view of,
                                 std::unique_ptr<Database> database) {
  const std::string primary(of);
  if (is_replica(primary)) {
    throw Error(Errc::usage,
                fmt::format("`{}` can't be a replica of `{}`, which is one itself", name, primary),
                "name its primary, `" + primary_of(primary) + "`");
  }
  Place& made = add(name, std::move(database));
  made.of = primary;
  places_.at(primary).replicas.push_back(std::move(name));
  return *made.database;
}

const Databases::Place& Databases::place(std::string_view name) const {
  const auto found = places_.find(name);
  if (found != places_.end()) return found->second;
  std::vector<std::string> names;
  std::string list;
  for (const auto& [each, place] : places_) {
    names.push_back(each);
    list += (list.empty() ? "" : ", ") + each;
  }
  const std::string near = did_you_mean(name, names);
  throw Error(Errc::usage, fmt::format("no database is called `{}`", name),
              !near.empty()  ? near
              : list.empty() ? "add_primary() adds one"
                             : "there are: " + list);
}

const std::string& Databases::primary_of(std::string_view name) const {
  const Place& found = place(name);
  return found.of.empty() ? places_.find(name)->first : found.of;
}

const std::string& Databases::first_primary() const {
  if (primaries_ > 0) return first_;
  throw Error(Errc::usage, "there is no database", "add_primary() adds one");
}

std::vector<std::string> Databases::reading_order(std::string_view primary) const {
  const Place& found = place(primary);
  const std::vector<std::string>& replicas = found.replicas;
  const std::size_t first = replicas.empty() ? 0 : found.turn->fetch_add(1) % replicas.size();
  std::vector<std::string> order;
  for (std::size_t i = 0; i < replicas.size(); ++i) {
    const std::string& name = replicas[(first + i) % replicas.size()];
    Database& database = at(name);
    const bool down = database.breaker().state() == BreakerState::open ||
                      database.health().health() == Health::unhealthy;
    if (!down) order.push_back(name);
  }
  order.emplace_back(primary);
  return order;
}

}  // namespace covet::record
