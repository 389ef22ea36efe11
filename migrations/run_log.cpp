#include "migrations/run_log.h"

#include <array>
#include <random>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace covet::migrations {
namespace {

using nlohmann::json;

std::span<const LedgerColumn> log_columns() {
  using model::FieldType;
  static constexpr std::array columns = {
      LedgerColumn{"id", FieldType::char_, 60, false},
      LedgerColumn{"version", FieldType::char_, 100, false},
      LedgerColumn{"name", FieldType::char_, 255, false},
      LedgerColumn{"direction", FieldType::char_, 10, false},
      LedgerColumn{"outcome", FieldType::char_, 20, false},
      LedgerColumn{"started_at", FieldType::date_time, 0, false},
      LedgerColumn{"took_ms", FieldType::big_integer, 0, false},
      LedgerColumn{"statements", FieldType::text, 0, true},
      LedgerColumn{"who", FieldType::char_, 255, true},
      LedgerColumn{"tool", FieldType::char_, 100, true},
      LedgerColumn{"error", FieldType::text, 0, true},
  };
  return columns;
}

/// Sorts as the moments do; the rest keeps two covets of one moment apart.
std::string id_at(Timestamp moment) {
  std::random_device random;
  return fmt::format("{}-{:08x}", to_text(moment), random());
}

/// So many are told one by one, and then summed up by as many.
constexpr std::size_t many = 1000;
constexpr std::chrono::milliseconds takes_long{1000};

std::string to_json(const std::vector<StatementTime>& times) {
  json list = json::array();
  for (const StatementTime& time : times) {
    json one = {{"statement", time.number}, {"took_ms", time.took.count()}};
    if (!time.sql.empty()) one["sql"] = time.sql;
    if (time.last != 0) one["last"] = time.last;
    list.push_back(std::move(one));
  }
  return list.dump();
}

std::vector<StatementTime> from_json(const std::string& text) {
  std::vector<StatementTime> times;
  const json list = json::parse(text, nullptr, false);
  if (!list.is_array()) return times;
  for (const json& one : list) {
    if (!one.is_object()) continue;
    times.push_back({one.value("statement", std::size_t{0}),
                     std::chrono::milliseconds(one.value("took_ms", std::int64_t{0})),
                     one.value("sql", std::string()), one.value("last", std::size_t{0})});
  }
  return times;
}

}  // namespace

void StatementTimes::add(StatementTime time) {
  const bool by_itself = count_ < many || !time.sql.empty() || time.took >= takes_long;
  ++count_;
  if (by_itself) {
    list_.push_back(std::move(time));
    return;
  }
  StatementTime& before = list_.back();
  if (before.last != 0 && before.last + 1 - before.number < many) {
    before.last = time.number;
    before.took += time.took;
  } else {
    time.last = time.number;
    list_.push_back(std::move(time));
  }
}

void StatementTimes::append(StatementTimes later) {
  if (count_ == 0) {
    *this = std::move(later);
    return;
  }
  for (StatementTime& time : later.list_) {
    if (time.last == 0) {
      add(std::move(time));
    } else {
      count_ += time.last + 1 - time.number;
      list_.push_back(std::move(time));
    }
  }
}

std::string log_table_name(const std::string& history_table) {
  constexpr std::string_view usual = "covet_migrations";
  if (!history_table.ends_with(usual)) return history_table + "_runs";
  return history_table.substr(0, history_table.size() - usual.size()) + "covet_runs";
}

RunLog::RunLog(Connection& connection, const schema::Ddl& ddl, const std::string& history_table)
    : table_(connection, ddl, log_table_name(history_table), log_columns()) {}

void RunLog::add(const RunRecord& record) {
  table_.insert({id_at(record.started_at), record.version.text(), record.name, record.direction,
                 record.outcome, record.started_at, static_cast<std::int64_t>(record.took.count()),
                 to_json(record.statements), record.who, record.tool, record.error});
}

std::vector<RunRecord> RunLog::read(std::optional<std::size_t> count) {
  std::string rest = " ORDER BY " + table_.column("id") + " DESC";
  if (count) rest += " LIMIT " + std::to_string(*count);
  std::vector<RunRecord> records;
  for (const Row& row : table_.select(rest, {})) {
    RunRecord record;
    record.version = Version(row.text("version"));
    record.name = row.text("name");
    record.direction = row.text("direction");
    record.outcome = row.text("outcome");
    record.started_at = moment_of(row["started_at"]);
    record.took = std::chrono::milliseconds(row.integer("took_ms"));
    record.statements = from_json(row.text("statements"));
    record.who = row.text("who");
    record.tool = row.text("tool");
    record.error = row.text("error");
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace covet::migrations
