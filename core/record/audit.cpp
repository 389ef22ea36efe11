#include "core/record/audit.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/base/uuid.h"
#include "core/query/compile.h"
#include "core/validate/json_text.h"

namespace covet::record {
namespace {

// Of a row's columns there are eight, of parameters at most 32,766.
constexpr std::size_t rows_of_a_statement = 500;

constexpr std::string_view model_text = R"(
[models.covet_audit]
fields.id = { type = "Char", max_length = 36, primary_key = true }
fields.at = { type = "DateTime", nullable = false }
fields.who = { type = "Char", max_length = 255, nullable = false }
fields.model = { type = "Char", max_length = 255, nullable = false }
fields.record_key = { type = "JSON", nullable = false }
fields.action = { type = "Char", max_length = 10, nullable = false }
fields.old_values = { type = "JSON" }
fields.new_values = { type = "JSON" }
)";

bool any_fits(const std::vector<std::string>& globs, std::string_view text) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, text); });
}

bool any_fits(const std::vector<std::string>& globs, std::string_view subject,
              std::string_view field) {
  return any_fits(globs, field) || any_fits(globs, fmt::format("{}.{}", subject, field));
}

bool has_table(Connection& connection) {
  try {
    connection.fetch_one({fmt::format("SELECT 1 FROM {} WHERE 1 = 0",
                                      connection.dialect().quote(Audit::table_name))});
    return true;
  } catch (const Error& error) {
    if (error.code() != Errc::undefined_object) throw;
    return false;
  }
}

}  // namespace

Audit::Audit(AuditOptions options, Clock& clock)
    : options_(std::move(options)), clock_(clock), models_(models()) {}

model::ModelSet Audit::models() {
  const std::array<model::SourceText, 1> sources{{{"covet_audit", std::string(model_text)}}};
  return model::parse_models(sources);
}

void Audit::create_table(Connection& connection) {
  const query::Spelling* const spelling = connection.dialect().spelling();
  const std::string sql(spelling == nullptr ? std::string_view() : spelling->pattern("AuditTable"));
  if (sql.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("{} has no audit log", connection.dialect().facts().engine),
                "leave it off for this database");
  }
  if (has_table(connection)) return;
  try {
    connection.execute(sql);
  } catch (const Error& error) {
    // Two that make it at once meet in the catalog (PostgreSQL).
    if (error.code() != Errc::unique_violation && error.code() != Errc::duplicate_object) throw;
  }
}

bool Audit::covers(std::string_view subject) const {
  return any_fits(options_.models, subject.substr(0, subject.find('.')));
}

std::string Audit::json(std::string_view subject, const validate::Row& row, bool key) const {
  std::string text = "{";
  for (const auto& [name, value] : row) {
    if (!key && any_fits(options_.exclude, subject, name)) continue;
    const bool hidden = !key && any_fits(options_.masked, subject, name) && !is_null(value);
    if (text.size() > 1) text += ", ";
    text += validate::json_text(name) + ": ";
    text += hidden ? "\"***\"" : validate::json_text(value);
  }
  return text + "}";
}

void Audit::write(Connection& connection, std::string_view who, std::string_view subject,
                  const std::vector<RowChange>& changes) const {
  query::Insert insert{
      .model = std::string(table_name),
      .fields = {"id", "at", "who", "model", "record_key", "action", "old_values", "new_values"},
      .rows = {}};
  const auto send = [&] {
    if (insert.rows.empty()) return;
    try {
      connection.execute(query::compile(insert, models_, connection.dialect()).statement);
    } catch (const Error& error) {
      if (error.code() != Errc::undefined_object) throw;
      throw Error(error.code(), error.message(),
                  "covet_audit is missing, or another's table: Audit::create_table() makes it, "
                  "where there is none");
    }
    insert.rows.clear();
  };
  const Timestamp now = clock_.wall();
  for (const RowChange& change : changes) {
    const bool creates = change.action == Action::create;
    const bool removes = change.action == Action::remove;
    const std::string before = json(subject, change.before, false);
    const std::string after = json(subject, change.after, false);
    // All that differs is left out.
    if (!creates && !removes && before == "{}" && after == "{}") continue;
    insert.rows.push_back({to_text(uuid7(now)), now, cut(who, 255), cut(subject, 255),
                           Json{json(subject, change.key, true)},
                           std::string(name_of(change.action)),
                           creates ? Value(Null{}) : Value(Json{before}),
                           removes ? Value(Null{}) : Value(Json{after})});
    if (insert.rows.size() == rows_of_a_statement) send();
  }
  send();
}

}  // namespace covet::record
