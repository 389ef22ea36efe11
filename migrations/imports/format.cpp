#include "migrations/imports/format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "migrations/imports/formats.h"

namespace covet::migrations::imports {
namespace {

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const Format& format : formats())
    result.emplace_back(format.name);
  return result;
}

std::vector<const Format*> looks_like(const Folder& folder) {
  std::vector<const Format*> found;
  for (const Format& format : formats())
    if (format.detect(folder)) found.push_back(&format);
  // atlas also keeps its sum of folders in the layouts of others.
  if (found.size() > 1)
    std::erase_if(found, [](const Format* format) { return format->name == "atlas"; });
  return found;
}

bool has_programs(const Folder& folder, std::string_view suffix) {
  return std::any_of(folder.files.begin(), folder.files.end(),
                     [&](const SourceFile& file) { return file.path.ends_with(suffix); });
}

/// How a tool whose migrations are programs writes them as SQL; "" for a folder of none.
std::string commands_for(const Folder& folder) {
  if (folder.find("alembic.ini") != nullptr || has_programs(folder, "env.py")) {
    return "alembic's migrations are programs; let it write SQL into a folder of its own: "
           "mkdir sql; alembic upgrade head --sql > sql/upgrade.sql; "
           "alembic downgrade head:base --sql > sql/downgrade.sql; covet import sql";
  }
  if (has_programs(folder, "_initial.py") || folder.find("manage.py") != nullptr) {
    return "Django's migrations are programs; let it write SQL into a folder of its own: mkdir "
           "sql; python manage.py showmigrations --plan | sed 's/^\\[.\\]  *//' > sql/plan.txt; "
           "while read m; do python manage.py sqlmigrate ${m%%.*} ${m#*.} > sql/$m.sql; "
           "python manage.py sqlmigrate --backwards ${m%%.*} ${m#*.} > sql/$m.down.sql; "
           "done < sql/plan.txt; covet import sql";
  }
  if (has_programs(folder, "schema.rb") || has_programs(folder, ".rb")) {
    return "Rails' migrations are programs; let it write SQL: "
           "SCHEMA_FORMAT=sql bin/rails db:schema:dump; covet import db/structure.sql";
  }
  return "";
}

Error unrecognized(const Folder& folder) {
  std::string hint = commands_for(folder);
  for (const std::string& name : folder.folders()) {
    if (!hint.empty()) break;
    const auto below = looks_like(folder.below(name));
    if (below.size() != 1) continue;
    hint = "its folder `" + name + "` looks like " + std::string(below.front()->name) +
           ": covet import " + (folder.root / name).string();
  }
  if (hint.empty()) {
    hint = "say which tool it is with --from: " + join(names(), ", ") +
           " (atlas takes plain numbered files)";
  }
  return Error(Errc::usage, folder.root.string() + " looks like no tool's folder that covet knows",
               std::move(hint));
}

}  // namespace

std::span<const Format> formats() {
  static const std::array all = {alembic_format(), atlas_format(),          dbmate_format(),
                                 diesel_format(),  django_format(),         drizzle_format(),
                                 flyway_format(),  golang_migrate_format(), goose_format(),
                                 prisma_format(),  rails_format(),          sql_migrate_format(),
                                 sqitch_format()};
  return all;
}

const Format& format_for(const Folder& folder, std::string_view name) {
  if (!name.empty()) {
    for (const Format& format : formats())
      if (format.name == name) return format;
    const std::string meant = did_you_mean(name, names());
    throw Error(Errc::usage, "covet can't read the migrations of `" + std::string(name) + "`",
                (meant.empty() ? "" : meant + " ") + "It reads " + join(names(), ", "));
  }
  const std::vector<const Format*> found = looks_like(folder);
  if (found.empty()) throw unrecognized(folder);
  if (found.size() > 1) {
    std::vector<std::string> tools;
    for (const Format* format : found)
      tools.emplace_back(format->name);
    throw Error(Errc::usage, folder.root.string() + " looks like " + join(tools, " and like "),
                "say which one it is: --from " + tools.front());
  }
  return *found.front();
}

}  // namespace covet::migrations::imports
