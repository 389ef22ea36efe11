#include <string>
#include <string_view>
#include <utility>

#include "core/base/strings.h"
#include "migrations/run_context.h"

namespace covet::migrations {
namespace {

constexpr std::size_t longest_text = 1000;

std::string shortened(const std::string& whole) {
  std::string text = whole.substr(0, longest_text);
  while (!text.empty() && !is_valid_utf8(text))
    text.pop_back();
  return text;
}

bool may_hold_a_secret(std::string_view statement) {
  const std::string sql = to_lower(statement);
  for (const std::string_view word : {"password", "identified", "secret"}) {
    if (sql.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

RunRecord record_of(const RunContext& context, const Run& run, Timestamp started,
                    std::chrono::milliseconds took, const StatementTimes& times) {
  const bool up = run.direction == Direction::up;
  RunRecord record;
  record.version = run.migration->version;
  record.name = run.migration->name;
  record.direction = up ? "up" : "down";
  record.outcome = up ? "applied" : "reverted";
  record.started_at = started;
  record.took = took;
  record.statements = times.list();
  record.who = context.options.who;
  record.tool = context.options.tool;
  return record;
}

StatementTime time_of(const SqlStatement& statement, std::size_t index,
                      std::chrono::milliseconds took, const std::string& sql) {
  StatementTime time{index + 1, took};
  if (!statement.query || may_hold_a_secret(sql)) return time;
  time.sql = shortened(sql);
  return time;
}

std::string error_text(const Error& error, const SqlStatement* statement) {
  if (statement != nullptr && may_hold_a_secret(statement->text))
    return std::string(name_of(error.code()));
  const std::string text = shortened(error.message());
  return text.empty() ? std::string(name_of(error.code())) : text;
}

}  // namespace covet::migrations
