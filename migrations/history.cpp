#include "migrations/history.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/error.h"

namespace covet::migrations {
namespace {

std::span<const LedgerColumn> history_columns() {
  using model::FieldType;
  static constexpr std::array columns = {
      LedgerColumn{"version", FieldType::char_, 100, false},
      LedgerColumn{"name", FieldType::char_, 255, false},
      LedgerColumn{"checksum", FieldType::char_, 100, false},
      LedgerColumn{"down_checksum", FieldType::char_, 100, false},
      LedgerColumn{"state", FieldType::char_, 20, false},
      LedgerColumn{"statements_done", FieldType::integer, 0, false},
      LedgerColumn{"statements_total", FieldType::integer, 0, false},
      LedgerColumn{"done_checksum", FieldType::char_, 100, true},
      LedgerColumn{"under_way", FieldType::integer, 0, false},
      LedgerColumn{"fingerprint_before", FieldType::char_, 100, true},
      LedgerColumn{"applied_at", FieldType::date_time, 0, false},
      LedgerColumn{"took_ms", FieldType::big_integer, 0, false},
      LedgerColumn{"applied_by", FieldType::char_, 255, true},
      LedgerColumn{"error", FieldType::text, 0, true},
      LedgerColumn{"session", FieldType::char_, 255, true},
      LedgerColumn{"batch_key", FieldType::text, 0, true},
      LedgerColumn{"tags", FieldType::text, 0, true},
  };
  return columns;
}

State parse_state(const std::string& text) {
  for (const State state : {State::applying, State::applied, State::reverting, State::baseline}) {
    if (text == name_of(state)) return state;
  }
  throw Error(Errc::history_mismatch, "the history table holds a state `" + text + "`",
              "a newer covet has written it: use that one");
}

Applied to_applied(const Row& row) {
  const auto has = [&](std::string_view name) {
    return std::find(row.names().begin(), row.names().end(), name) != row.names().end();
  };
  const auto text = [&](std::string_view name) { return has(name) ? row.text(name) : ""; };
  const auto number = [&](std::string_view name) {
    return has(name) ? row.integer(name) : std::int64_t{0};
  };
  Applied applied;
  applied.version = Version(row.text("version"));
  applied.name = text("name");
  applied.checksum = text("checksum");
  applied.down_checksum = text("down_checksum");
  applied.state = has("state") ? parse_state(row.text("state")) : State::applied;
  applied.statements_done = number("statements_done");
  applied.statements_total = number("statements_total");
  applied.done_checksum = text("done_checksum");
  applied.under_way = number("under_way");
  applied.fingerprint_before = text("fingerprint_before");
  if (has("applied_at")) applied.applied_at = moment_of(row["applied_at"]);
  applied.took = std::chrono::milliseconds(number("took_ms"));
  applied.applied_by = text("applied_by");
  applied.error = text("error");
  applied.session = text("session");
  applied.batch_key = text("batch_key");
  applied.tags = text("tags");
  return applied;
}

/// In the order of history_columns().
std::vector<Value> values_of(const Applied& row) {
  return {row.version.text(),
          row.name,
          row.checksum,
          row.down_checksum,
          std::string(name_of(row.state)),
          row.statements_done,
          row.statements_total,
          row.done_checksum,
          row.under_way,
          row.fingerprint_before,
          row.applied_at,
          static_cast<std::int64_t>(row.took.count()),
          row.applied_by,
          row.error,
          row.session,
          row.batch_key,
          row.tags};
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::applying:
      return "applying";
    case State::applied:
      return "applied";
    case State::reverting:
      return "reverting";
    case State::baseline:
      return "baseline";
  }
  throw Error(Errc::internal, "no such state");
}

History::History(Connection& connection, const schema::Ddl& ddl, std::string table_name)
    : table_(connection, ddl, std::move(table_name), history_columns()) {}

std::vector<Applied> History::read() {
  std::vector<Applied> rows;
  for (const Row& row : table_.select("", {}))
    rows.push_back(to_applied(row));
  std::sort(rows.begin(), rows.end(),
            [](const Applied& a, const Applied& b) { return a.version < b.version; });
  return rows;
}

std::optional<Applied> History::find(const Version& version) {
  const Rows rows = table_.select_where("version", version.text());
  if (rows.empty()) return std::nullopt;
  return to_applied(rows.front());
}

void History::insert(const Applied& row) {
  table_.insert(values_of(row));
}

void History::update(const Applied& row) {
  table_.update(values_of(row), "tags");
}

schema::Table history_table(const std::string& name, const schema::Ddl& ddl) {
  return Ledger::table(name, history_columns(), ddl);
}

}  // namespace covet::migrations
