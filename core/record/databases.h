#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.h"

namespace covet::record {

/// The databases of one system, by name: primaries, which take writes, each with any number of
/// replicas, which hold the same a little later. That they do is the servers' business; covet only
/// asks them. Filled when a program starts, then safe from any thread.
class Databases {
 public:
  /// Both throw Error{usage} for a name that is taken or empty; add_replica() for a primary that
  /// isn't there. A replica is best told to connect once (retry_attempts=1): the next one is
  /// quicker than another attempt.
  Database& add_primary(std::string name, std::unique_ptr<Database> database);
  Database& add_replica(std::string name, std::string_view of, std::unique_ptr<Database> database);

  /// These throw Error{usage} ("did you mean") for a name that isn't there.
  Database& at(std::string_view name) const { return *place(name).database; }
  bool is_replica(std::string_view name) const { return !place(name).of.empty(); }
  /// Its own name, where it is one.
  const std::string& primary_of(std::string_view name) const;
  bool has(std::string_view name) const { return places_.find(name) != places_.end(); }
  /// Of the first one that was added. Throws Error{usage} where there is none.
  const std::string& first_primary() const;
  std::size_t primaries() const { return primaries_; }

  /// Whom to ask for rows of `primary`, one after the other until somebody answers: its replicas,
  /// beginning with another one at each call, without those whose breaker is open or whose health
  /// is UNHEALTHY; then itself.
  std::vector<std::string> reading_order(std::string_view primary) const;

 private:
  struct Place {
    std::unique_ptr<Database> database;
    std::string of{};  ///< a replica's primary
    std::vector<std::string> replicas{};
    std::unique_ptr<std::atomic<std::size_t>> turn{};
  };

  const Place& place(std::string_view name) const;
  Place& add(std::string name, std::unique_ptr<Database> database);

  std::map<std::string, Place, std::less<>> places_;
  std::string first_;
  std::size_t primaries_ = 0;
};

}  // namespace covet::record
