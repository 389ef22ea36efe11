#include "cli/settings.h"

#include <map>

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"

namespace covet::cli {
namespace {

config::Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

config::Config project() {
  config::Config config = config::parse_config(R"(
[env.dev]
url = "sqlite:dev.db"
[env.production]
url = "${PRODUCTION:?set it}"
protected = true
lock_timeout = "5s"
)",
                                               "covet.toml");
  config.root = "/srv/blog";
  return config;
}

TEST(Settings, AnEnvironmentSaysWhichJournalItsFileHas) {
  const auto parsed = [](const std::string& settings) {
    return config::parse_config("[env.dev]\n" + settings, "covet.toml");
  };
  const auto wal_of = [&](const std::string& settings) {
    const Target target = resolve_target({}, parsed(settings), variables({}), "/");
    const auto found = target.url.params.find("wal");
    return found == target.url.params.end() ? "" : found->second;
  };
  EXPECT_EQ(wal_of("url = \"sqlite:dev.db\""), "");
  EXPECT_EQ(wal_of("url = \"sqlite:dev.db\"\nwal = true"), "true");
  EXPECT_EQ(wal_of("url = \"sqlite:dev.db\"\nwal = false"), "false");
  EXPECT_EQ(wal_of("url = \"sqlite:dev.db?wal=false\"\nwal = true"), "false");
  EXPECT_EQ(wal_of("url = \"sqlite::memory:\"\nwal = true"), "");
  EXPECT_THROW(wal_of("url = \"postgresql://h/d\"\nwal = true"), Error);
  EXPECT_THROW(parsed("wal = \"yes\""), Error);
}

TEST(Settings, AProtectedFileIsItselfWhateverItsJournal) {
  config::Config config = config::parse_config(
      "[env.dev]\nurl = \"sqlite:dev.db\"\nprotected = true\nwal = true", "covet.toml");
  Globals globals;
  globals.url = "sqlite:dev.db";
  const Target target = resolve_target(globals, config, variables({}), "/");
  EXPECT_EQ(target.environment, "dev");
  EXPECT_TRUE(target.settings.is_protected);
  EXPECT_EQ(target.url.params.at("wal"), "true");
}

TEST(Settings, TheFirstThatIsSaidCounts) {
  const auto both = variables(
      {{"COVET_DATABASE_URL", "sqlite:covet.db"}, {"DATABASE_URL", "sqlite:database.db"}});
  const auto one = variables({{"DATABASE_URL", "sqlite:database.db"}});
  Globals globals;
  EXPECT_EQ(resolve_target(globals, project(), variables({}), "/").display(),
            "sqlite:dev.db (dev, from covet.toml)");
  EXPECT_EQ(resolve_target(globals, project(), one, "/").display(),
            "sqlite:database.db (from DATABASE_URL)");
  EXPECT_EQ(resolve_target(globals, project(), both, "/").origin, "COVET_DATABASE_URL");
  globals.env = "dev";
  EXPECT_EQ(resolve_target(globals, project(), both, "/").origin, "covet.toml");
  globals.url = "sqlite:flag.db";
  EXPECT_EQ(resolve_target(globals, project(), both, "/").display(),
            "sqlite:flag.db (dev, from --url)");
}

TEST(Settings, ReadsTheUrlFromAFile) {
  const tests::TempDir folder;
  tests::write_text(folder.path() / "url", "sqlite:file.db\n");
  Globals globals;
  globals.url_file = "url";
  EXPECT_EQ(resolve_target(globals, project(), variables({}), folder.path()).shown,
            "sqlite:file.db");
}

TEST(Settings, AFileIsFoundFromTheProjectsRoot) {
  const Target target = resolve_target({}, project(), variables({}), "/srv/blog/deep/er");
  EXPECT_EQ(target.url.database, "/srv/blog/dev.db");
  EXPECT_TRUE(target.is_file());
}

TEST(Settings, OnlyTheEnvironmentInUseIsExpanded) {
  Globals globals;
  EXPECT_NO_THROW(resolve_target(globals, project(), variables({}), "/"));
  globals.env = "production";
  EXPECT_THROW(resolve_target(globals, project(), variables({}), "/"), Error);
}

TEST(Settings, APasswordIsNeverShown) {
  Globals globals;
  globals.url = "postgresql://anna:canary@db/blog";
  EXPECT_EQ(resolve_target(globals, project(), variables({}), "/").display().find("canary"),
            std::string::npos);
}

TEST(Settings, AProtectedEnvironmentsUrlIsProtectedHoweverItIsGiven) {
  const std::string url = "postgresql://anna:canary@db/blog";
  const auto environment = variables({{"PRODUCTION", url}});
  Globals globals;
  globals.url = url;
  const Target target = resolve_target(globals, project(), environment, "/");
  EXPECT_EQ(target.environment, "production");
  EXPECT_TRUE(target.settings.is_protected);
  globals.url = "postgresql://anna:canary@db/other";
  EXPECT_FALSE(resolve_target(globals, project(), environment, "/").settings.is_protected);
}

TEST(Settings, AnUnknownEnvironmentNamesTheNearest) {
  Globals globals;
  globals.env = "prodction";
  try {
    resolve_target(globals, project(), variables({}), "/");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::config);
    EXPECT_NE(error.message().find("did you mean `production`"), std::string::npos)
        << error.message();
  }
}

}  // namespace
}  // namespace covet::cli
