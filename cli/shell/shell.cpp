#include "cli/shell/shell.h"

#include <algorithm>
#include <array>
#include <limits>
#include <ostream>

#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/duration_text.h"
#include "cli/query_screen.h"
#include "cli/report.h"
#include "cli/table.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "core/query/relations.h"

namespace covet::cli {
namespace {

using Purpose = query::Query::Purpose;

bool flag_of(const std::string& command, const std::string& text, bool now) {
  if (text.empty()) return !now;
  if (text == "on" || text == "off") return text == "on";
  throw Error(Errc::usage, fmt::format("{} is on or off, not {}", command, text),
              command + " alone changes it");
}

std::string type_of(const model::Field& field) {
  std::string text(model::info(field.type).name);
  if (field.max_length) text += fmt::format("({})", *field.max_length);
  if (field.max_digits) text += fmt::format("({}, {})", *field.max_digits, *field.decimal_places);
  if (!field.to.empty()) text += " to " + field.to;
  return text;
}

}  // namespace

void Shell::run() {
  const Interrupts::Catch cancelling(context_.interrupts, [this] {
    const std::lock_guard guard(running_lock_);
    if (running_ != nullptr) running_->cancel();
  });
  if (person_) connection();
  std::string text;
  while (read(text)) {
    if (trim(text).empty()) continue;
    lines_.remember(text);
    try {
      if (!take(std::string(trim(text)))) return;
    } catch (const Error& error) {
      if (!person_) throw;
      report(error, context_);
    }
    context_.out << std::flush;
  }
}

std::string Shell::prompt(bool more) const {
  std::string name = target_.environment;
  if (name.empty()) name = std::filesystem::path(target_.url.database).stem().string();
  if (name.empty()) name = "covet";
  return (more ? std::string(name.size(), '.') : name) + (write_ ? "! " : "> ");
}

/// A query, of as many lines as its brackets need.
bool Shell::read(std::string& text) {
  text.clear();
  while (true) {
    const LineReader::Line line = lines_.read(prompt(!text.empty()));
    if (line.kind == LineReader::Line::Kind::abandoned) {
      text.clear();
      continue;
    }
    if (line.kind == LineReader::Line::Kind::end) {
      if (person_) context_.out << std::endl;
      // What isn't closed is said by its reader.
      return !text.empty();
    }
    text += (text.empty() ? "" : " ") + line.text;
    if (!is_open(text) || text.starts_with("\\q")) return true;
  }
}

bool Shell::take(const std::string& text) {
  if (text == "\\q" || text == "quit" || text == "exit") return false;
  const auto begin = context_.clock.now();
  if (text.starts_with('\\')) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    command(text.substr(0, blank), std::string(trim(text.substr(blank))));
    return true;
  }
  query(text);
  if (timing_) {
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(context_.clock.now() - begin);
    constexpr double thousand = 1000;
    context_.say(fmt::format("{:.1f} ms", static_cast<double>(taken.count()) / thousand));
  }
  return true;
}

void Shell::command(const std::string& name, const std::string& argument) {
  if (name == "\\d") return describe(argument);
  if (name == "\\sql") return show_sql(argument);
  if (name == "\\explain") return explain(argument);
  if (name == "\\format") return set_format(argument);
  if (name == "\\help" || name == "\\?" || name == "\\h") return help();
  if (name == "\\write") return set_write(flag_of(name, argument, write_));
  if (name == "\\timing") {
    timing_ = flag_of(name, argument, timing_);
    return context_.say(timing_ ? "Timing is on." : "Timing is off.");
  }
  throw Error(Errc::usage, "there is no command " + name, "\\help lists them");
}

Connection& Shell::connection() {
  if (session_ && session_->connection().usable()) return session_->connection();
  session_.reset();
  session_.emplace(context_, project_, target_, write_ ? Access::read_write : Access::read_only);
  return session_->connection();
}

