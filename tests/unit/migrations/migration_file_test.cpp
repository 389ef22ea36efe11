#include "migrations/migration_file.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "migrations/checksum.h"
#include "migrations/sql_split.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

/// "code line:column message" of each fault.
std::string faults_in(const std::string& text, const std::string& name = "1_x.sql",
                      const LexicalRules& rules = tests::sqlite_rules()) {
  try {
    parse_migration(name, text, rules);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::parse);
    std::string result;
    for (const Diagnostic& fault : error.diagnostics()) {
      EXPECT_EQ(fault.where.file, name);
      result += fault.code + " " + std::to_string(fault.where.line) + ":" +
                std::to_string(fault.where.column) + " " + fault.message;
      if (!fault.label.empty()) result += " (" + fault.label + ")";
      result += "\n";
    }
    return result;
  }
  return "";
}

TEST(ParseMigration, ReadsBothSections) {
  const Migration migration = read("20261120093000_add_email",
                                   "-- covet:parent 20261119000000\n"
                                   "-- covet:schema sha256:3f9a\n"
                                   "\n"
                                   "-- covet:up lock_timeout=5s statement_timeout=2m\n"
                                   "-- why\n"
                                   "ALTER TABLE a ADD b int;\n"
                                   "  CREATE INDEX i ON a (b);\n"
                                   "\n"
                                   "-- covet:down transaction=none foreign_keys=off\n"
                                   "DROP INDEX i; ALTER TABLE a DROP COLUMN b\n");
  EXPECT_EQ(migration.version.text(), "20261120093000");
  EXPECT_EQ(migration.name, "add_email");
  EXPECT_EQ(migration.parent->text(), "20261119000000");
  EXPECT_EQ(migration.schema_fingerprint, "sha256:3f9a");
  ASSERT_EQ(migration.up.statements.size(), 2U);
  EXPECT_EQ(migration.up.statements[0].text, "ALTER TABLE a ADD b int");
  EXPECT_EQ(migration.up.statements[0].line, 6U);
  EXPECT_EQ(migration.up.statements[1].line, 7U);
  EXPECT_EQ(migration.up.statements[1].column, 3U);
  EXPECT_TRUE(migration.up.transaction);
  EXPECT_EQ(*migration.up.lock_timeout, std::chrono::seconds(5));
  EXPECT_EQ(*migration.up.statement_timeout, std::chrono::minutes(2));
  EXPECT_EQ(migration.up.line, 4U);
  ASSERT_TRUE(migration.down);
  EXPECT_FALSE(migration.down->transaction);
  EXPECT_TRUE(migration.down->foreign_keys_off);
  EXPECT_EQ(migration.down->statements[1].column, 15U);
  EXPECT_EQ(migration.down->statements[1].hazards,
            (std::vector<schema::Hazard>{{"drop_column", "a.b"}}));
}

TEST(ParseMigration, AFileWithoutMarksIsAllUp) {
  const Migration migration = read("1_x", "A;\nB\n");
  EXPECT_EQ(migration.up.statements.size(), 2U);
  EXPECT_FALSE(migration.down);
  EXPECT_EQ(migration.up.checksum, read("1_x", "-- covet:up\nA; B").up.checksum);
}

TEST(ParseMigration, AByteOrderMarkAndCrlfChangeNothing) {
  const Migration plain = read("1_x", "-- covet:up\nA;\n-- covet:down\nB;\n");
  const Migration windows = read("1_x", "\xEF\xBB\xBF-- covet:up\r\nA;\r\n-- covet:down\r\nB;\r\n");
  EXPECT_EQ(windows.up.checksum, plain.up.checksum);
  EXPECT_EQ(windows.down->checksum, plain.down->checksum);
  EXPECT_EQ(windows.up.statements[0].text, "A");
  EXPECT_EQ(windows.down->statements[0].line, 4U);
}

