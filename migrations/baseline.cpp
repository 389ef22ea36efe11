#include "migrations/baseline.h"

#include <algorithm>
#include <set>
#include <variant>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/fault.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

void refuse_migrated(std::span<const Applied> rows) {
  const auto ran = [](const Applied& row) { return row.state != State::baseline; };
  const auto count = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), ran));
  if (count == 0) return;
  throw Error(Errc::usage,
              "covet has migrated this database: its history holds " + count_of(count, "migration"),
              "`covet status` shows what is applied, `covet migrate` applies the rest");
}

}  // namespace

std::vector<Applied> baseline_rows(std::span<const Migration> migrations,
                                   std::span<const Applied> rows, const Version& to) {
  refuse_migrated(rows);
  if (migrations.empty()) {
    throw Error(Errc::usage, "there is no migration file yet that could be the baseline",
                "write the first one from an empty database: covet make \"baseline\" --url "
                "URL_OF_AN_EMPTY_ONE");
  }
  std::vector<Version> known;
  bool found = to.empty();
  std::vector<Applied> missing;
  for (const Migration& migration : migrations) {
    known.push_back(migration.version);
    found = found || migration.version == to;
    if (!to.empty() && to < migration.version) continue;
    const bool there = std::any_of(rows.begin(), rows.end(), [&](const Applied& row) {
      return row.version == migration.version;
    });
    if (there) continue;
    missing.push_back(row_of(migration, State::baseline));
  }
  if (!found) throw unknown_version(to, known);
  return missing;
}

std::vector<std::string> extras_in(std::span<const schema::Change> changes) {
  std::set<std::string> names;
  for (const schema::Change& change : changes) {
    if (const auto* table = std::get_if<schema::DropTable>(&change)) {
      names.insert(table->table.name.display());
    } else if (const auto* type = std::get_if<schema::DropEnum>(&change)) {
      names.insert(type->type.name.display());
    } else if (const auto* object = std::get_if<schema::DropObject>(&change)) {
      names.insert(object->object.name.display());
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace covet::migrations
