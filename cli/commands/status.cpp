#include <algorithm>
#include <map>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/strings.h"
#include "migrations/decide.h"
#include "migrations/tags.h"

namespace covet::cli {
namespace {

using migrations::Standing;
using migrations::StatusLine;
using Counts = std::map<Standing, std::size_t>;

struct Face {
  Sign sign;
  Colour colour;
  std::string_view word;    ///< in the last line: "1 edited"
  std::string_view remark;  ///< beside the migration
};

Face face_of(Standing standing) {
  switch (standing) {
    case Standing::applied:
      return {Sign::ok, Colour::green, "applied", ""};
    case Standing::baseline:
      return {Sign::ok, Colour::green, "baseline", "baseline"};
    case Standing::pending:
      return {Sign::pending, Colour::dim, "pending", ""};
    case Standing::partial:
      return {Sign::attention, Colour::yellow, "partly applied", "partly applied"};
    case Standing::edited:
      return {Sign::attention, Colour::yellow, "edited", "edited since (checksum)"};
    case Standing::missing_file:
      return {Sign::unknown, Colour::red, "without a file", "no file"};
    case Standing::midway:
      return {Sign::attention, Colour::yellow, "half of a squashed file",
              "squashed; only some of it is applied"};
  }
  return {Sign::unknown, Colour::red, "unknown", ""};
}

std::size_t count_in(const Counts& counts, Standing standing) {
  const auto found = counts.find(standing);
  return found == counts.end() ? 0 : found->second;
}

/// How many changes of the models no migration holds; nothing where they can't be compared without
/// writing, or while migrations are pending.
std::optional<std::size_t> uncovered_changes(const Context& context, const Project& project,
                                             Session& session) {
  try {
    const schema::Comparison comparison =
        schema::compare(session.connection(), session.backend(), session.ddl(),
                        load_models(context, project), session.scope());
    if (!comparison.unspelled.empty()) return std::nullopt;
    return comparison.changes.size();
  } catch (const Error& error) {
    context.detail("models not compared: " + error.message());
    return std::nullopt;
  }
}

class Status : public Command {
 public:
  CommandInfo info() const override {
    return {"status", "", "Show which migrations are applied", Group::every_day};
  }

  void define(CLI::App& app) override {
    app.add_flag("--exit-code", exit_code_,
                 "Exit with 1 if a migration is pending, edited or without a file");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Session session = open_session_to_compare(context, project);
    const std::vector<migrations::Migration> files = session.migrations(project);
    const std::vector<StatusLine> lines = migrations::stand(files, session.history().read());
    Counts counts;
    for (const StatusLine& line : lines)
      ++counts[line.standing];
    const bool settled =
        count_in(counts, Standing::pending) + count_in(counts, Standing::partial) == 0;
    std::optional<std::size_t> uncovered;
    if (settled) uncovered = uncovered_changes(context, project, session);
    if (context.globals.json) {
      print_json(context, session, lines, uncovered);
    } else {
      print(context, session, lines, counts, uncovered);
    }
    const std::size_t fine =
        count_in(counts, Standing::applied) + count_in(counts, Standing::baseline);
    return exit_code_ && fine < lines.size() ? ExitCode::finding : ExitCode::ok;
  }

 private:
  static Table table_of(const Context& context, const std::vector<StatusLine>& lines) {
    Table table({{""},
                 {"version"},
                 {"name"},
                 {"applied", false, 2},
                 {"took", true, 3},
                 {"by", false, 4},
                 {"tags", false, 1},
                 {""}});
    for (const StatusLine& line : lines) {
      const Face face = face_of(line.standing);
      const bool ran = line.row && line.standing != Standing::partial;
      std::string remark(face.remark);
      if (line.standing == Standing::partial && line.row) {
        remark += fmt::format(": {} of {} statements", line.row->statements_done,
                              line.row->statements_total);
      }
      table.add(
          {Cell(std::string(context.out_style.sign(face.sign)), face.colour), line.version.text(),
           replace_all(line.name, "_", " "), ran ? context.shown(line.row->applied_at) : "pending",
           ran ? duration_text(line.row->took) : "", line.row ? line.row->applied_by : "",
           line.row ? join(migrations::tags_of(*line.row), ", ") : "", Cell(remark, face.colour)});
    }
    return table;
  }

  static void print(const Context& context, const Session& session,
                    const std::vector<StatusLine>& lines, const Counts& counts,
                    const std::optional<std::size_t>& uncovered) {
    const Style& style = context.out_style;
    context.out << style.paint(Colour::bold, session.target().display());
    if (uncovered && *uncovered > 0) {
      context.out << "   "
                  << style.paint(Colour::yellow, fmt::format("models: {} not in a migration",
                                                             count_of(*uncovered, "change")));
    }
    context.out << (lines.empty() ? "\n" : "\n\n")
                << table_of(context, lines)
                       .text(style, context.terminal.out ? context.terminal.width : 0, 2);
    std::vector<std::string> parts;
    for (const auto& [standing, count] : counts)
      parts.push_back(fmt::format("{} {}", count, face_of(standing).word));
    context.out << (lines.empty() ? "No migrations yet." : "\n" + join(parts, ", ")) << '\n'
                << std::flush;
    suggest(context, lines, counts, uncovered.value_or(0));
  }

  static void suggest(const Context& context, const std::vector<StatusLine>& lines,
                      const Counts& counts, std::size_t uncovered) {
    std::vector<Context::Step> steps;
    const std::size_t open =
        count_in(counts, Standing::pending) + count_in(counts, Standing::partial);
    if (count_in(counts, Standing::edited) > 0) {
      const auto edited = std::ranges::find(lines, Standing::edited, &StatusLine::standing);
      steps.push_back({"git log -p -- " + context.shown(edited->migration->file),
                       "who edited an applied migration"});
    }
    if (open > 0) steps.push_back({"covet migrate", fmt::format("apply {}", open)});
    if (uncovered > 0)
      steps.push_back({"covet make \"describe it\"", "write the models' changes as a migration"});
    if (steps.empty())
      steps.push_back({"covet make \"describe it\"", "after a change of the models"});
    context.next(steps);
  }

  static void print_json(const Context& context, const Session& session,
                         const std::vector<StatusLine>& lines,
                         const std::optional<std::size_t>& uncovered) {
    JsonArray migrations;
    for (const StatusLine& line : lines) {
      JsonObject json;
      json.add("version", line.version.text()).add("name", line.name);
      json.add("standing", migrations::name_of(line.standing));
      if (line.migration != nullptr) json.add("file", context.shown(line.migration->file));
      if (line.row) {
        json.add("applied_at", to_text(line.row->applied_at))
            .add("took_ms", line.row->took.count());
        json.add("applied_by", line.row->applied_by)
            .add("statements_done", line.row->statements_done);
        json.add("statements_total", line.row->statements_total)
            .add("checksum", line.row->checksum);
        json.add_unless_empty("error", line.row->error);
        if (const auto tags = migrations::tags_of(*line.row); !tags.empty())
          json.add("tags", json_array(tags));
      }
      migrations.add(json);
    }
    JsonObject document = json_document();
    document.add("environment", session.target().environment)
        .add("database", session.target().shown);
    document.add("engine", session.backend().engine).add("migrations", migrations);
    if (uncovered) document.add("changes_not_in_a_migration", *uncovered);
    context.out << document.text();
  }

  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Command> status_command() {
  return std::make_unique<Status>();
}

}  // namespace covet::cli