TEST(ParseMigration, MarksInTextAreText) {
  const Migration migration = read("1_x", "-- covet:up\nA '\n-- covet:down\n';\n");
  EXPECT_FALSE(migration.down);
  EXPECT_EQ(migration.up.statements.size(), 1U);
}

TEST(ParseMigration, StepsHazardsAndApprovals) {
  const Migration migration = read("1_x",
                                   "-- covet:allow drop_column a.old name because nobody reads it\n"
                                   "-- covet:up\n"
                                   "-- covet:step 1\n"
                                   "-- covet:hazard drop_column a.old name\n"
                                   "A;\nB;\n"
                                   "-- covet:step 2\n"
                                   "C;\n");
  EXPECT_EQ(migration.allowed, (std::vector<schema::Hazard>{{"drop_column", "a.old name"}}));
  const auto& statements = migration.up.statements;
  EXPECT_EQ(statements[0].hazards, migration.allowed);
  EXPECT_TRUE(statements[1].hazards.empty());
  EXPECT_EQ(statements[1].step, 1);
  EXPECT_EQ(statements[2].step, 2);
}

TEST(ParseMigration, ARebuildLosesNothing) {
  const Migration migration = read("1_x",
                                   "-- covet:up foreign_keys=off\n"
                                   "CREATE TABLE \"n\" (a);\nINSERT INTO n SELECT a FROM t;\n"
                                   "DROP TABLE \"t\";\nALTER TABLE \"n\" RENAME TO \"t\";\n"
                                   "DROP TABLE u;\n");
  EXPECT_TRUE(migration.up.statements[2].hazards.empty());
  EXPECT_EQ(migration.up.statements[4].hazards.size(), 1U);
}

TEST(ParseMigration, ADownMayBeImpossible) {
  const Migration migration =
      read("1_x", "-- covet:up\nA;\n-- covet:down irreversible: the data is gone\n");
  EXPECT_FALSE(migration.down);
  EXPECT_EQ(migration.irreversible, "the data is gone");
}

TEST(ParseMigration, ReportsEveryFaultAtOnce) {
  EXPECT_EQ(faults_in("SELECT 1;\n"
                      "-- covet:upp\n"
                      "-- covet:parent x\n"
                      "-- covet:up transction=none lock_timeout=soon lock_timeout=1s\n"
                      "BEGIN;\n"
                      "  COMMIT;\n"
                      "-- covet:batch users by id\n"
                      "-- covet:step zero\n"
                      "SET x = 1;\n"
                      "-- covet:down irreversible\n"
                      "A; -- covet:up\n"
                      "B 'open;\n"),
            "CV204 1:1 SQL before the first mark\n"
            "CV201 2:1 unknown directive `upp` (did you mean `up`?)\n"
            "CV202 3:1 a parent is a version or `none`\n"
            "CV202 4:1 unknown option `transction` (did you mean `transaction`?)\n"
            "CV202 4:1 \"soon\" is not a duration\n"
            "CV202 4:1 option `lock_timeout` twice\n"
            "CV205 5:1 `BEGIN` in a migration\n"
            "CV205 6:3 `COMMIT` in a migration\n"
            "CV202 7:1 `batch` wants a table, its key and how many rows at once\n"
            "CV202 8:1 a step is a number from 1 on\n"
            "CV202 10:1 `irreversible` wants a reason\n"
            "CV202 10:1 an irreversible down holds statements\n"
            "CV201 11:4 a mark stands on a line of its own\n"
            "CV203 11:4 a second `up` section\n");
}

TEST(ParseMigration, SplitterFaultsStandWhereTheFileHasThem) {
  EXPECT_EQ(faults_in("-- covet:up\nA;\n\n-- covet:down\nB;\n C 'open;\n"),
            "CV206 6:4 this quote is never closed (opened here)\n");
  EXPECT_EQ(faults_in("-- covet:down\nA;\n"), "CV203 1:1 no `-- covet:up` section\n");
}

