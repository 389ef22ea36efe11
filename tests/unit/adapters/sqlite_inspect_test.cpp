#include <gtest/gtest.h>

#include "tests/unit/adapters/sqlite_support.h"

namespace covet::tests {
namespace {

using schema::Schema;
using schema::Table;

/// Reading, writing and reading again gives the same value, and the same catalog.
void expect_round_trip(std::string_view sql) {
  const auto original = sqlite_in_memory();
  run_script(*original, sql);
  const Schema first = inspect(*original);
  const auto copy = sqlite_in_memory();
  for (const std::string& statement : render_all(first).statements) {
    SCOPED_TRACE(statement);
    EXPECT_NO_THROW(copy->execute(statement)) << statement;
  }
  const Schema second = inspect(*copy);
  EXPECT_EQ(canonical_text(first), canonical_text(second));
  EXPECT_TRUE(first == second);
  EXPECT_EQ(catalog_text(*original), catalog_text(*copy));
}

Table table_of(std::string_view sql, const std::string& name = "t") {
  const auto connection = sqlite_in_memory();
  run_script(*connection, sql);
  const Schema schema = inspect(*connection);
  const Table* table = schema.find_table({"", name});
  return table == nullptr ? Table{} : *table;
}

TEST(SqliteInspect, ReadsTypesAsTheyWereWritten) {
  const Table t = table_of(
      "CREATE TABLE t (a, b BLOB SUB_TYPE TEXT DEFAULT NULL, c [int], d varchar ( 50 ),\n"
      " e decimal(12, 2) /* money */ NOT NULL, f DOUBLE\n PRECISION)");
  ASSERT_EQ(t.columns.size(), 6U);
  EXPECT_EQ(t.columns[0].type, "");
  EXPECT_EQ(t.columns[1].type, "BLOB SUB_TYPE TEXT");
  EXPECT_EQ(t.columns[1].default_sql, "NULL");
  EXPECT_EQ(t.columns[2].type, "int");
  EXPECT_EQ(t.columns[3].type, "varchar ( 50 )");
  EXPECT_EQ(t.columns[4].type, "decimal(12, 2)");
  EXPECT_FALSE(t.columns[4].nullable);
  EXPECT_EQ(t.columns[5].type, "DOUBLE\n PRECISION");
}

TEST(SqliteInspect, ReadsDefaultsAsTheyWereWritten) {
  const Table t = table_of(
      "CREATE TABLE t (a DEFAULT -1, b DEFAULT (1 +  2), c DEFAULT word, d DEFAULT \"w w\","
      " e DEFAULT ('it''s'), f DEFAULT current_timestamp, g DEFAULT X'00ff', h DEFAULT (NULL),"
      " i DEFAULT +2.5, j DEFAULT TRUE)");
  const auto sql = [&](std::size_t i) { return t.columns.at(i).default_sql.value_or("none"); };
  EXPECT_EQ(sql(0), "-1");
  EXPECT_EQ(sql(1), "1 +  2");
  EXPECT_EQ(sql(2), "word");
  EXPECT_EQ(sql(3), "\"w w\"");
  EXPECT_EQ(sql(4), "'it''s'");
  EXPECT_EQ(sql(5), "current_timestamp");
  EXPECT_EQ(sql(6), "X'00ff'");
  EXPECT_EQ(sql(7), "NULL");
  EXPECT_EQ(sql(8), "+2.5");
  EXPECT_EQ(sql(9), "TRUE");
}

TEST(SqliteInspect, KeepsWhetherAKeyIsDeclaredNotNull) {
  EXPECT_EQ(table_of("CREATE TABLE t (id INTEGER PRIMARY KEY)").options.at("nullable_key"), "true");
  EXPECT_EQ(table_of("CREATE TABLE t (a INT NOT NULL, b INT, PRIMARY KEY (a, b))")
                .options.at("nullable_key"),
            "b");
  EXPECT_TRUE(table_of("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY)").options.empty());
  const Table strict = table_of("CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
  EXPECT_EQ(strict.options,
            (std::map<std::string, std::string>{{"strict", "true"}, {"without_rowid", "true"}}));
  EXPECT_FALSE(strict.columns[0].nullable);
}

TEST(SqliteInspect, CarriesViewsTriggersAndVirtualTablesAsTheirTexts) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
      CREATE TABLE t (a);
      CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1; DELETE FROM t; END;
      CREATE VIRTUAL TABLE f USING fts5(body);)");
  const Schema schema = inspect(*connection);
  ASSERT_EQ(schema.tables.size(), 1U);
  std::string named;
  for (const schema::Object& object : schema.objects)
    named += object.kind + " " + object.name.name + " on [" + object.table + "]\n";
  EXPECT_EQ(named, "trigger g on [t]\nview v on []\nvirtual table f on []\n");
  EXPECT_TRUE(schema.unmanaged.empty());
}

TEST(SqliteInspect, LeavesOutWhatTheScopeLeavesOut) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
      CREATE TABLE users (id INTEGER PRIMARY KEY);
      CREATE TABLE legacy_posts (id INTEGER PRIMARY KEY, user_id REFERENCES users);
      CREATE TABLE posts (user_id REFERENCES USERS);
      CREATE TABLE covet_migrations (version TEXT);)");
  const Schema schema = sqlite_backend().inspector.inspect(
      *connection, {.ignore = {"legacy_*"}, .own = {"covet_migrations"}});
  ASSERT_EQ(schema.tables.size(), 2U);
  EXPECT_EQ(schema.tables[0].name.name, "posts");
  EXPECT_EQ(schema.tables[0].foreign_keys.at(0).target.name, "users");
  EXPECT_EQ(schema.tables[0].foreign_keys.at(0).target_columns, (std::vector<std::string>{"id"}));
}

