#include <limits>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/query_screen.h"
#include "cli/session.h"
#include "core/base/strings.h"
#include "core/query/keyset.h"
#include "core/query/parse.h"

namespace covet::cli {
namespace {

/// Files and pipes get all.
constexpr std::uint64_t unlimited_rows = std::numeric_limits<std::uint64_t>::max();

bool writes(const query::Query& query) {
  return query.purpose == query::Query::Purpose::update ||
         query.purpose == query::Query::Purpose::remove;
}

class QueryCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"query", "", "Ask for rows in the words of the models", Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("query", text_, "A model, or a query: 'post.filter(title__contains=\"x\")[:10]'")
        ->required()
        ->type_name("QUERY");
    add(app, "--filter", filters_, "CONDITION", "Only rows that meet this: 'age__gte=18'");
    add(app, "--exclude", excludes_, "CONDITION", "No rows that meet this");
    add(app, "--order", orders_, "FIELD", "Sort by this; -FIELD descends; may be repeated");
    add(app, "--fields", fields_, "FIELD", "Only these; may be repeated, or have commas");
    add(app, "--aggregate", aggregates_, "VALUE", "One value of all rows: 'n=Count()'");
    app.add_option("--limit", limit_, "At most so many rows")->type_name("N");
    app.add_flag("--count", count_, "How many rows there are");
    app.add_flag("--sql", sql_, "Show the statement instead of running it");
    app.add_flag("--write", write_, "Let update(…) and delete() change rows");
    app.add_option("--page", page_, "So many rows, and where the next ones begin")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000));
    app.add_option("--after", after_, "The page behind this place, which the page before gave")
        ->type_name("PLACE")
        ->needs("--page");
    app.add_flag("--explain", explain_, "Show how the engine would run it");
    app.add_flag("--analyze", analyze_, "Run it, and show how long each part took");
    app.add_option("--format", format_, "How rows are written")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"table", "json", "jsonl", "csv"}));
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = load_models(context, project);
    const std::string text = whole_text();
    query::QuerySet asked = query::parse_query(text);
    const bool screen = format_.empty() && !context.globals.json;
    const bool cut = screen && context.terminal.out && page_ == 0 && is_long(asked.query());
    if (cut) asked = asked.limit(rows_on_screen + 1);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const schema::Backend& backend = backend_for(target.url);
    const bool changes = writes(asked.query());
    query::PageQuery page = compiled(asked.query(), models, backend.dialect, text);
    if (sql_) {
      show_statement(context, page.compiled.statement);
      return ExitCode::ok;
    }
    if (explain_ || analyze_) {
      explain(context, project, target, page.compiled.statement, changes);
      return ExitCode::ok;
    }
    if (changes && !write_) refuse(context, project, target, models, asked.query());
    if (changes) require_approval(context, target, {"change rows of " + asked.query().model, {}});
    Session session(context, project, target,
                    changes || asked.query().lock ? Access::read_write : Access::read_only);
    if (changes) {
      write_rows(context, project, session, models, asked);
      return ExitCode::ok;
    }
    const std::uint64_t most = cut ? rows_on_screen : page_ > 0 ? page_ : unlimited_rows;
    const ShownRows shown = show_rows(context, session.connection(), page, asked.query().purpose,
                                      chosen_format(context), most);
    if (shown.more && cut)
      context.note("there are more rows; --limit N or --format jsonl shows them");
    if (!shown.next.empty()) context.next({{same_query(shown.next), "the rows behind these"}});
    return ExitCode::ok;
  }

 private:
  static void add(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                  const std::string& type, const std::string& text) {
    app.add_option(name, values, text)->type_name(type)->allow_extra_args(false);
  }

  std::string whole_text() const {
    std::string text = text_;
    const auto step = [&](std::string_view name, const std::string& arguments) {
      text += fmt::format(".{}({})", name, arguments);
    };
    for (const std::string& condition : filters_)
      step("filter", condition);
    for (const std::string& condition : excludes_)
      step("exclude", condition);
    const auto names = [](const std::vector<std::string>& given) {
      std::vector<std::string> quoted;
      for (const std::string& each : given) {
        for (const std::string& name : split(each, ','))
          quoted.push_back("\"" + replace_all(std::string(trim(name)), "\"", "\\\"") + "\"");
      }
      return join(quoted, ", ");
    };
    if (!fields_.empty()) step("values", names(fields_));
    if (!orders_.empty()) step("order_by", names(orders_));
    if (limit_ != unlimited) step("limit", fmt::format("{}", limit_));
    if (!aggregates_.empty()) step("aggregate", join(aggregates_, ", "));
    if (count_) step("count", "");
    return text;
  }

  static bool is_long(const query::Query& query) {
    return query.purpose == query::Query::Purpose::rows && !query.limit;
  }

  /// A page where one is asked for, else the whole query.
  query::PageQuery compiled(const query::Query& query, const model::ModelSet& models,
                            const Dialect& dialect, const std::string& text) const {
    try {
      if (page_ > 0) return query::page_query(query, models, dialect, page_ + 1, after_);
      return {.compiled = query::compile(query, models, dialect)};
    } catch (const Error& error) {
      throw query::point_at_name(error, text);
    }
  }

  void explain(const Context& context, const Project& project, const Target& target,
               const Statement& statement, bool changes) const {
    if (analyze_ && changes) {
      throw Error(Errc::usage, "--analyze runs the statement, and this one changes rows",
                  "use --explain, which doesn't");
    }
    Session session(context, project, target, Access::read_only);
    show_plan(context, session.connection(), statement, analyze_, chosen_format(context));
  }

  std::string chosen_format(const Context& context) const {
    return !format_.empty() ? format_ : context.globals.json ? "json" : "table";
  }

  /// This command for the page behind `place`.
  std::string same_query(const std::string& place) const {
    std::string command = "covet query " + shell_word(text_);
    const auto options = [&](std::string_view name, const std::vector<std::string>& values) {
      for (const std::string& value : values)
        command += fmt::format(" {} {}", name, shell_word(value));
    };
    options("--filter", filters_);
    options("--exclude", excludes_);
    options("--order", orders_);
    options("--fields", fields_);
    if (!format_.empty()) command += " --format " + format_;
    return command + fmt::format(" --page {} --after {}", page_, place);
  }

  /// Counts the rows instead of changing them: an engine may have tables that no ROLLBACK restores.
  [[noreturn]] static void refuse(const Context& context, const Project& project,
                                  const Target& target, const model::ModelSet& models,
                                  query::Query query) {
    const bool removes = query.purpose == query::Query::Purpose::remove;
    query.purpose = query::Query::Purpose::count;
    query.assignments.clear();
    Session session(context, project, target, Access::read_only);
    const Statement counting = query::compile(query, models, session.backend().dialect).statement;
    const auto rows = static_cast<std::size_t>(as_int(session.connection().fetch_value(counting)));
    throw Error(Errc::refused,
                fmt::format("this would {} {} of {}", removes ? "delete" : "update",
                            count_of(rows, "row"), query.model),
                "pass --write to do it");
  }

  static constexpr std::int64_t unlimited = -1;

  std::string text_;
  std::vector<std::string> filters_;
  std::vector<std::string> excludes_;
  std::vector<std::string> orders_;
  std::vector<std::string> fields_;
  std::vector<std::string> aggregates_;
  std::int64_t limit_ = unlimited;
  std::string format_;
  bool count_ = false;
  bool sql_ = false;
  bool explain_ = false;
  bool analyze_ = false;
  std::uint64_t page_ = 0;
  std::string after_;
  bool write_ = false;
};

}  // namespace

std::unique_ptr<Command> query_command() {
  return std::make_unique<QueryCommand>();
}

}  // namespace covet::cli