TEST(ParseMigration, RefusesWhatIsNoText) {
  EXPECT_EQ(faults_in(std::string("A;\nB\0;", 6)), "CV209 2:2 a NUL byte: this is no text\n");
  EXPECT_EQ(faults_in("A;\nB '\xFF';\n"), "CV209 2:1 this line is not UTF-8\n");
  EXPECT_EQ(faults_in("A;", "first.sql"), "CV207 0:0 `first.sql` is no migration's name\n");
}

TEST(ParseMigration, TransactionControlInAllItsSpellings) {
  for (const char* sql :
       {"rollback", "SAVEPOINT a", "RELEASE a", "START TRANSACTION", "END",
        "PREPARE TRANSACTION 'x'", "SET autocommit = 0", "SET SESSION autocommit=0",
        "/* x */ BEGIN IMMEDIATE", "ABORT", "XA START 'x'"}) {
    EXPECT_EQ(faults_in(std::string("-- covet:up\n") + sql + ";\n").substr(0, 5), "CV205") << sql;
    EXPECT_EQ(faults_in(std::string("-- covet:up transaction=none\n") + sql + ";\n").substr(0, 5),
              "CV205")
        << sql;
  }
  EXPECT_EQ(faults_in("SET a = 'autocommit'; PREPARE p FROM 'x'; BEGIN NOT ATOMIC SELECT 1; END;",
                      "1_x.sql", tests::mysql_rules()),
            "");
}

schema::Plan some_plan() {
  schema::Step first;
  first.up.statements = {"CREATE TABLE a (\n  b int\n)", "CREATE INDEX i ON a (b) -- why"};
  first.up.notes = {"b is\nnew"};
  first.down.statements = {"DROP INDEX i", "DROP TABLE a"};
  first.hazards_down = {{"drop_table", "a"}};
  schema::Step second;
  second.up.statements = {"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; END"};
  second.down.statements = {"DROP TRIGGER t"};
  second.down.foreign_keys_off = true;
  return {{first, second}};
}

const Dialect* dialect_of(std::string_view engine) {
  const schema::Backend* backend = adapters::find_by_engine(engine);
  return backend == nullptr ? nullptr : &backend->dialect;
}

TEST(FormatMigration, IsReadable) {
  const Dialect* dialect = dialect_of("sqlite");
  if (dialect == nullptr) GTEST_SKIP() << "built without SQLite";
  EXPECT_EQ(format_migration(some_plan(), Version("7"), "sha256:ab", *dialect),
            "-- covet:parent 7\n"
            "-- covet:schema sha256:ab\n"
            "\n"
            "-- covet:up\n"
            "-- note: b is new\n"
            "CREATE TABLE a (\n  b int\n);\n"
            "\n"
            "CREATE INDEX i ON a (b) -- why\n;\n"
            "\n"
            "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; END;\n"
            "\n"
            "-- covet:down foreign_keys=off\n"
            "DROP TRIGGER t;\n"
            "\n"
            "DROP INDEX i;\n"
            "\n"
            "-- covet:hazard drop_table a\n"
            "DROP TABLE a;\n");
}

TEST(FormatMigration, MarksStepsWhereDdlHasNoTransaction) {
  const Dialect* dialect = dialect_of("mysql");
  if (dialect == nullptr) GTEST_SKIP() << "built without MySQL";
  const std::string text = format_migration(some_plan(), Version(), "", *dialect);
  EXPECT_EQ(text.substr(0, text.find("-- covet:down")),
            "-- covet:parent none\n"
            "\n"
            "-- covet:up\n"
            "-- covet:step 1\n"
            "-- note: b is new\n"
            "CREATE TABLE a (\n  b int\n);\n"
            "\n"
            "CREATE INDEX i ON a (b) -- why\n;\n"
            "\n"
            "-- covet:step 2\n"
            "DELIMITER //\n"
            "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; END\n"
            "//\n"
            "DELIMITER ;\n"
            "\n");
}

