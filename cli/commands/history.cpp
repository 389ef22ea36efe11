#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/strings.h"
#include "migrations/run_log.h"

namespace covet::cli {
namespace {

using migrations::RunRecord;

class History : public Command {
 public:
  CommandInfo info() const override {
    return {"history", "", "Show what was run on the database, when and by whom", Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("-n,--limit", limit_, "Only the last N runs; 0: all")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber);
    app.add_flag("--statements", statements_, "Also how long each statement took");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Session session = open_session(context, project, Access::read_only);
    migrations::RunLog log(session.connection(), session.ddl(), project.config.history_table);
    const std::vector<RunRecord> records =
        log.read(limit_ == 0 ? std::nullopt : std::optional(static_cast<std::size_t>(limit_)));
    if (context.globals.json) {
      print_json(context, session, records);
    } else {
      print(context, session, records);
    }
    return ExitCode::ok;
  }

 private:
  void print(const Context& context, const Session& session,
             const std::vector<RunRecord>& records) const {
    const Style& style = context.out_style;
    context.out << style.paint(Colour::bold, session.target().display()) << "\n";
    if (records.empty()) {
      context.out << "Nothing was run yet.\n" << std::flush;
      return context.next({{"covet migrate", "applies what is pending"}});
    }
    Table table({{""},
                 {"when"},
                 {"what"},
                 {"version"},
                 {"name", false, 2},
                 {"took", true, 3},
                 {"by", false, 4},
                 {"with", false, 5},
                 {""}});
    for (const RunRecord& record : records) {
      add(context, table, record);
      if (statements_) add_statements(table, record);
    }
    context.out << '\n'
                << table.text(style, context.terminal.out ? context.terminal.width : 0, 2)
                << std::flush;
    context.next({{"covet status", "how the files and the database stand to each other"}});
  }

  static void add(const Context& context, Table& table, const RunRecord& record) {
    const bool failed = record.outcome == "failed";
    const Colour colour = failed ? Colour::red : Colour::green;
    const std::string what =
        failed ? (record.direction == "down" ? "down failed" : "up failed") : record.outcome;
    table.add({Cell(std::string(context.out_style.sign(failed ? Sign::failed : Sign::ok)), colour),
               context.shown(record.started_at), what, record.version.text(),
               replace_all(record.name, "_", " "), duration_text(record.took), record.who,
               record.tool, Cell(one_line(record.error), colour)});
  }

  static std::string which(const migrations::StatementTime& time) {
    if (time.last == 0) return fmt::format("  statement {}", time.number);
    return fmt::format("  statements {} to {}", time.number, time.last);
  }

  static void add_statements(Table& table, const RunRecord& record) {
    for (const migrations::StatementTime& time : record.statements) {
      table.add({Cell(), Cell(), Cell(), Cell(), Cell(which(time)), Cell(duration_text(time.took)),
                 Cell(), Cell(), Cell(one_line(time.sql))});
    }
  }

  static void print_json(const Context& context, const Session& session,
                         const std::vector<RunRecord>& records) {
    JsonArray runs;
    for (const RunRecord& record : records) {
      JsonArray statements;
      for (const migrations::StatementTime& time : record.statements) {
        JsonObject one;
        one.add("statement", time.number).add("took_ms", time.took.count());
        if (time.last != 0) one.add("last", time.last);
        one.add_unless_empty("sql", time.sql);
        statements.add(one);
      }
      JsonObject json;
      json.add("version", record.version.text()).add("name", record.name);
      json.add("direction", record.direction).add("outcome", record.outcome);
      json.add("started_at", to_text(record.started_at)).add("took_ms", record.took.count());
      json.add("by", record.who).add("with", record.tool);
      json.add_unless_empty("error", record.error);
      runs.add(json.add("statements", statements));
    }
    JsonObject document = json_document();
    document.add("environment", session.target().environment)
        .add("database", session.target().shown);
    context.out << document.add("runs", runs).text() << std::flush;
  }

  std::int64_t limit_ = 20;
  bool statements_ = false;
};

}  // namespace

std::unique_ptr<Command> history_command() {
  return std::make_unique<History>();
}

}  // namespace covet::cli