TEST(SqliteInspect, ReadsASchemaWithStringsInDoubleQuotes) {
  const auto connection = sqlite_in_memory();
  // As an older program may have stored it; covet itself refuses to run such a statement.
  run_script(*connection, R"(
      CREATE TABLE t (a TEXT CHECK (a <> 'x'));
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT DEFAULT "y" CHECK (a <> "x"))' WHERE name = 't';
      PRAGMA writable_schema = RESET;)");
  const Schema schema = inspect(*connection);
  EXPECT_EQ(schema.tables.at(0).columns.at(0).default_sql, "\"y\"");
  EXPECT_EQ(connection->execute("INSERT INTO t VALUES ('z')"), 1U);
  EXPECT_THROW(connection->fetch_all("SELECT \"typo\" FROM t"), Error);
}

TEST(SqliteInspect, CarriesAVirtualTableWhoseModuleIsNotThere) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
      PRAGMA writable_schema = ON;
      INSERT INTO sqlite_schema VALUES ('table', 'words', 'words', 0, 'CREATE VIRTUAL TABLE words USING spellfix1');
      PRAGMA writable_schema = RESET;)");
  const Schema schema = inspect(*connection);
  ASSERT_EQ(schema.objects.size(), 1U);
  EXPECT_EQ(schema.objects[0].kind, "virtual table");
  EXPECT_EQ(schema.objects[0].sql, "CREATE VIRTUAL TABLE words USING spellfix1");
}

TEST(SqliteInspect, TakesAStringInDoubleQuotesButNoMistypedColumn) {
  const auto connection = sqlite_in_memory();
  EXPECT_NO_THROW(
      connection->execute("CREATE TABLE t (state TEXT CHECK (state IN (\"open\", \"done\")))"));
  EXPECT_NO_THROW(connection->execute("CREATE INDEX i ON t (state) WHERE state = \"open\""));
  EXPECT_THROW(connection->execute("CREATE TABLE u (state TEXT CHECK (\"sttae\" <> ''))"), Error);
  EXPECT_THROW(connection->execute("CREATE INDEX j ON t (\"missing\")"), Error);
}

