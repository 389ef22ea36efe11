#include "adapters/postgresql/ddl_options.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Options;
using schema::TableName;

namespace {

/// Each name of `list` that `other` lacks.
std::vector<TableName> missing(const std::string& list, const std::string& other) {
  std::vector<TableName> names = parse_names(list);
  const std::vector<TableName> known = parse_names(other);
  std::erase_if(
      names, [&](const TableName& name) { return std::ranges::find(known, name) != known.end(); });
  return names;
}

/// "fillfactor=70, autovacuum_enabled=false"
std::map<std::string, std::string> settings_of(const std::string& storage) {
  std::map<std::string, std::string> settings;
  for (const std::string& setting : split(storage, ',')) {
    const std::size_t equals = std::min(setting.find('='), setting.size());
    const std::string name(trim(setting.substr(0, equals)));
    if (!name.empty()) settings[name] = trim(setting).substr(std::min(name.size(), equals));
  }
  return settings;
}

void change_storage(const std::string& prefix, const std::string& from, const std::string& to,
                    Render& render) {
  if (from == to) return;
  const auto now = settings_of(to);
  std::vector<std::string> gone;
  for (const auto& [name, value] : settings_of(from)) {
    if (!now.contains(name)) gone.push_back(name);
  }
  if (!gone.empty()) render.say(fmt::format("{} RESET ({})", prefix, join(gone, ", ")));
  if (!to.empty()) render.say(fmt::format("{} SET ({})", prefix, to));
}

std::string replica_identity(const std::string& wanted) {
  constexpr std::string_view by_index = "using index ";
  if (wanted.empty()) return "DEFAULT";
  if (!wanted.starts_with(by_index)) return to_upper(wanted);
  return "USING INDEX " + quote(parse_names(wanted.substr(by_index.size())).front().name);
}

/// What is switched on and off by a statement of its own, whatever else there is.
void switch_options(const std::string& prefix, const Options& from, const Options& to,
                    Render& render) {
  const auto changed = [&](const char* word) { return option(from, word) != option(to, word); };
  if (changed("row_security")) {
    render.say(fmt::format("{} {} ROW LEVEL SECURITY", prefix,
                           to.contains("row_security") ? "ENABLE" : "DISABLE"));
  }
  if (changed("force_row_security")) {
    render.say(fmt::format("{} {} ROW LEVEL SECURITY", prefix,
                           to.contains("force_row_security") ? "FORCE" : "NO FORCE"));
  }
  if (changed("replica_identity")) {
    render.say(fmt::format("{} REPLICA IDENTITY {}", prefix,
                           replica_identity(option(to, "replica_identity"))));
  }
  if (changed("cluster_on")) {
    const std::string index = option(to, "cluster_on");
    render.say(prefix + (index.empty() ? " SET WITHOUT CLUSTER" : " CLUSTER ON " + quote(index)));
  }
  if (changed("of")) {
    const std::string type = option(to, "of");
    render.say(prefix + (type.empty() ? " NOT OF" : " OF " + type));
  }
}

std::string quoted_parent(const Options& options) {
  return quote(parse_names(option(options, "partition_of")).front());
}

void attach(const TableName& table, const Options& options, Render& render) {
  render.say(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", quoted_parent(options),
                         quote(table), option(options, "bound")));
}

void change_parent(const schema::AlterTable& change, Render& render) {
  const Options& from = change.options_from;
  const Options& to = change.options_to;
  const bool stays = option(from, "partition_of") == option(to, "partition_of") &&
                     option(from, "bound") == option(to, "bound");
  if (stays) return;
  if (from.contains("partition_of")) {
    render.say(fmt::format("ALTER TABLE {} DETACH PARTITION {}", quoted_parent(from),
                           quote(change.table)));
  }
  if (to.contains("partition_of")) attach(change.table, to, render);
}

void change_ancestors(const std::string& prefix, const Options& from, const Options& to,
                      Render& render) {
  for (const TableName& parent : missing(option(from, "inherits"), option(to, "inherits"))) {
    render.say(fmt::format("{} NO INHERIT {}", prefix, quote(parent)));
  }
  for (const TableName& parent : missing(option(to, "inherits"), option(from, "inherits"))) {
    render.say(fmt::format("{} INHERIT {}", prefix, quote(parent)));
  }
}

void move_table(const std::string& prefix, const Options& from, const Options& to, Render& render) {
  const auto changed = [&](const char* word) { return option(from, word) != option(to, word); };
  if (changed("unlogged")) {
    render.say(prefix + (to.contains("unlogged") ? " SET UNLOGGED" : " SET LOGGED"));
  }
  if (changed("tablespace")) {
    const std::string space = option(to, "tablespace");
    render.say(prefix + " SET TABLESPACE " + (space.empty() ? "pg_default" : quote(space)));
  }
  if (changed("access_method")) {
    const std::string method = option(to, "access_method");
    render.say(prefix + " SET ACCESS METHOD " + (method.empty() ? "heap" : quote(method)));
  }
}

}  // namespace

std::string create_options(const schema::Table& table) {
  const Options& options = table.options;
  std::string sql;
  if (const std::string parents = option(options, "inherits"); !parents.empty()) {
    sql += fmt::format(" INHERITS ({})", parents);
  }
  if (const std::string key = option(options, "partition_by"); !key.empty()) {
    sql += " PARTITION BY " + key;
  }
  if (const std::string method = option(options, "access_method"); !method.empty()) {
    sql += " USING " + quote(method);
  }
  if (const std::string storage = option(options, "with"); !storage.empty()) {
    sql += fmt::format(" WITH ({})", storage);
  }
  if (const std::string space = option(options, "tablespace"); !space.empty()) {
    sql += " TABLESPACE " + quote(space);
  }
  return sql;
}

void finish_options(const schema::Table& table, Render& render) {
  switch_options("ALTER TABLE " + quote(table.name), {}, table.options, render);
  if (is_partition(table)) attach(table.name, table.options, render);
}

void alter_options(const schema::AlterTable& change, Render& render) {
  const std::string prefix = "ALTER TABLE " + quote(change.table);
  const Options& from = change.options_from;
  const Options& to = change.options_to;
  if (option(from, "partition_by") != option(to, "partition_by")) {
    throw Error(Errc::usage,
                fmt::format("PostgreSQL can't change how {} is partitioned in place",
                            change.table.display()),
                "give the new shape a model of its own and move the rows in a migration by hand");
  }
  move_table(prefix, from, to, render);
  change_ancestors(prefix, from, to, render);
  change_storage(prefix, option(from, "with"), option(to, "with"), render);
  switch_options(prefix, from, to, render);
  change_parent(change, render);
}

}  // namespace covet::postgresql
