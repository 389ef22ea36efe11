#include "cli/progress.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/core.h>

#include "cli/duration_text.h"
#include "cli/row_progress.h"
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

/// What a person should know who watches a run that doesn't get on.
std::string message_of(const migrations::LockWait& event) {
  std::string text = event.error;
  if (!event.blockers.empty()) text += "; held by " + join(event.blockers, ", and ");
  return fmt::format("{}; attempt {} in {}", text, event.attempt + 1, duration_text(event.pause));
}
std::string message_of(const migrations::OrphanWait& event) {
  return "a covet was killed while its statement ran, and its session still works; waiting for " +
         event.session;
}
std::string message_of(const migrations::Settled& event) {
  return fmt::format("{} was interrupted at statement {}, which {}",
                     event.run->migration->version.text(), event.index + 1,
                     event.took_effect ? "took effect" : "did not take effect and runs again");
}

std::string message_of(const migrations::StatementNotice& event) {
  return notice_text(*event.notice);
}

std::string rate_of(const migrations::BatchDone& event) {
  return rows_text(static_cast<std::uint64_t>(std::max<std::int64_t>(event.rows_done, 0)),
                   static_cast<std::uint64_t>(std::max<std::int64_t>(event.rows_total, 0)),
                   event.since_start);
}

/// " at statement 3"; "" where no statement failed.
std::string place_of(const migrations::Failure& failure) {
  if (failure.error.code() == Errc::in_doubt) return " during COMMIT, with an unknown outcome";
  return failure.statement ? fmt::format(" at statement {}", *failure.statement + 1) : "";
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
    draw(*event.run, event.index, event.count, std::string(event.sql));
  }
  void on(const migrations::StatementDone& event) {
    if (context_.globals.verbose > 0)
      leave(fmt::format("      {};  {}", event.sql, duration_text(event.took)));
  }
  void on(const migrations::BatchDone& event) {
    draw(*event.run, event.index, event.index + 1, rate_of(event));
  }
  template <typename Message>
  void on(const Message& event) {
    leave("      " + message_of(event));
  }
  void on(const migrations::RunDone& event) {
    leave(fmt::format("  {} {}  {}", context_.err_style.painted(Sign::ok), name_of_run(*event.run),
                      ending_of(event)));
  }
  void on(const migrations::RunFailed& event) {
    leave(fmt::format("  {} {}  failed{}", context_.err_style.painted(Sign::failed),
                      name_of_run(*event.run), place_of(*event.failure)));
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
      : context_(context),
        github_(!context.environment("GITHUB_ACTIONS").value_or("").empty()),
        detailed_(github_ || context.globals.verbose > 0) {}

  void on(const migrations::RunStarted& event) {
    if (context_.globals.quiet) return;
    open_ = !detailed_;
    next_rate_ = {};
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
    if (detailed_) context_.say(fmt::format("      {};", event.sql));
  }
  void on(const migrations::StatementDone& event) {
    if (detailed_) context_.say("      " + duration_text(event.took));
  }
  /// One line in so long a time, for logs.
  void on(const migrations::BatchDone& event) {
    constexpr std::chrono::milliseconds between_lines{10'000};
    if (event.since_start < next_rate_ && event.rows_done < event.rows_total) return;
    next_rate_ = event.since_start + between_lines;
    context_.say((open_ ? "\n      " : "      ") + rate_of(event));
    open_ = false;
  }
  template <typename Message>
  void on(const Message& event) {
    context_.say((open_ ? "\n      " : "      ") + message_of(event));
    open_ = false;
  }
  void on(const migrations::RunDone& event) {
    finish((event.skipped ? "" : "ok ") + ending_of(event));
  }
  void on(const migrations::RunFailed& event) { finish("FAILED" + place_of(*event.failure)); }

 private:
  void finish(const std::string& line) const {
    context_.say(line);
    if (github_) context_.say("::endgroup::");
  }

  const Context& context_;
  bool github_;
  bool detailed_;                           ///< each statement has its lines
  bool open_ = false;                       ///< the line of the migration has no end yet
  std::chrono::milliseconds next_rate_{0};  ///< since the statement began
};

class JsonProgress {
 public:
  explicit JsonProgress(const Context& context) : context_(context) {}

  void on(const migrations::RunStarted& event) {
    JsonObject json = about(*event.run);
    print_event(context_, "start", json.add("index", event.index + 1).add("count", event.count));
  }
  void on(const migrations::StatementStarted&) {}
  void on(const migrations::StatementNotice& event) {
    JsonObject json = about(*event.run);
    json.add("line", event.statement->line).add("severity", event.notice->severity);
    print_event(context_, "notice", json.add("message", event.notice->message));
  }
  void on(const migrations::StatementDone& event) {
    JsonObject json = about(*event.run);
    json.add("line", event.statement->line).add("sql", event.sql);
    print_event(context_, "statement", json.add("took_ms", event.took.count()));
  }
  void on(const migrations::RunDone& event) {
    JsonObject json = about(*event.run);
    print_event(context_, "done",
                json.add("took_ms", event.took.count()).add("skipped", event.skipped));
  }
  void on(const migrations::LockWait& event) {
    JsonArray blockers;
    for (const std::string& blocker : event.blockers)
      blockers.add(blocker);
    JsonObject json = about(*event.run);
    json.add("message", event.error).add("blockers", blockers).add("attempt", event.attempt);
    print_event(context_, "lock_wait", json.add("pause_ms", event.pause.count()));
  }
  void on(const migrations::BatchDone& event) {
    JsonObject json = about(*event.run);
    json.add("statement", event.index + 1).add("rows_done", event.rows_done);
    json.add("rows_total", event.rows_total).add("took_ms", event.since_start.count());
    print_event(context_, "batch", json);
  }
  void on(const migrations::OrphanWait& event) {
    print_event(context_, "orphan_wait", about(*event.run).add("session", event.session));
  }
  void on(const migrations::Settled& event) {
    JsonObject json = about(*event.run);
    json.add("statement", event.index + 1).add("took_effect", event.took_effect);
    print_event(context_, "settled", json);
  }
  void on(const migrations::RunFailed& event) {
    const migrations::Failure& failure = *event.failure;
    JsonObject json = about(*event.run);
    if (failure.statement) json.add("statement", *failure.statement + 1);
    json.add("statements_done", failure.statements_done);
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

std::string notice_text(const Notice& notice) {
  const bool warning = to_lower(notice.severity) == "warning";
  return (warning ? "warning: " : "note: ") + notice.message;
}

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
