#include "cli/progress.h"

#include <memory>
#include <ostream>

#include <fmt/core.h>

#include "cli/duration_text.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

using migrations::Direction;
using migrations::Run;

std::string name_of_run(const Run& run) {
  return fmt::format("{}{}  {}", run.direction == Direction::down ? "undo " : "",
                     run.migration->version.text(), run.migration->title());
}

/// A file from `make --empty` that nobody filled in runs too: it must not pass for one that did
/// something.
std::string ending_of(const migrations::RunDone& event) {
  if (event.skipped) return "applied by somebody else";
  const Run& run = *event.run;
  const auto& section =
      run.direction == Direction::down ? run.migration->down : std::optional(run.migration->up);
  const bool empty = section && section->statements.empty();
  return duration_text(event.took) + (empty ? "  (it holds no statement)" : "");
}

/// The first words of a statement, on one line.
std::string abridged(const std::string& sql, std::size_t width, const Style& style) {
  std::string text;
  for (const std::string& word : split(replace_all(sql, "\n", " "), ' ')) {
    if (word.empty()) continue;
    if (display_width(text) + display_width(word) + 1 > width)
      return text + " " + std::string(style.sign(Sign::ellipsis));
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

/// A line that is drawn over while a migration runs, and left behind when it ends.
class LiveProgress {
 public:
  explicit LiveProgress(const Context& context) : context_(context) {}

  void on(const migrations::RunStarted& event) { draw(*event.run, 0, 1, ""); }
  void on(const migrations::StatementStarted& event) {
    draw(*event.run, event.index, event.count, event.statement->text);
  }
  void on(const migrations::StatementDone& event) {
    if (context_.globals.verbose > 0)
      leave("      " + event.statement->text + ";  " + duration_text(event.took));
  }
  void on(const migrations::RunDone& event) {
    leave(fmt::format("  {} {}  {}", context_.err_style.painted(Sign::ok), name_of_run(*event.run),
                      ending_of(event)));
  }
  void on(const migrations::RunFailed& event) {
    leave(fmt::format("  {} {}  statement {} failed", context_.err_style.painted(Sign::failed),
                      name_of_run(*event.run), event.failure->statement + 1));
  }

 private:
  void draw(const Run& run, std::size_t index, std::size_t count, const std::string& sql) const {
    if (context_.globals.quiet) return;
    constexpr std::size_t bar_width = 12;
    const Style& style = context_.err_style;
    const std::size_t full = count == 0 ? 0 : bar_width * index / count;
    std::string bar;
    for (std::size_t i = 0; i < bar_width; ++i)
      bar += style.sign(i < full ? Sign::bar_full : Sign::bar_empty);
    const std::string head = fmt::format("  {} {}  [{}] {}/{}  ", style.painted(Sign::running),
                                         name_of_run(run), bar, index, count);
    const std::size_t taken = display_width(name_of_run(run)) + 28;
    const std::size_t room = context_.terminal.width > taken ? context_.terminal.width - taken : 0;
    context_.err << "\r\x1b[K" << head << style.paint(Colour::dim, abridged(sql, room, style))
                 << std::flush;
  }
  void leave(const std::string& line) const {
    if (context_.globals.quiet) return;
    context_.err << "\r\x1b[K" << line << '\n' << std::flush;
  }

  const Context& context_;
};

/// One line a migration, for logs.
class PlainProgress {
 public:
  explicit PlainProgress(const Context& context)
      : context_(context), github_(!context.environment("GITHUB_ACTIONS").value_or("").empty()) {}

  void on(const migrations::RunStarted& event) {
    if (context_.globals.quiet) return;
    open_ = !github_ && context_.globals.verbose == 0;
    context_.err << (github_ ? "::group::" : "")
                 << fmt::format("[{}/{}] {}", event.index + 1, event.count,
                                name_of_run(*event.run));
    if (open_) {
      context_.err << ' ' << context_.err_style.sign(Sign::ellipsis) << ' ' << std::flush;
    } else {
      context_.err << '\n' << std::flush;
    }
  }
  void on(const migrations::StatementStarted& event) {
    if (!open_) context_.say("      " + event.statement->text + ";");
  }
  void on(const migrations::StatementDone& event) {
    if (!open_) context_.say("      " + duration_text(event.took));
  }
  void on(const migrations::RunDone& event) {
    finish((event.skipped ? "" : "ok ") + ending_of(event));
  }
  void on(const migrations::RunFailed& event) {
    finish(fmt::format("FAILED at statement {}", event.failure->statement + 1));
  }

 private:
  void finish(const std::string& line) const {
    context_.say(line);
    if (github_) context_.say("::endgroup::");
  }

  const Context& context_;
  bool github_;
  bool open_ = false;
};

class JsonProgress {
 public:
  explicit JsonProgress(const Context& context) : context_(context) {}

  void on(const migrations::RunStarted& event) {
    JsonObject json = about(*event.run);
    print_event(context_, "start", json.add("index", event.index + 1).add("count", event.count));
  }
  void on(const migrations::StatementStarted&) {}
  void on(const migrations::StatementDone& event) {
    JsonObject json = about(*event.run);
    json.add("line", event.statement->line).add("sql", event.statement->text);
    print_event(context_, "statement", json.add("took_ms", event.took.count()));
  }
  void on(const migrations::RunDone& event) {
    JsonObject json = about(*event.run);
    print_event(context_, "done",
                json.add("took_ms", event.took.count()).add("skipped", event.skipped));
  }
  void on(const migrations::RunFailed& event) {
    const migrations::Failure& failure = *event.failure;
    JsonObject json = about(*event.run);
    json.add("statement", failure.statement + 1).add("statements_done", failure.statements_done);
    json.add("nothing_changed", failure.nothing_changed).add("code", name_of(failure.error.code()));
    print_event(context_, "failed", json.add("message", failure.error.message()));
  }

 private:
  static JsonObject about(const Run& run) {
    JsonObject json;
    json.add("migration", run.migration->version.text()).add("name", run.migration->name);
    return json.add("direction", run.direction == Direction::up ? "up" : "down");
  }
  const Context& context_;
};

template <typename Progress>
migrations::Observer observer(const Context& context) {
  return [progress = std::make_shared<Progress>(context)](const migrations::Event& event) {
    std::visit([&](const auto& happened) { progress->on(happened); }, event);
  };
}

}  // namespace

void print_event(const Context& context, std::string_view event, const JsonObject& rest) {
  context.out << json_document().add("event", event).add("data", rest).line() << '\n' << std::flush;
}

migrations::Observer show_progress(const Context& context) {
  if (context.globals.json) return observer<JsonProgress>(context);
  const bool ci = !context.environment("CI").value_or("").empty();
  const bool dumb = context.environment("TERM").value_or("") == "dumb";
  if (context.terminal.err && !ci && !dumb) return observer<LiveProgress>(context);
  return observer<PlainProgress>(context);
}

}  // namespace covet::cli
