#include <algorithm>
#include <filesystem>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/strings.h"
#include "core/db/notice_scope.h"

namespace covet::cli {
namespace {

using schema::Maintenance;
using schema::TableName;
using schema::TableSize;
using schema::Upkeep;

std::string rows_text(const TableSize& table) {
  return table.rows ? fmt::format("{}", *table.rows) : "?";
}

/// "audit.events", "events".
TableName table_named(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return {"", text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

/// A row of PRAGMA integrity_check, or of CHECK TABLE and its like (table, operation, kind, text).
bool is_fine(const std::vector<std::string>& words) {
  const std::string verdict = to_lower(words.back());
  const bool note = words.size() > 1 && words[words.size() - 2] == "note";
  return note || verdict == "ok" || verdict.find("up to date") != std::string::npos;
}

class DbCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"db", "", "Databases and tables: list, sizes, vacuum, analyze, cancel, backup",
            Group::look};
  }

  void define(CLI::App& app) override {
    std::vector<std::string> names;
    for (const Action& action : actions())
      names.emplace_back(action.name);
    app.add_option("action", action_, "What to do")
        ->required()
        ->type_name("ACTION")
        ->check(CLI::IsMember(names));
    app.add_option("names", names_, "Tables; of cancel a session, of backup a file")
        ->type_name("NAME");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const auto actions = DbCommand::actions();
    const auto action = std::ranges::find(actions, action_, &Action::name);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    if (target.is_file() && !std::filesystem::exists(target.url.database)) {
      throw Error(Errc::not_found, "there is no database " + target.display(),
                  "`covet migrate` makes it");
    }
    Session session(context, project, target, action->access);
    (this->*action->run)(context, session);
    return found_something_ ? ExitCode::finding : ExitCode::ok;
  }

 private:
  struct Action {
    std::string_view name;
    Access access;
    void (DbCommand::*run)(const Context&, Session&);
  };
  static std::vector<Action> actions() {
    return {{"list", Access::read_only, &DbCommand::list},
            {"tables", Access::read_only, &DbCommand::tables},
            {"size", Access::read_only, &DbCommand::size},
            {"running", Access::read_only, &DbCommand::running},
            {"cancel", Access::read_write, &DbCommand::cancel},
            {"deadlocks", Access::read_only, &DbCommand::deadlocks},
            {"vacuum", Access::read_write, &DbCommand::vacuum},
            {"analyze", Access::read_write, &DbCommand::analyze},
            {"optimize", Access::read_write, &DbCommand::optimize},
            {"check", Access::read_write, &DbCommand::check},
            {"backup", Access::read_write, &DbCommand::backup}};
  }

  static const Maintenance& maintenance(Session& session) { return session.backend().maintenance; }

  void list(const Context& context, Session& session) {
    const auto databases = maintenance(session).databases(session.connection());
    if (context.globals.json) {
      JsonArray array;
      for (const schema::DatabaseSize& one : databases) {
        JsonObject json;
        json.add("name", one.name);
        if (one.bytes) json.add("bytes", *one.bytes);
        array.add(json);
      }
      context.out << json_document().add("databases", array).text();
      return;
    }
    Table table({{"database"}, {"size", true}});
    for (const schema::DatabaseSize& one : databases)
      table.add({one.name, one.bytes ? schema::size_text(*one.bytes) : "?"});
    context.out << table.text(context.out_style, context.terminal.width);
    context.next({{"covet db tables", "the largest tables of this one"}});
  }

  void tables(const Context& context, Session& session) {
    const auto sizes = maintenance(session).tables(session.connection());
    if (context.globals.json) {
      JsonArray array;
      for (const TableSize& one : sizes) {
        JsonObject json;
        json.add("name", one.name.display());
        if (one.rows) json.add("rows", *one.rows);
        array.add(json.add("bytes", one.bytes).add("index_bytes", one.index_bytes));
      }
      context.out << json_document().add("tables", array).text();
      return;
    }
    Table table({{"table"}, {"rows", true}, {"size", true}, {"of it indexes", true}});
    for (const TableSize& one : sizes) {
      table.add({one.name.display(), rows_text(one), schema::size_text(one.bytes),
                 schema::size_text(one.index_bytes)});
    }
    context.out << table.text(context.out_style, context.terminal.width);
    context.next({{"covet db analyze", "renews what the planner knows of them"}});
  }

  void size(const Context& context, Session& session) {
    std::uint64_t bytes = 0;
    std::uint64_t index_bytes = 0;
    const auto sizes = maintenance(session).tables(session.connection());
    for (const TableSize& one : sizes) {
      bytes += one.bytes;
      index_bytes += one.index_bytes;
    }
    if (context.globals.json) {
      context.out << json_document()
                         .add("tables", sizes.size())
                         .add("bytes", bytes)
                         .add("index_bytes", index_bytes)
                         .text();
      return;
    }
    context.out << fmt::format("{} in {}, {} of it indexes\n", schema::size_text(bytes),
                               count_of(sizes.size(), "table"), schema::size_text(index_bytes));
    context.next({{"covet db tables", "table by table"}});
  }