class Shell::Running {
 public:
  Running(Shell& shell, Connection& connection) : shell_(shell) { set(&connection); }
  ~Running() { set(nullptr); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  void set(Connection* connection) {
    const std::lock_guard guard(shell_.running_lock_);
    shell_.running_ = connection;
  }
  Shell& shell_;
};

void Shell::query(const std::string& text) {
  const query::QuerySet asked = query::parse_query(text);
  if (asked.query().lock && !write_) {
    throw Error(Errc::refused, "this would lock rows of " + asked.query().model,
                "\\write on allows it");
  }
  connection();
  const Purpose purpose = asked.query().purpose;
  try {
    if (purpose == Purpose::update || purpose == Purpose::remove) return change(asked);
    show_rows(asked);
  } catch (const Error& error) {
    throw query::point_at_name(error, text);
  }
}

void Shell::show_rows(const query::QuerySet& asked) {
  const bool cut = person_ && format_ == "table" && asked.query().purpose == Purpose::rows &&
                   !asked.query().limit;
  const query::QuerySet limited = cut ? asked.limit(rows_on_screen + 1) : asked;
  Connection& line = session_->connection();
  const Running running(*this, line);
  const ShownRows shown = cli::show_rows(
      context_, line, {.compiled = query::compile(limited.query(), models_, line.dialect())},
      asked.query().purpose, format_,
      cut ? rows_on_screen : std::numeric_limits<std::uint64_t>::max());
  if (shown.more) context_.note("there are more rows: add .limit(N)");
}

void Shell::change(const query::QuerySet& asked) {
  const bool removes = asked.query().purpose == Purpose::remove;
  if (!write_)
    throw Error(Errc::refused, "this would change rows of " + asked.query().model,
                "\\write on allows it");
  Connection& line = session_->connection();
  const auto statement = [&](const query::Query& query) {
    return query::compile(query, models_, line.dialect()).statement;
  };
  if (person_) {
    query::Query counted = asked.query();
    counted.purpose = Purpose::count;
    counted.assignments.clear();
    std::size_t rows = 0;
    {
      const Running running(*this, line);
      rows = static_cast<std::size_t>(as_int(line.fetch_value(statement(counted))));
    }
    const std::string question = fmt::format("{} {} of {}? [y/N] ", removes ? "Delete" : "Update",
                                             count_of(rows, "row"), asked.query().model);
    if (!context_.confirm(question)) return context_.say("Nothing was changed.");
  }
  const Running running(*this, line);
  write_rows(context_, project_, *session_, models_, asked);
}

Statement Shell::compiled(const std::string& text, const Dialect& dialect) const {
  try {
    return query::compile(query::parse_query(text).query(), models_, dialect).statement;
  } catch (const Error& error) {
    throw query::point_at_name(error, text);
  }
}

void Shell::show_sql(const std::string& text) const {
  show_statement(context_, compiled(text, backend_for(target_.url).dialect));
}

void Shell::explain(const std::string& text) {
  Connection& line = connection();
  const Statement statement = compiled(text, line.dialect());
  const Running running(*this, line);
  show_plan(context_, line, statement, false, format_);
}

void Shell::describe(const std::string& name) const {
  if (name.empty()) {
    Table table({{"model"}, {"table"}, {"fields", true}});
    for (const model::Model& model : models_.models)
      table.add({model.handle, model.table_name(), std::to_string(model.fields.size())});
    context_.out << table.text(context_.out_style, 0);
    return;
  }
  const model::Model& model = model::find_model(models_, name);
  const std::vector<std::string> key = model.key_fields();
  Table table({{"field"}, {"type"}, {"null"}, {"key"}, {"about"}});
  for (const model::Field& field : model.fields) {
    const bool in_key = std::ranges::find(key, field.name) != key.end();
    const std::string_view kind = in_key ? "primary" : field.unique ? "unique" : "";
    table.add({Cell(field.name), Cell(type_of(field)),
               Cell(field.nullable && !in_key ? "yes" : "no"), Cell(std::string(kind)),
               Cell(field.comment)});
  }
  for (const std::string& each : query::relation_names(models_, model)) {
    if (model.find(each) != nullptr) continue;
    const auto relation = query::find_relation(models_, model, each);
    if (relation)
      table.add({Cell(each), Cell((relation->many ? "rows of " : "row of ") + relation->to->handle),
                 Cell(), Cell(), Cell()});
  }
  context_.out << table.text(context_.out_style, 0);
}

void Shell::help() const {
  context_.out << "A query is a model and what is asked of it, as for covet query:\n"
                  "  post.filter(author__name=\"Ada\").order_by(\"-created\")[:10]\n"
                  "It goes on in the next line while a bracket is open; Tab completes.\n\n";
  Table table({{"command"}, {"does"}});
  for (const ShellCommand& each : shell_commands()) {
    const std::string_view between = each.argument.empty() ? "" : " ";
    table.add({Cell(fmt::format("{}{}{}", each.name, between, each.argument)),
               Cell(std::string(each.summary))});
  }
  context_.out << table.text(context_.out_style, 0);
}

void Shell::set_format(const std::string& format) {
  constexpr std::array<std::string_view, 4> known = {"table", "json", "jsonl", "csv"};
  if (std::ranges::find(known, format) == known.end())
    throw Error(Errc::usage, "\\format can't be " + format, "table, json, jsonl or csv");
  format_ = format;
}

void Shell::set_write(bool on) {
  if (on) require_approval(context_, target_, {"change rows", {}});
  if (on != write_) session_.reset();
  write_ = on;
  context_.say(on ? "Rows may be changed." : "Rows are only read.");
}

}  // namespace covet::cli
