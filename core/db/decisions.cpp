#include "core/db/decisions.h"

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/branch_id.h"
#include "core/db/two_phase.h"

namespace covet {
namespace {

constexpr std::string_view identity_row = "database";
constexpr std::string_view committed = "commit";
constexpr std::string_view aborted = "abort";

Decision decision_from(const Row& row) {
  Decision decision{.transaction = row.text("id"), .commit = row.text("outcome") == committed};
  decision.made = Timestamp(std::chrono::seconds(row.integer("made")));
  const std::string participants = row.text("participants");
  if (!participants.empty()) decision.participants = split(participants, ' ');
  return decision;
}

bool says_there_is_one(const Error& error) {
  return error.code() == Errc::unique_violation || error.code() == Errc::duplicate_object;
}

}  // namespace

std::string Decisions::table() const {
  return connection_.dialect().quote(table_name);
}

std::string Decisions::column(std::string_view name) const {
  return connection_.dialect().quote(name);
}

std::optional<std::string> Decisions::find_identity() {
  try {
    const Value found = connection_.fetch_value(
        {fmt::format("SELECT {} FROM {} WHERE {} = {}", column("outcome"), table(), column("id"),
                     connection_.dialect().placeholder(1)),
         {std::string(identity_row)}});
    if (is_null(found)) return std::nullopt;
    return as_string(found);
  } catch (const Error& error) {
    if (error.code() != Errc::undefined_object) throw;
    return std::nullopt;
  }
}

void Decisions::create() {
  const TwoPhase* words = connection_.dialect().two_phase();
  try {
    connection_.execute(fmt::format(
        "CREATE TABLE IF NOT EXISTS {} ({} varchar(64) NOT NULL PRIMARY KEY, {} varchar(20) NOT "
        "NULL, {} text, {} bigint NOT NULL){}",
        table(), column("id"), column("outcome"), column("participants"), column("made"),
        words == nullptr ? std::string_view() : words->table_options()));
  } catch (const Error& error) {
    // Two that make it at once meet in the catalog (PostgreSQL).
    if (!says_there_is_one(error)) throw;
  }
}

std::string Decisions::identity() {
  if (const auto known = find_identity()) return *known;
  create();
  try {
    connection_.execute(
        {fmt::format("INSERT INTO {} ({}, {}, {}) VALUES ({}, {}, 0)", table(), column("id"),
                     column("outcome"), column("made"), connection_.dialect().placeholder(1),
                     connection_.dialect().placeholder(2)),
         {std::string(identity_row), random_hex()}});
  } catch (const Error& error) {
    if (!says_there_is_one(error)) throw;
  }
  if (const auto made = find_identity()) return *made;
  throw Error(Errc::statement, "the table covet_decisions lost the row that names its database",
              "somebody deletes its rows: let them stay, and try again");
}

void Decisions::insert(const Decision& decision) {
  const Dialect& dialect = connection_.dialect();
  const auto made =
      std::chrono::duration_cast<std::chrono::seconds>(decision.made.time_since_epoch()).count();
  connection_.execute({fmt::format("INSERT INTO {} ({}, {}, {}, {}) VALUES ({}, {}, {}, {})",
                                   table(), column("id"), column("outcome"), column("participants"),
                                   column("made"), dialect.placeholder(1), dialect.placeholder(2),
                                   dialect.placeholder(3), dialect.placeholder(4)),
                       {decision.transaction, std::string(decision.commit ? committed : aborted),
                        join(decision.participants, " "), static_cast<std::int64_t>(made)}});
}

std::optional<Decision> Decisions::find(const std::string& transaction) {
  const auto row = connection_.fetch_one(
      {fmt::format("SELECT {}, {}, {}, {} FROM {} WHERE {} = {}", column("id"), column("outcome"),
                   column("participants"), column("made"), table(), column("id"),
                   connection_.dialect().placeholder(1)),
       {transaction}});
  if (!row) return std::nullopt;
  return decision_from(*row);
}

std::vector<Decision> Decisions::read() {
  std::vector<Decision> decisions;
  try {
    for (const Row& row : connection_.fetch_all(
             {fmt::format("SELECT {0}, {1}, {2}, {3} FROM {4} WHERE {0} <> {5} ORDER BY {0}",
                          column("id"), column("outcome"), column("participants"), column("made"),
                          table(), connection_.dialect().placeholder(1)),
              {std::string(identity_row)}})) {
      decisions.push_back(decision_from(row));
    }
  } catch (const Error& error) {
    if (error.code() != Errc::undefined_object) throw;
  }
  return decisions;
}

void Decisions::remove(const std::string& transaction) {
  connection_.execute({fmt::format("DELETE FROM {} WHERE {} = {}", table(), column("id"),
                                   connection_.dialect().placeholder(1)),
                       {transaction}});
}

}  // namespace covet
