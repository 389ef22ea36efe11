#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/record/observer.h"

namespace covet::record {

struct AuditOptions {
  std::vector<std::string> models{"*"};  ///< globs of handles
  /// Fields that are left out, as "password" or "users.password"; globs too.
  std::vector<std::string> exclude{};
  /// Fields whose values are shown as "***".
  std::vector<std::string> masked{};
};

/// A log of what was changed, in the database that it was changed in: a row of covet_audit for each
/// row, in the same transaction, so that neither stands without the other.
///
/// A created row is told as the Store wrote it, an updated one by the fields that differ, as they
/// were read before and after under a lock where the engine has row locks, a removed one as it was
/// read. An update that changes nothing is no change. Rows of a ManyToMany's junction stand under
/// "model.field". What the database does by itself is not told: ON DELETE and ON UPDATE, triggers,
/// and what goes around a Store.
///
/// Immutable; safe from any thread.
class Audit {
 public:
  static constexpr std::string_view table_name = "covet_audit";

  explicit Audit(AuditOptions options = {}, Clock& clock = system_clock());

  /// Makes the table where there is none; wants no rights where there is one. Not within a
  /// transaction: some engines' DDL commits.
  static void create_table(Connection& connection);
  /// One model, `covet_audit`, with which the log is read: a Store of these gives its rows as
  /// records. Its id sorts by time.
  static model::ModelSet models();

  bool covers(std::string_view subject) const;
  /// Writes them as they are, within the open transaction. Throws Error{undefined_object} where the
  /// table is missing.
  void write(Connection& connection, std::string_view who, std::string_view subject,
             const std::vector<RowChange>& changes) const;

 private:
  std::string json(std::string_view subject, const validate::Row& row, bool key) const;

  AuditOptions options_;
  Clock& clock_;
  model::ModelSet models_;
};

/// For a Store of one's own: what it writes is told to `audit`, which must outlive it, as done by
/// `who`.
class Auditor final : public Observer {
 public:
  Auditor(const Audit& audit, std::string who) : audit_(audit), who_(std::move(who)) {}

  bool wants_rows(std::string_view subject) const override { return audit_.covers(subject); }
  void changed(Connection& connection, std::string_view subject,
               const std::vector<RowChange>& changes) override {
    audit_.write(connection, who_, subject, changes);
  }

 private:
  const Audit& audit_;
  std::string who_;
};

}  // namespace covet::record
