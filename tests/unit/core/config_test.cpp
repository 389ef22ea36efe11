#include "core/config/config.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/file.h"
#include "tests/support/temp_dir.h"

namespace covet::config {
namespace {

using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

// "line:column+length code message (help)" for each fault.
std::vector<std::string> faults(std::string_view text) {
  std::vector<std::string> shown;
  try {
    parse_config(text, "covet.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::config);
    for (const Diagnostic& one : error.diagnostics()) {
      EXPECT_EQ(one.where.file, "covet.toml");
      shown.push_back(std::to_string(one.where.line) + ':' + std::to_string(one.where.column) +
                      '+' + std::to_string(one.where.length) + ' ' + one.code + ' ' + one.message +
                      (one.help.empty() ? "" : " (" + one.help + ')'));
    }
  }
  return shown;
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::config);
    EXPECT_NE(error.hint(), "");
    return error.message();
  }
  return "";
}

TEST(Config, ReadsEveryKey) {
  const Config config = parse_config(R"(
[project]
name = "blog"
schema = ["models/*.toml", "more.toml"]
migrations = "db/migrations"
engines = ["postgresql", "sqlite"]
default_env = "test"
schemas = ["public", "audit"]
ignore = ["legacy_*"]
only = "blog_*"
history_table = "history"
scratch_url = "sqlite::memory:"
[env.test]
url = "sqlite:test.db"
[env.production]
url = "${DATABASE_URL:?set it}"
scratch_url = "postgresql://localhost/scratch"
protected = true
connect_timeout = "3s"
lock_timeout = "500ms"
statement_timeout = "2m"
[env.production.pool]
min = 5
max = 20
[lint]
fail_on = "warning"
[audit]
models = ["user", "log_*"]
exclude = "password"
masked = ["email"]
who = "${CI_USER}"
)",
                                     "/srv/covet.toml");
  EXPECT_EQ(config.root, "/srv");
  EXPECT_EQ(config.project, "blog");
  EXPECT_EQ(config.schema_globs, (std::vector<std::string>{"models/*.toml", "more.toml"}));
  EXPECT_EQ(config.migrations, "db/migrations");
  EXPECT_EQ(config.engines, (std::vector<std::string>{"postgresql", "sqlite"}));
  EXPECT_EQ(config.default_env, "test");
  EXPECT_EQ(config.schemas, (std::vector<std::string>{"public", "audit"}));
  EXPECT_EQ(config.ignore, std::vector<std::string>{"legacy_*"});
  EXPECT_EQ(config.only, std::vector<std::string>{"blog_*"});
  EXPECT_EQ(config.history_table, "history");
  const EnvironmentSettings& production = config.environments.at("production");
  EXPECT_EQ(production.url, "${DATABASE_URL:?set it}");
  EXPECT_TRUE(production.is_protected);
  EXPECT_EQ(production.connect_timeout, 3s);
  EXPECT_EQ(production.lock_timeout, 500ms);
  EXPECT_EQ(production.statement_timeout, 2min);
  EXPECT_EQ(production.where, (SourceSpan{"/srv/covet.toml", 15, 6, 10}));
  EXPECT_EQ(production.scratch_url, "postgresql://localhost/scratch");
  EXPECT_EQ(config.environments.at("test").scratch_url, "sqlite::memory:");
  ASSERT_TRUE(config.audit);
  EXPECT_EQ(config.audit->models, (std::vector<std::string>{"user", "log_*"}));
  EXPECT_EQ(config.audit->exclude, std::vector<std::string>{"password"});
  EXPECT_EQ(config.audit->masked, std::vector<std::string>{"email"});
  EXPECT_EQ(config.audit->who, "${CI_USER}");
}

TEST(Config, HasDefaults) {
  const Config config = parse_config("", "covet.toml");
  EXPECT_EQ(config.default_env, "dev");
  EXPECT_EQ(config.migrations, "migrations");
  EXPECT_EQ(config.history_table, "covet_migrations");
  EXPECT_FALSE(config.audit);
  EXPECT_EQ(parse_config("[audit]", "covet.toml").audit->models, std::vector<std::string>{"*"});
}

