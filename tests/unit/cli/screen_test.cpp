#include <chrono>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/context.h"
#include "cli/duration_text.h"
#include "cli/exit_code.h"
#include "cli/generate/wrap.h"
#include "cli/json.h"
#include "cli/report.h"
#include "cli/secrets.h"
#include "cli/style.h"
#include "cli/table.h"

namespace covet::cli {
namespace {

config::Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

/// A context whose streams are texts.
struct Screen {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  Interrupts interrupts;
  Context context{.out = out,
                  .err = err,
                  .in = in,
                  .terminal = {},
                  .environment = variables({}),
                  .clock = system_clock(),
                  .folder = "/srv/blog",
                  .interrupts = interrupts};
};

TEST(Style, ColourFollowsTheStreamAndTheEnvironment) {
  EXPECT_TRUE(style_for("auto", true, variables({})).colour());
  EXPECT_FALSE(style_for("auto", false, variables({})).colour());
  EXPECT_FALSE(style_for("auto", true, variables({{"NO_COLOR", "1"}})).colour());
  EXPECT_FALSE(style_for("auto", true, variables({{"TERM", "dumb"}})).colour());
  EXPECT_TRUE(style_for("auto", false, variables({{"FORCE_COLOR", "1"}})).colour());
  EXPECT_TRUE(style_for("always", false, variables({{"NO_COLOR", "1"}})).colour());
  EXPECT_FALSE(style_for("never", true, variables({{"FORCE_COLOR", "1"}})).colour());
}

TEST(Style, SignsAreAsciiUnlessTheLocaleIsUtf8) {
  EXPECT_EQ(style_for("never", true, variables({})).sign(Sign::ok), "ok");
  EXPECT_EQ(style_for("never", true, variables({{"LANG", "de_DE.UTF-8"}})).sign(Sign::ok), "✓");
  EXPECT_EQ(style_for("never", true, variables({{"LC_ALL", "C"}, {"LANG", "de_DE.UTF-8"}}))
                .sign(Sign::ok),
            "ok");
}

TEST(Table, AlignsAndDropsWhatMattersLeast) {
  Table table({{"name"}, {"size", true}, {"remark", false, 1}, {"empty"}});
  table.add({Cell("a"), Cell("7"), Cell("the first"), Cell()});
  table.add({Cell("größer"), Cell("1024"), Cell("the second"), Cell()});
  EXPECT_EQ(table.text({}, 0),
            "name    size  remark\n"
            "a          7  the first\n"
            "größer  1024  the second\n");
  EXPECT_EQ(table.text({}, 20),
            "name    size\n"
            "a          7\n"
            "größer  1024\n");
}

TEST(Json, KeepsOrderAndMendsBytes) {
  JsonObject object;
  object.add("b", "x\"y")
      .add("a", 3)
      .add("flag", true)
      .add("bad", "\xff")
      .add_unless_empty("none", "");
  EXPECT_EQ(object.line(), "{\"b\":\"x\\\"y\",\"a\":3,\"flag\":true,\"bad\":\"\xEF\xBF\xBD\"}");
  EXPECT_EQ(json_document().add("list", json_array({"x"})).text(),
            "{\n  \"version\": 1,\n  \"list\": [\n    \"x\"\n  ]\n}\n");
}

TEST(Report, ShowsTheLineWithACaret) {
  Screen screen;
  const Diagnostic diagnostic{.code = "CV101",
                              .message = "unknown option `max_lenght`",
                              .where = {"/srv/blog/schema/posts.toml", 8, 11, 10},
                              .excerpt = "größe = { max_lenght = 120 }",
                              .label = "did you mean `max_length`?",
                              .notes = {"Char takes: max_length"},
                              .help = "covet help types Char"};
  EXPECT_EQ(diagnostic_text(diagnostic, screen.context, screen.context.err_style),
            "error[CV101]: unknown option `max_lenght`\n"
            " --> schema/posts.toml:8:11\n"
            "  |\n"
            "8 | größe = { max_lenght = 120 }\n"
            "  |           ^^^^^^^^^^ did you mean `max_length`?\n"
            "  = note: Char takes: max_length\n"
            "  = help: covet help types Char\n");
}

TEST(Report, StopsAtTwenty) {
  Screen screen;
  Diagnostic fault;
  fault.message = "wrong";
  fault.where = {"a.toml", 1, 1, 1};
  const std::vector<Diagnostic> many(25, fault);
  report(Error(Errc::model, "many").with(many), screen.context);
  EXPECT_NE(screen.err.str().find("... and 5 more"), std::string::npos) << screen.err.str();
  EXPECT_NE(screen.err.str().find("25 faults in 1 file."), std::string::npos);
}

TEST(Context, AsksOnlyWhereSomebodyIsThere) {
  Screen screen;
  EXPECT_FALSE(screen.context.interactive());
  screen.context.terminal = {.in = true, .out = true, .err = true};
  EXPECT_TRUE(screen.context.interactive());
  screen.context.globals.no_input = true;
  EXPECT_FALSE(screen.context.interactive());
}

TEST(Context, TakesOnlyYesForYes) {
  Screen screen;
  screen.in.str("y\nperhaps\n");
  EXPECT_TRUE(screen.context.confirm("Really?"));
  EXPECT_FALSE(screen.context.confirm("Really?"));
  EXPECT_FALSE(screen.context.confirm("Really?"));
}

TEST(Secrets, BlotsThePasswordInTheArguments) {
  char name[] = "covet";
  char flag[] = "--url=postgresql://anna:p@ss@db/blog";
  char* argv[] = {name, flag, nullptr};
  EXPECT_EQ(take_arguments(2, argv),
            (std::vector<std::string>{"--url=postgresql://anna:p@ss@db/blog"}));
  EXPECT_STREQ(flag, "--url=postgresql://anna:****@db/blog");
}

TEST(DurationText, ReadsEasily) {
  using std::chrono::milliseconds;
  EXPECT_EQ(duration_text(milliseconds(41)), "41 ms");
  EXPECT_EQ(duration_text(milliseconds(19'450)), "19.4 s");
  EXPECT_EQ(duration_text(milliseconds(125'000)), "2 min 5 s");
}

TEST(Wrap, BreaksBetweenWords) {
  EXPECT_EQ(generate::wrap("one two three", 9, "  "), "one two\n  three");
  EXPECT_EQ(generate::paragraphs("a\nb\n\n\nc"), (std::vector<std::string>{"a b", "c"}));
}

TEST(ExitCode, IsWhatACallerCanActOn) {
  EXPECT_EQ(number(exit_code(Errc::model)), 2);
  EXPECT_EQ(number(exit_code(Errc::connection)), 3);
  EXPECT_EQ(number(exit_code(Errc::lock_held)), 6);
  EXPECT_EQ(number(exit_code(Errc::refused)), 7);
  EXPECT_EQ(number(exit_code(Errc::history_mismatch)), 8);
  EXPECT_EQ(number(exit_code(Errc::in_doubt)), 9);
  EXPECT_EQ(number(exit_code(Errc::internal)), 70);
  EXPECT_EQ(number(exit_code_for_signal(15)), 143);
}

}  // namespace
}  // namespace covet::cli