/// True if each statement is one on this engine: only some know bodies in a trigger.
bool fits(const schema::Plan& plan, const LexicalRules& rules) {
  const auto is_one = [&](const std::string& sql) { return split_sql(sql, rules).size() == 1; };
  return std::all_of(plan.steps.begin(), plan.steps.end(), [&](const schema::Step& step) {
    return std::all_of(step.up.statements.begin(), step.up.statements.end(), is_one) &&
           std::all_of(step.down.statements.begin(), step.down.statements.end(), is_one);
  });
}

// What format writes, parse reads back: statements, hazards, options.
RC_GTEST_PROP(FormatMigration, IsReadBack, ()) {
  const auto statement = rc::gen::element<std::string>(
      "CREATE TABLE a (b text DEFAULT 'x;y')", "SELECT 1 -- end", "DROP TABLE a /* ; */",
      "ALTER TABLE \"b;c\" DROP COLUMN d",
      "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; SELECT '//'; END",
      "INSERT INTO a VALUES ('\n-- covet:down\n')", "SELECT '//' ;", "DELETE FROM \"é\"");
  const auto hazard =
      rc::gen::element(schema::Hazard{"drop_table", "a"}, schema::Hazard{"drop_column", "b;c.d"},
                       schema::Hazard{"drop_enum_value", "mood.so so"});
  schema::Plan plan;
  const auto steps = *rc::gen::inRange(1, 3);
  for (int i = 0; i < steps; ++i) {
    schema::Step step;
    for (auto* side : {&step.up, &step.down}) {
      side->statements =
          *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(statement));
      side->foreign_keys_off = *rc::gen::arbitrary<bool>();
      side->notes = *rc::gen::container<std::vector<std::string>>(
          rc::gen::element<std::string>("a note; with 'quotes", "covet:up", ""));
      std::erase_if(side->statements, [](const std::string& sql) { return sql.ends_with(";"); });
      if (side->statements.empty()) side->statements = {"SELECT 1"};
    }
    step.hazards_up = *rc::gen::container<std::vector<schema::Hazard>>(hazard);
    plan.steps.push_back(step);
  }
  for (const schema::Backend* backend : adapters::backends()) {
    if (!fits(plan, backend->dialect.lexical_rules())) continue;
    const Dialect& dialect = backend->dialect;
    const Migration read =
        parse_migration("1_x.sql", format_migration(plan, Version("3"), "sha256:00", dialect),
                        dialect.lexical_rules());
    std::vector<std::string> up;
    std::vector<std::string> down;
    for (const auto& step : plan.steps)
      up.insert(up.end(), step.up.statements.begin(), step.up.statements.end());
    for (auto step = plan.steps.rbegin(); step != plan.steps.rend(); ++step) {
      down.insert(down.end(), step->down.statements.begin(), step->down.statements.end());
    }
    const auto same = [&](const Section& section, const std::vector<std::string>& wanted) {
      RC_ASSERT(section.statements.size() == wanted.size());
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto& got = section.statements[i].text;
        RC_ASSERT(wanted[i].starts_with(got));
        RC_ASSERT(checksum(got, dialect.lexical_rules()) ==
                  checksum(wanted[i], dialect.lexical_rules()));
      }
    };
    same(read.up, up);
    same(*read.down, down);
    RC_ASSERT(read.parent == Version("3"));
    std::size_t first = 0;
    for (const auto& step : plan.steps) {
      for (const schema::Hazard& wanted : step.hazards_up) {
        bool found = false;
        for (std::size_t i = first; i < first + step.up.statements.size(); ++i) {
          const auto& got = read.up.statements[i].hazards;
          found = found || std::find(got.begin(), got.end(), wanted) != got.end();
        }
        RC_ASSERT(found);
      }
      first += step.up.statements.size();
    }
  }
}

}  // namespace
}  // namespace covet::migrations
