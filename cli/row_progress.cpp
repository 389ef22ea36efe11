#include "cli/row_progress.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <fmt/core.h>

#include "cli/duration_text.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

constexpr std::chrono::milliseconds between_draws{100};
constexpr std::chrono::seconds between_lines{10};
constexpr std::uint64_t bar_width = 12;

std::string cut_to_width(std::string text, std::size_t width) {
  while (display_width(text) > width)
    text = cut(text, text.size() - 1);
  return text;
}

}  // namespace

std::string rows_text(std::uint64_t rows, std::uint64_t all, std::chrono::milliseconds taken) {
  std::string text =
      all > 0 ? fmt::format("{} of {} rows", rows, all) : fmt::format("{} rows", rows);
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(taken.count(), 0));
  if (ms == 0 || rows == 0) return text;
  text += fmt::format(", {} a second", rows * 1000 / ms);
  if (all <= rows) return text;
  const std::chrono::milliseconds left((all - rows) * ms / rows);
  return text + fmt::format(", {} left", duration_text(left));
}

RowProgress::RowProgress(const Context& context, std::uint64_t all)
    : context_(context), all_(all), started_(context.clock.now()) {
  next_ = started_ + (context.terminal.err ? std::chrono::milliseconds(between_draws)
                                           : std::chrono::milliseconds(between_lines));
}

RowProgress::~RowProgress() {
  if (drawn_) context_.err << "\r\x1b[K" << std::flush;
}

void RowProgress::at(std::string_view model, std::uint64_t rows) {
  const auto now = context_.clock.now();
  if (now < next_ || context_.globals.quiet) return;
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
  const std::string text = fmt::format("{}  {}", model, rows_text(rows, all_, taken));
  if (!context_.terminal.err) {
    next_ = now + between_lines;
    return context_.say(text);
  }
  next_ = now + between_draws;
  const Style& style = context_.err_style;
  std::string bar;
  for (std::uint64_t i = 0; all_ > 0 && i < bar_width; ++i)
    bar +=
        style.sign(i < bar_width * std::min(rows, all_) / all_ ? Sign::bar_full : Sign::bar_empty);
  if (!bar.empty()) bar = "[" + bar + "] ";
  // What is wider than the terminal could not be taken away again.
  const std::size_t taken_by_bar = display_width(bar) + 5;
  const std::size_t room =
      context_.terminal.width > taken_by_bar ? context_.terminal.width - taken_by_bar : 0;
  context_.err << "\r\x1b[K  " << style.painted(Sign::running) << ' ' << bar
               << cut_to_width(text, room) << std::flush;
  drawn_ = true;
}

}  // namespace covet::cli
