#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/base/clock.h"
#include "migrations/history.h"
#include "migrations/migration_file.h"
#include "migrations/statements.h"
#include "tests/support/lexical_rules.h"

namespace covet::migrations {

/// A file by name and text, read by SQLite's rules.
inline Migration read(const std::string& name, std::string text) {
  return parse_migration(name + ".sql", std::move(text), tests::sqlite_rules());
}

/// The row of `migration` as a finished run leaves it.
inline Applied applied(const Migration& migration, State state = State::applied) {
  Applied row = row_of(migration, state);
  if (state != State::applied) row.statements_done = 0;
  return row;
}

/// Time that passes only when somebody sleeps.
class StillClock : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const override { return now_; }
  Timestamp wall() const override {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(5);
  }
  void sleep(std::chrono::milliseconds duration, std::stop_token) override {
    sleeps.push_back(duration);
    now_ += duration;
  }
  std::vector<std::chrono::milliseconds> sleeps;

 private:
  std::chrono::steady_clock::time_point now_{};
};

}  // namespace covet::migrations
