#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/record/audit.h"
#include "core/record/databases.h"
#include "core/record/observer.h"
#include "core/record/query_cache.h"
#include "core/record/router.h"

namespace covet::record {

/// What a Session puts beside its Stores: asks the cache, tells it of writes once they are
/// committed, writes the audit log, and sees to it that each model is asked for where it is. One
/// thread at a time.
class SessionWatch final : public Observer {
 public:
  SessionWatch(const Databases& databases, const Router& router, QueryCache* cache,
               const Audit* audit, std::string who)
      : databases_(databases),
        router_(router),
        cache_(cache),
        audit_(audit),
        who_(std::move(who)) {}

  /// Where its Store's connection leads from now on. `chosen`: by the program, so that no route is
  /// asked for.
  struct Place {
    std::string primary{};
    QueryCache::Source source{};
    bool chosen = false;
    bool cached = true;  ///< the cache may answer
    /// What was written there and isn't told yet: tables, and how.
    std::vector<std::pair<std::string, Action>> written{};
  };
  const Place& place() const { return place_; }
  /// Returns the place before.
  Place move_to(Place place) { return std::exchange(place_, std::move(place)); }

  bool wrote() const { return !place_.written.empty(); }
  /// The writes that were announced are in effect, or may be.
  void commit();
  /// They are not.
  void forget() { place_.written.clear(); }

  void reads(const model::Model& model) override { require_here(model, false); }
  void writes(const model::Model& model, std::string_view table, Action action) override;
  std::shared_ptr<const Rows> rows(const query::Query& query, const Statement& statement,
                                   Connection& connection) override;
  bool wants_rows(std::string_view subject) const override {
    return audit_ != nullptr && audit_->covers(subject);
  }
  void changed(Connection& connection, std::string_view subject,
               const std::vector<RowChange>& changes) override {
    audit_->write(connection, who_, subject, changes);
  }

 private:
  void require_here(const model::Model& model, bool write) const;

  const Databases& databases_;
  const Router& router_;
  QueryCache* cache_;
  const Audit* audit_;
  std::string who_;
  Place place_{};
};

}  // namespace covet::record
