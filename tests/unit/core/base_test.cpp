#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hints.h"
#include "core/base/sha256.h"
#include "core/base/source.h"
#include "core/base/strings.h"
#include "tests/support/temp_dir.h"

namespace covet {
namespace {

TEST(Strings, CutAndJoin) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(join(split("a,,b,", ','), "; "), "a; ; b; ");
  EXPECT_EQ(replace_all("aaa", "aa", "b"), "ba");
  EXPECT_EQ(replace_all("abc", "", "x"), "abc");
  EXPECT_EQ(to_upper("aé"), "Aé");
  EXPECT_TRUE(equals_ignoring_case("Select", "sELECT"));
  EXPECT_EQ(count_of(1, "table"), "1 table");
  EXPECT_EQ(count_of(0, "table"), "0 tables");
  EXPECT_EQ(count_of(2, "index", "indexes"), "2 indexes");
}

TEST(Strings, MatchGlobs) {
  EXPECT_TRUE(glob_matches("legacy_*", "legacy_"));
  EXPECT_TRUE(glob_matches("*.spatial_*", "public.spatial_ref_sys"));
  EXPECT_TRUE(glob_matches("a?c", "aéc"));
  EXPECT_TRUE(glob_matches("*a*b", "aabab"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("a*", "ba"));
  EXPECT_FALSE(glob_matches("a?", "a"));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_FALSE(glob_matches("A", "a"));
  // An exponential matcher would still be at it.
  std::string pattern;
  for (int i = 0; i < 50; ++i)
    pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(200, 'a')));
}

TEST(Strings, MeasureWidth) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("\xFFx"), 2U);
  EXPECT_EQ(code_points("日本\xFF"), 3U);
  EXPECT_TRUE(is_valid_utf8("日本"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));
}

TEST(Strings, FindLines) {
  const std::string text = "one\r\ntwö x\nthree";
  EXPECT_EQ(line_at(text, 1), "one");
  EXPECT_EQ(line_at(text, 3), "three");
  EXPECT_EQ(line_at(text, 4), "");
  const LineColumn x = line_column(text, text.find('x'));
  EXPECT_EQ(x.line, 2U);
  EXPECT_EQ(x.column, 5U);
}

TEST(Hints, NameTheNearest) {
  const std::vector<std::string> commands = {"migrate", "make", "status", "rollback"};
  EXPECT_EQ(did_you_mean("migrat", commands), "did you mean `migrate`?");
  EXPECT_EQ(did_you_mean("sttaus", commands), "did you mean `status`?");
  EXPECT_EQ(did_you_mean("MAKE", commands), "did you mean `make`?");
  EXPECT_EQ(did_you_mean("frobnicate", commands), "");
  EXPECT_EQ(did_you_mean("", commands), "");
  EXPECT_EQ(nearest("x", std::vector<std::string>{"y"}), std::nullopt);
}

TEST(Sha256, HasTheStandardsAnswers) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ErrorCodes, OnlyTransientOnesMayBeTriedAgain) {
  EXPECT_TRUE(is_transient(Errc::deadlock));
  EXPECT_TRUE(is_transient(Errc::connection));
  EXPECT_FALSE(is_transient(Errc::in_doubt));
  EXPECT_FALSE(is_transient(Errc::timeout));
  EXPECT_EQ(name_of(Errc::history_mismatch), "history_mismatch");
}

TEST(Source, PlacesFaults) {
  const Source source("a.toml", "x = 1\r\nname = \"ü\" y\n");
  const Diagnostic by_column = source.at(2, 12, 1, "CV001", "no", "do");
  const Diagnostic by_offset = source.at_offset(source.text().find('y'), 99, "CV001", "no");
  EXPECT_EQ(by_column.where, (SourceSpan{"a.toml", 2, 12, 1}));
  EXPECT_EQ(by_offset.where, by_column.where);
  EXPECT_EQ(by_offset.excerpt, "name = \"ü\" y");
  EXPECT_EQ(source.at(0, 0, 0, "CV001", "no").excerpt, "");
  EXPECT_EQ(source.at_offset(9999, 1, "CV001", "no").where.line, 3U);
  EXPECT_EQ(error_of(Errc::model, "a.toml", {by_column, by_offset}).message(),
            "a.toml has 2 errors");
  EXPECT_EQ(error_of(Errc::model, "a.toml", {by_column}).hint(), "do");
}

TEST(Source, CountsKeyPartsOutsideStrings) {
  std::string dots;
  for (int i = 0; i < 100; ++i)
    dots += ".a";
  const auto passes = [](const std::string& text) {
    try {
      check_toml_limits(Source("a.toml", text), Errc::model, "CV001");
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  EXPECT_TRUE(passes("a = \"\"\"x\"y" + dots + "\"\"\""));
  EXPECT_TRUE(passes("a = '''x'" + dots + "'''"));
  EXPECT_TRUE(passes("a = \"\\\"" + dots + "\""));
  EXPECT_TRUE(passes("a = [" + std::string(200, '[') + "1.5, 2.5"));
  EXPECT_FALSE(passes("a = 'open\na" + dots));
  EXPECT_FALSE(passes("a = ''''''\na" + dots));
  EXPECT_FALSE(passes("\"a\".'b'" + dots));
}

TEST(File, WritesWholeFilesOnly) {
  const tests::TempDir folder;
  const auto path = folder.path() / "a.sql";
  write_file(path, "one");
  EXPECT_EQ(::chmod(path.c_str(), 0640), 0);
  std::filesystem::create_symlink("a.sql", folder.path() / "link");
  write_file(folder.path() / "link", std::string(100'000, 'x'));
  EXPECT_EQ(read_file(path), std::string(100'000, 'x'));
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link"));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms{0640});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2);
}

TEST(File, RefusesWhatIsNoFile) {
  const tests::TempDir folder;
  const auto fails = [](const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      return error.code() == Errc::io && !error.hint().empty();
    }
    return false;
  };
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  write_file(folder.path() / "large", "12345");
  EXPECT_TRUE(fails([&] { read_file(pipe); }));
  EXPECT_TRUE(fails([&] { read_file("/dev/zero"); }));
  EXPECT_TRUE(fails([&] { read_file(folder.path()); }));
  EXPECT_TRUE(fails([&] { read_file(folder.path() / "none"); }));
  EXPECT_TRUE(fails([&] { read_file(folder.path() / "large", 4); }));
  EXPECT_TRUE(fails([&] { write_file(folder.path(), "x"); }));
  EXPECT_TRUE(fails([&] { write_file(folder.path() / "none" / "x", "x"); }));
}

TEST(SystemClock, WakesWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const auto before = system_clock().now();
  system_clock().sleep(std::chrono::hours{1}, stop.get_token());
  EXPECT_LT(system_clock().now() - before, std::chrono::minutes{1});
  EXPECT_GT(system_clock().wall(), Timestamp{});
}

}  // namespace
}  // namespace covet
