#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/audit.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/row_writer.h"
#include "cli/session.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "core/query/receive.h"
#include "core/record/store.h"

namespace covet::cli {
namespace {

/// A screen's worth; files and pipes get all.
constexpr std::uint64_t rows_on_screen = 200;

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
    app.add_option("--format", format_, "How rows are written")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"table", "json", "jsonl", "csv"}));
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = load_models(context, project);
    query::QuerySet asked = query::parse_query(whole_text());
    const bool screen = format_.empty() && !context.globals.json;
    const bool cut = screen && context.terminal.out && is_long(asked.query());
    if (cut) asked = asked.limit(rows_on_screen + 1);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const schema::Backend& backend = backend_for(target.url);
    const bool changes = writes(asked.query());
    const query::Compiled compiled = query::compile(asked.query(), models, backend.dialect);
    if (sql_) {
      show_sql(context, compiled.statement);
      return ExitCode::ok;
    }
    if (changes && !write_) refuse(context, project, target, models, asked.query());
    if (changes) require_approval(context, target, {"change rows of " + asked.query().model, {}});
    Session session(context, project, target, changes ? Access::read_write : Access::read_only);
    if (changes) return change(context, project, session, models, asked);
    show_rows(context, session, compiled, cut,
              asked.query().purpose == query::Query::Purpose::exists);
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

  static void show_sql(const Context& context, const Statement& statement) {
    if (context.globals.json) {
      JsonArray params;
      for (const Value& value : statement.params)
        params.add(to_text(value));
      context.out << json_document().add("sql", statement.sql).add("params", params).text();
      return;
    }
    context.out << statement.sql << ";\n";
    for (std::size_t i = 0; i < statement.params.size(); ++i)
      context.out << fmt::format("-- {}: {}\n", i + 1, one_line(to_text(statement.params[i])));
  }

  void show_rows(const Context& context, Session& session, const query::Compiled& compiled,
                 bool cut, bool exists) const {
    std::vector<std::string> names;
    for (const query::Output& output : compiled.outputs)
      names.push_back(output.name);
    const std::string chosen = !format_.empty() ? format_ : context.globals.json ? "json" : "table";
    const auto writer = make_row_writer(chosen, context, std::move(names));
    const auto cursor = session.connection().stream(compiled.statement);
    std::uint64_t rows = 0;
    std::vector<Value> values(compiled.outputs.size());
    bool more = false;
    if (exists) {
      writer->add({cursor->next() != nullptr});
      writer->finish();
      return;
    }
    while (const Row* const row = cursor->next()) {
      if (cut && rows == rows_on_screen) {
        more = true;
        continue;
      }
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = query::received(compiled.outputs[i], (*row)[i]);
      writer->add(values);
      ++rows;
    }
    writer->finish();
    context.out << std::flush;
    if (more) context.note("there are more rows; --limit N or --format jsonl shows them");
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

  static ExitCode change(const Context& context, const Project& project, Session& session,
                         const model::ModelSet& models, const query::QuerySet& asked) {
    CommandAudit audit(context, project, session.connection());
    const record::Hooks hooks;
    record::Store store(models, session.connection(), hooks, context.clock);
    Transaction transaction(session.connection());
    const std::uint64_t rows = store.observed_by(audit.observer()).write(asked);
    const bool removes = asked.query().purpose == query::Query::Purpose::remove;
    transaction.commit();
    if (context.globals.json) {
      context.out << json_document().add("rows", rows).text();
    } else {
      context.say(fmt::format("{}d {}.", removes ? "Delete" : "Update", count_of(rows, "row")));
    }
    return ExitCode::ok;
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
  bool write_ = false;
};

}  // namespace

std::unique_ptr<Command> query_command() {
  return std::make_unique<QueryCommand>();
}

}  // namespace covet::cli