TEST(Config, ReportsAllFaultsAtOnce) {
  EXPECT_EQ(
      faults(R"([project]
nmae = "blog"
schema = 5
engines = ["sqlite", true]
default_env = "prodution"
migrations = ""
[env.production]
protected = "yes"
lock_timeout = "5"
[env.production.pool]
min = 9
max = 3
[lint]
fail_on = "erorr"
[lnt]
)"),
      (std::vector<std::string>{
          "2:1+4 CV002 unknown key `nmae` in [project] (did you mean `name`?)",
          "3:10+1 CV003 `schema` must be a string or an array of strings, not an integer",
          "4:22+4 CV003 `engines` must be a string or an array of strings, not a boolean",
          "5:1+11 CV004 there is no environment `prodution` (did you mean `production`?)",
          "6:14+2 CV004 `migrations` is empty (leave the line out for the default)",
          "8:13+5 CV003 `protected` must be true or false, not a string",
          "9:16+3 CV004 \"5\" is not a duration (write it as \"500ms\", \"5s\", \"2m\" or "
          "\"1h\"; \"0\" is none)",
          "11:7+1 CV004 the pool's `min` is larger than its `max` (write a `min` of 3 at most)",
          "14:11+7 CV004 `fail_on` is none of error, warning, note (did you mean `error`?)",
          "15:2+3 CV002 unknown key `lnt` (did you mean `lint`?)",
      }));
}

TEST(Config, PointsAtBrokenToml) {
  const std::vector<std::string> found = faults("[project]\nname = \"blog\nschema = 1\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().substr(0, 2), "2:");
  EXPECT_NE(found.front().find("CV001 this is not TOML: "), std::string::npos);
}

TEST(Config, SurvivesWhatKillsTheParser) {
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i)
    deep += ".a";
  EXPECT_EQ(faults("[project]\n" + deep + " = 1").front(),
            "2:1+64 CV001 a key has more than 64 parts (write the key with fewer dots)");
  EXPECT_EQ(faults("x = { " + deep + " = 1 }").front().substr(0, 4), "1:6+");
  EXPECT_EQ(faults('[' + deep + ']').front().substr(0, 4), "1:2+");
  EXPECT_EQ(faults("#" + std::string(std::size_t{17} << 20, 'x')).front(),
            "0:0+0 CV001 the file is larger than 16 MB (split it up)");
  EXPECT_TRUE(faults("[project]\nname = '" + deep + "' # " + deep).empty());
}

TEST(Config, IsFoundUpward) {
  const tests::TempDir folder;
  const auto inner = folder.path() / "a" / "b";
  std::filesystem::create_directories(inner);
  write_file(folder.path() / "covet.toml", "[project]\nname = \"x\"\n");
  const auto found = find_config(inner);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::filesystem::equivalent(*found, folder.path() / "covet.toml"));
  EXPECT_EQ(load_config(*found).root, found->parent_path());
}

TEST(Expand, KnowsEveryForm) {
  const tests::TempDir folder;
  write_file(folder.path() / "url", "sqlite:x.db\n");
  const Environment environment = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "HOST") return "db";
    if (name == "EMPTY") return "";
    if (name == "FOLDER") return folder.path().string();
    return std::nullopt;
  };
  const auto expanded = [&](std::string_view text) { return expand(text, environment); };
  EXPECT_EQ(expanded("a://${HOST}/x"), "a://db/x");
  EXPECT_EQ(expanded("${EMPTY}|${EMPTY:-e}|${NONE:-n}|${NONE:-}"), "|e|n|");
  EXPECT_EQ(expanded("${NONE:-${HOST}:1}"), "db:1");
  EXPECT_EQ(expanded("$$ $${HOST} $x $"), "$ ${HOST} $x $");
  EXPECT_EQ(expanded("${file:${FOLDER}/url}"), "sqlite:x.db");
  EXPECT_EQ(message_of([&] { expanded("${NONE}"); }), "the environment variable NONE is not set");
  EXPECT_EQ(message_of([&] { expanded("${EMPTY:?set it to the database}"); }),
            "the environment variable EMPTY is not set: set it to the database");
  EXPECT_EQ(message_of([&] { expanded("${HOST"); }), "a ${ has no }");
  EXPECT_EQ(message_of([&] { expanded("${a-b}"); }), "${a-b} is not a reference");
  EXPECT_NE(message_of([&] { expanded("${file:/no/such/file}"); }), "");
  std::string nested;
  for (int i = 0; i < 10'000; ++i)
    nested += "${NONE:-";
  EXPECT_NE(message_of([&] { expanded(nested + std::string(10'000, '}')); }), "");
}

TEST(Duration, ReadsAndWrites) {
  for (const char* text : {"0", "500ms", "5s", "2m", "1h", "90s", "61m"})
    EXPECT_EQ(format_duration(parse_duration(text)), text);
  EXPECT_EQ(parse_duration("1000ms"), 1s);
  for (const char* text : {"", "5", "s", "-5s", "5 s", "1.5s", "5d", "99999999999999999h", "5sx"})
    EXPECT_NE(message_of([&] { parse_duration(text); }), "") << text;
}

}  // namespace
}  // namespace covet::config