  void running(const Context& context, Session& session) {
    const auto found = maintenance(session).running(session.connection());
    if (context.globals.json) {
      JsonArray array;
      for (const schema::RunningStatement& one : found) {
        JsonObject json;
        array.add(json.add("id", one.id).add("description", one.description));
      }
      context.out << json_document().add("running", array).text();
      return;
    }
    for (const schema::RunningStatement& one : found)
      context.out << fmt::format("{}  {}\n", one.id, one.description);
    if (found.empty()) {
      context.say("No other session runs a statement.");
    } else {
      context.next({{"covet db cancel " + found.front().id, "ends the statement of that one"}});
    }
  }

  void cancel(const Context& context, Session& session) {
    if (names_.size() != 1) {
      throw Error(Errc::usage, "cancel wants the id of one session",
                  "`covet db running` lists them");
    }
    maintenance(session).cancel(session.connection(), names_.front());
    context.say(fmt::format("Asked session {} to end its statement.", names_.front()));
  }

  void deadlocks(const Context& context, Session& session) {
    const std::string told = maintenance(session).deadlocks(session.connection());
    if (context.globals.json) {
      context.out << json_document().add("deadlocks", told).text();
    } else if (told.empty()) {
      context.say("The server knows of no deadlock.");
    } else {
      context.out << told << '\n';
    }
  }

  void vacuum(const Context& context, Session& session) {
    keep_up(context, session, Upkeep::vacuum);
  }
  void analyze(const Context& context, Session& session) {
    keep_up(context, session, Upkeep::analyze);
  }
  void optimize(const Context& context, Session& session) {
    keep_up(context, session, Upkeep::optimize);
  }
  void check(const Context& context, Session& session) { keep_up(context, session, Upkeep::check); }

  void keep_up(const Context& context, Session& session, Upkeep upkeep) {
    const std::vector<std::string> sql = upkeep_statements(session, upkeep);
    for (const std::string& statement : sql) {
      const auto start = context.clock.now();
      std::vector<Notice> notices;
      Rows rows;
      {
        const NoticeScope hearing(session.connection(),
                                  [&](const Notice& notice) { notices.push_back(notice); });
        rows = session.connection().fetch_all(statement);
      }
      const auto took =
          std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now() - start);
      context.say(fmt::format("{} {}, {}", context.err_style.sign(Sign::ok), statement,
                              duration_text(took)));
      say_notices(context, notices);
      for (const Row& row : rows)
        tell(context, row);
    }
    if (sql.empty()) context.say("There are no tables.");
    context.next({{"covet db tables", ""}});
  }

  /// Of a whole database a server has much to say: what it leaves out, catalog by catalog.
  static void say_notices(const Context& context, const std::vector<Notice>& notices) {
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(most, notices.size()); ++i)
      context.say("  " + notice_text(notices[i]));
    if (notices.size() > most) {
      context.say(fmt::format("  {} and {} more", context.err_style.sign(Sign::ellipsis),
                              notices.size() - most));
    }
  }

  /// Of the tables that are named, else of the whole database; an engine that knows no such thing
  /// is told all its tables.
  std::vector<std::string> upkeep_statements(Session& session, Upkeep upkeep) const {
    if (names_.empty()) {
      std::vector<std::string> whole = maintenance(session).statements(upkeep, {});
      if (!whole.empty()) return whole;
    }
    const std::vector<TableSize> known = maintenance(session).tables(session.connection());
    std::vector<TableName> tables;
    for (const std::string& name : names_) {
      tables.push_back(table_named(name));
      require_known(known, tables.back(), name);
    }
    if (names_.empty()) {
      for (const TableSize& one : known)
        tables.push_back(one.name);
    }
    return maintenance(session).statements(upkeep, tables);
  }

  static void require_known(const std::vector<TableSize>& known, const TableName& table,
                            const std::string& written) {
    const bool found = std::ranges::any_of(known, [&](const TableSize& one) {
      return one.name.name == table.name &&
             (table.schema.empty() || table.schema == one.name.schema);
    });
    if (!found) {
      throw Error(Errc::not_found, fmt::format("there is no table {}", written),
                  "`covet db tables` lists them");
    }
  }

  /// What a check found: "ok", or something else.
  void tell(const Context& context, const Row& row) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < row.size(); ++i)
      words.push_back(to_text(row[i]));
    if (is_fine(words)) return;
    found_something_ = true;
    context.out << "  " << join(words, "  ") << '\n';
  }

  void backup(const Context& context, Session& session) {
    if (names_.size() != 1) {
      throw Error(Errc::usage, "backup wants the name of a new file",
                  "covet db backup blog-2026-11-25.db");
    }
    const std::filesystem::path file = context.folder / names_.front();
    if (std::filesystem::exists(file)) {
      throw Error(Errc::usage, context.shown(file) + " is there already", "name a new file");
    }
    maintenance(session).back_up(session.connection(), file.string());
    context.say("Wrote " + context.shown(file) + ".");
  }

  std::string action_;
  std::vector<std::string> names_;
  bool found_something_ = false;
};

}  // namespace

std::unique_ptr<Command> db_command() {
  return std::make_unique<DbCommand>();
}

}  // namespace covet::cli