TEST(SqliteInspect, RoundTripsConstraints) {
  expect_round_trip(R"(
    CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, code TEXT UNIQUE, UNIQUE (code, id));
    CREATE TABLE child (
      a INTEGER CONSTRAINT own REFERENCES parent (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      b TEXT CONSTRAINT named CHECK (b <> 'x''y') COLLATE NOCASE UNIQUE ON CONFLICT IGNORE,
      c INT NOT NULL ON CONFLICT FAIL DEFAULT (abs(-3)),
      d GENERATED ALWAYS AS (c * 2) STORED, e INT AS (c || ')') VIRTUAL,
      "sp ace" TEXT DEFAULT 'a -- b', [brack]et TEXT, `tick` TEXT,
      PRIMARY KEY (a DESC, c) ON CONFLICT REPLACE
      CONSTRAINT two FOREIGN KEY (a, c) REFERENCES parent (code, id) ON UPDATE SET NULL MATCH FULL NOT DEFERRABLE
      CHECK (a > 0 AND (b IS NULL OR b IN ('(', ')'))));
    CREATE TABLE rowless (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
    CREATE TABLE strict_one (id INTEGER PRIMARY KEY, v ANY) STRICT;
    CREATE TABLE browser (id INTEGER, PRIMARY KEY (id AUTOINCREMENT));
    CREATE TABLE reversed (id INTEGER PRIMARY KEY DESC);
    CREATE TABLE loose (a INT, b INT, PRIMARY KEY (a, b));
    CREATE TABLE copied AS SELECT 1 AS x, 'y' AS y;)");
}

TEST(SqliteInspect, RoundTripsIndexes) {
  expect_round_trip(R"(
    CREATE TABLE t (a, b TEXT, c, "order" TEXT);
    CREATE INDEX plain ON t (a, B desc);
    CREATE UNIQUE INDEX IF NOT EXISTS part ON t (a) WHERE b IS NOT NULL AND c > 1;
    CREATE INDEX expr ON t (lower(b), a + c DESC, (c));
    CREATE INDEX coll ON t (b COLLATE NOCASE DESC, (b || "order") COLLATE NOCASE, lower(b) COLLATE nocase ASC,
                            b || "order" COLLATE NOCASE);)");
}

TEST(SqliteInspect, RoundTripsWhatAlterTableWrote) {
  expect_round_trip(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT, CHECK (b <> ''));
    ALTER TABLE t ADD COLUMN c INT NOT NULL DEFAULT 5 CHECK (c > 0);
    ALTER TABLE t ADD COLUMN d INT REFERENCES t (id);
    ALTER TABLE t RENAME COLUMN b TO "new name";
    ALTER TABLE t RENAME TO u;
    ALTER TABLE u DROP COLUMN c;)");
}

TEST(SqliteInspect, TakesTheLiveSpelling) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n VARCHAR(10) COLLATE nocase DEFAULT 'x', CONSTRAINT c CHECK (n<>'a'));
    CREATE INDEX i ON t (LOWER(n)) WHERE n IS NOT NULL;)");
  const Schema live = inspect(*connection);
  const auto other = sqlite_in_memory();
  run_script(*other, R"(
    CREATE TABLE t (id integer NOT NULL PRIMARY KEY, n varchar(10) COLLATE NOCASE DEFAULT 'x',
                    CONSTRAINT c CHECK (("n" <> 'a')));
    CREATE INDEX i ON t (lower("n")) WHERE (n is not null);)");
  std::vector<std::string> unspelled;
  const Schema wanted =
      sqlite_backend().inspector.normalize(*connection, inspect(*other), live, unspelled);
  EXPECT_EQ(canonical_text(wanted), canonical_text(live));
  EXPECT_TRUE(unspelled.empty());
}

TEST(SqliteInspect, TakesTheLiveSpellingOfStatements) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
    CREATE TABLE t (a);
    CREATE VIEW v AS SELECT a FROM t;
    CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END;)");
  const Schema live = inspect(*connection);
  Schema wanted = live;
  wanted.objects[0].sql =
      "create temp trigger if not exists main.g\n after insert on \"t\" begin delete from t; end";
  wanted.objects[1].sql = "CREATE VIEW IF NOT EXISTS v AS /* all */ SELECT a FROM t";
  std::vector<std::string> unspelled;
  EXPECT_TRUE(sqlite_backend().inspector.normalize(*connection, wanted, live, unspelled) == live);
  wanted.objects[1].sql = "CREATE VIEW main.v AS SELECT a AS A FROM t";
  EXPECT_EQ(
      sqlite_backend().inspector.normalize(*connection, wanted, live, unspelled).objects[1].sql,
      "CREATE VIEW v AS SELECT a AS A FROM t");
}

}  // namespace
}  // namespace covet::tests
