#include <string>
#include <string_view>
#include <utility>

#include "core/base/strings.h"
#include "migrations/run_context.h"

namespace covet::migrations {
namespace {

constexpr std::size_t longest_error = 1000;

}  // namespace

RunRecord record_of(const RunContext& context, const Run& run, Timestamp started,
                    std::chrono::milliseconds took, std::vector<StatementTime> times) {
  const bool up = run.direction == Direction::up;
  RunRecord record;
  record.version = run.migration->version;
  record.name = run.migration->name;
  record.direction = up ? "up" : "down";
  record.outcome = up ? "applied" : "reverted";
  record.started_at = started;
  record.took = took;
  record.statements = std::move(times);
  record.who = context.options.who;
  record.tool = context.options.tool;
  return record;
}

std::string error_text(const Error& error, const SqlStatement* statement) {
  const std::string sql = statement == nullptr ? "" : to_lower(statement->text);
  for (const std::string_view word : {"password", "identified", "secret"}) {
    if (sql.find(word) != std::string::npos) return std::string(name_of(error.code()));
  }
  std::string text = error.message().substr(0, longest_error);
  while (!text.empty() && !is_valid_utf8(text))
    text.pop_back();
  return text.empty() ? std::string(name_of(error.code())) : text;
}

}  // namespace covet::migrations
