#include "cli/row_progress.h"

#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/still_clock.h"

namespace covet::cli {
namespace {

using namespace std::chrono_literals;

struct Screen {
  explicit Screen(bool terminal) { context.terminal.err = terminal; }
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  Interrupts interrupts;
  tests::StillClock clock;
  Context context{.out = out,
                  .err = err,
                  .in = in,
                  .terminal = {},
                  .environment = [](const std::string&) { return std::nullopt; },
                  .clock = clock,
                  .folder = "/srv/blog",
                  .interrupts = interrupts};
};

TEST(RowProgress, SaysHowManyHowFastAndHowLong) {
  EXPECT_EQ(rows_text(0, 100, 5ms), "0 of 100 rows");
  EXPECT_EQ(rows_text(5'000, 20'000, 2s), "5000 of 20000 rows, 2500 a second, 6.0 s left");
  EXPECT_EQ(rows_text(20'000, 20'000, 2s), "20000 of 20000 rows, 10000 a second");
  EXPECT_EQ(rows_text(300, 0, 1s), "300 rows, 300 a second");
}

TEST(RowProgress, DrawsALineOnATerminalAndTakesItAway) {
  Screen screen(true);
  {
    RowProgress progress(screen.context, 1'000);
    progress.at("post", 10);
    EXPECT_EQ(screen.err.str(), "") << "it is too early";
    screen.clock.pass(200ms);
    progress.at("post", 500);
    EXPECT_NE(screen.err.str().find("post  500 of 1000 rows"), std::string::npos);
    const std::size_t size = screen.err.str().size();
    progress.at("post", 501);
    EXPECT_EQ(screen.err.str().size(), size) << "it was drawn just now";
  }
  EXPECT_TRUE(screen.err.str().ends_with("\r\x1b[K"));
}

TEST(RowProgress, IsALineNowAndThenInALog) {
  Screen screen(false);
  {
    RowProgress progress(screen.context, 1'000);
    screen.clock.pass(5s);
    progress.at("post", 100);
    EXPECT_EQ(screen.err.str(), "");
    screen.clock.pass(5s);
    progress.at("post", 200);
  }
  EXPECT_EQ(screen.err.str(), "post  200 of 1000 rows, 20 a second, 40.0 s left\n");
}

TEST(RowProgress, IsSilentWithQuiet) {
  Screen screen(true);
  screen.context.globals.quiet = true;
  RowProgress progress(screen.context, 1'000);
  screen.clock.pass(1s);
  progress.at("post", 100);
  EXPECT_EQ(screen.err.str(), "");
}

}  // namespace
}  // namespace covet::cli
