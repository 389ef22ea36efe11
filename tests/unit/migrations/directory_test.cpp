#include "migrations/directory.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/lexical_rules.h"
#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"

namespace covet::migrations {
namespace {

class Directory : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text = "A;\n") {
    tests::write_text(dir_.path() / name, text);
  }
  /// The names that load, or the codes and files of the faults.
  std::string load(std::string_view engine = "sqlite") {
    std::string result;
    try {
      for (const Migration& migration :
           load_directory(dir_.path(), engine, tests::sqlite_rules())) {
        result += migration.file.filename().string() + " ";
      }
    } catch (const Error& error) {
      for (const Diagnostic& fault : error.diagnostics()) {
        result +=
            fault.code + ":" + std::filesystem::path(fault.where.file).filename().string() + " ";
      }
    }
    return result;
  }
  tests::TempDir dir_;
};

TEST_F(Directory, HoldsWhatIsThisEngines) {
  EXPECT_EQ(load(), "");
  write("10_b.sql");
  write("9_a.sqlite.sql");
  write("9_a.mysql.sql", "B 'never closed");
  write("README.md");
  std::filesystem::create_directory(dir_.path() / "old");
  EXPECT_EQ(load(), "9_a.sqlite.sql 10_b.sql ");
  EXPECT_EQ(versions_in(dir_.path()).size(), 3U);
  EXPECT_TRUE(load_directory(dir_.path() / "none", "sqlite", tests::sqlite_rules()).empty());
}

TEST_F(Directory, ReportsEveryFaultOfEveryFile) {
  write("0_a.sql", "-- covet:up\nBEGIN;\nCOMMIT;\n");
  write("01_b.sql");
  write("1_a.sql");
  write("2_a.sql");
  write("2_a.sqlite.sql");
  write("3_a.up.sql");
  write("4_a.sqlit.sql");
  write("R_views.sql");
  write("notes.sql");
  std::filesystem::create_directory(dir_.path() / "5_dir.sql");
  std::filesystem::create_symlink("/etc/hostname", dir_.path() / "6_link.sql");
  EXPECT_EQ(load(),
            "CV205:0_a.sql CV205:0_a.sql CV208:1_a.sql CV208:2_a.sqlite.sql CV207:3_a.up.sql "
            "CV207:4_a.sqlit.sql CV207:5_dir.sql CV207:6_link.sql "
            "CV207:notes.sql ");
}

}  // namespace
}  // namespace covet::migrations
