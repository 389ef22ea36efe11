#include <algorithm>

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "tests/unit/adapters/sqlite_support.h"

namespace covet::tests {
namespace {

using schema::Change;
using schema::Column;
using schema::Rendered;
using schema::Schema;
using schema::TableName;

constexpr std::string_view blog = R"(
  CREATE TABLE "users" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" varchar(254) NOT NULL,
    "bio" text,
    CONSTRAINT "users_email_key" UNIQUE ("email"));
  CREATE INDEX "users_bio_idx" ON "users" ("bio");
  CREATE TABLE "posts" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "author_id" integer NOT NULL,
    "parent_id" integer,
    "title" varchar(200),
    CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "posts_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "posts" ("id"));
  CREATE TABLE "log" ("what" text);
  CREATE VIEW "emails" AS SELECT "email" FROM "users";
  CREATE TRIGGER "users_log" AFTER UPDATE OF "email" ON "users" BEGIN
    INSERT INTO "log" VALUES (new."email"); END;
  INSERT INTO "users" ("id", "email") VALUES (1, 'a@x'), (2, 'b@x'), (1000, 'gone');
  DELETE FROM "users" WHERE "id" = 1000;
  INSERT INTO "posts" VALUES (1, 1, NULL, 'one'), (2, 1, 1, 'two'), (3, 2, 1, NULL);)";

const TableName users{"", "users"};
const TableName posts{"", "posts"};

class SqliteRender : public testing::Test {
 protected:
  SqliteRender() : connection_(sqlite_in_memory()), ddl_(sqlite_ddl()) {
    run_script(*connection_, blog);
    before_ = inspect(*connection_);
  }

  Rendered render(const std::vector<Change>& changes) const {
    Schema after = before_;
    for (const Change& change : changes)
      schema::apply(after, change);
    return ddl_->render(changes, before_, after);
  }

  static std::string text(const Rendered& rendered) {
    return join(rendered.statements, ";\n") + ";\n";
  }

  /// Up: the catalog is as the value says. Down: the catalog and the rows are as they were.
  void expect_there_and_back(const std::vector<Change>& changes) {
    const std::string rows = data();
    const std::string catalog = catalog_text(*connection_);
    Schema after = before_;
    std::vector<Change> back;
    for (const Change& change : changes) {
      schema::apply(after, change);
      back.insert(back.begin(), schema::inverse(change));
    }
    run_guarded(*connection_, ddl_->render(changes, before_, after));
    EXPECT_EQ(canonical_text(inspect(*connection_)), canonical_text(after));
    EXPECT_EQ(rows_text(*connection_, "SELECT \"id\", \"author_id\" FROM \"posts\" ORDER BY 1"),
              "1|1\n2|1\n3|2\n");
    EXPECT_EQ(rows_text(*connection_, "SELECT name, seq FROM sqlite_sequence ORDER BY 1"),
              "posts|3\nusers|1000\n");
    run_guarded(*connection_, ddl_->render(back, after, before_));
    EXPECT_EQ(canonical_text(inspect(*connection_)), canonical_text(before_));
    EXPECT_EQ(catalog_text(*connection_), catalog);
    EXPECT_EQ(data(), rows);
    EXPECT_EQ(inspect(*connection_).objects, before_.objects);
  }

  std::string data() {
    return rows_text(*connection_, "SELECT \"id\", \"email\" FROM \"users\"") +
           rows_text(*connection_, "SELECT * FROM \"posts\"") +
           rows_text(*connection_, "SELECT * FROM \"emails\"") +
           rows_text(*connection_, "SELECT name, seq FROM sqlite_sequence ORDER BY 1");
  }

  Column column(const TableName& table, const std::string& name) const {
    return *before_.find_table(table)->find_column(name);
  }

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
  Schema before_;
};

TEST_F(SqliteRender, AddsAColumnAtTheEndInPlace) {
  const std::vector<Change> changes{
      schema::AddColumn{users, Column{.name = "active", .type = "boolean", .default_sql = "1"}, 3},
      schema::AddCheck{users, {.name = "users_active_check", .sql = "\"active\" IN (0, 1)"}}};
  EXPECT_EQ(text(render(changes)),
            "ALTER TABLE \"users\" ADD COLUMN \"active\" boolean DEFAULT 1 "
            "CONSTRAINT \"users_active_check\" CHECK (\"active\" IN (0, 1));\n");
  EXPECT_FALSE(render(changes).foreign_keys_off);
  expect_there_and_back(changes);
}

TEST_F(SqliteRender, RebuildsForWhatAlterTableRefuses) {
  const std::vector<Change> changes{schema::AddColumn{posts,
                                                      Column{.name = "made",
                                                             .type = "datetime",
                                                             .nullable = false,
                                                             .default_sql = "CURRENT_TIMESTAMP"},
                                                      4}};
  const Rendered rendered = render(changes);
  EXPECT_TRUE(rendered.foreign_keys_off);
  EXPECT_EQ(text(rendered),
            R"(CREATE TABLE "covet_new_posts" (
  "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  "author_id" integer NOT NULL,
  "parent_id" integer,
  "title" varchar(200),
  "made" datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON DELETE CASCADE,
  CONSTRAINT "posts_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "posts" ("id")
);
INSERT INTO "covet_new_posts" ("id", "author_id", "parent_id", "title") SELECT "id", "author_id", "parent_id", "title" FROM "posts";
DELETE FROM sqlite_sequence WHERE name = 'covet_new_posts';
INSERT INTO sqlite_sequence (name, seq) SELECT 'covet_new_posts', seq FROM sqlite_sequence WHERE name = 'posts';
DROP TABLE "posts";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "covet_new_posts" RENAME TO "posts";
PRAGMA legacy_alter_table = OFF;
)");
  expect_there_and_back(changes);
}

TEST_F(SqliteRender, KeepsRowsChildrenCountersViewsAndTriggersThroughARebuildOfTheParent) {
  Column wider = column(users, "email");
  wider.type = "varchar(320)";
  expect_there_and_back({schema::AlterColumn{users, column(users, "email"), wider}});
  Column required = column(users, "bio");
  required.default_sql = "'-'";
  expect_there_and_back({schema::AlterColumn{users, column(users, "bio"), required}});
}

TEST_F(SqliteRender, PutsADroppedColumnBackInItsPlace) {
  const schema::ForeignKey parent = before_.find_table(posts)->foreign_keys.at(1);
  const std::vector<Change> changes{schema::DropForeignKey{posts, parent},
                                    schema::DropColumn{posts, column(posts, "parent_id"), 2}};
  const Schema before = before_;
  Schema after = before_;
  for (const Change& change : changes)
    schema::apply(after, change);
  run_guarded(*connection_, render(changes));
  EXPECT_EQ(canonical_text(inspect(*connection_)), canonical_text(after));
  run_guarded(*connection_, ddl_->render(std::vector<Change>{schema::inverse(changes[1]),
                                                             schema::inverse(changes[0])},
                                         after, before));
  EXPECT_EQ(inspect(*connection_).tables, before.tables);
}

TEST_F(SqliteRender, DropsAFreeColumnInPlace) {
  EXPECT_EQ(text(render({schema::DropColumn{posts, column(posts, "title"), 3}})),
            "PRAGMA legacy_alter_table = ON;\n"
            "ALTER TABLE \"posts\" DROP COLUMN \"title\";\n"
            "PRAGMA legacy_alter_table = OFF;\n");
  EXPECT_TRUE(render({schema::DropColumn{users, column(users, "bio"), 2}}).foreign_keys_off);
}

TEST_F(SqliteRender, NeverLeavesOutATriggerThatMayNeedADroppedColumn) {
  const std::vector<schema::Unique> uniques = before_.find_table(users)->uniques;
  const std::vector<Change> changes{schema::DropUnique{users, uniques.at(0)},
                                    schema::DropColumn{users, column(users, "email"), 1}};
  connection_->execute("DROP VIEW \"emails\"");
  before_ = inspect(*connection_);
  const Rendered rendered = render(changes);
  EXPECT_EQ(rendered.notes,
            (std::vector<std::string>{
                "the trigger users_log stays, and speaks of email, a column that users loses: "
                "change it here, or leave it out, if it needs that one"}));
  try {
    run_guarded(*connection_, rendered);
    FAIL() << "the trigger writes a column that went";
  } catch (const Error& error) {
    EXPECT_EQ(error.message().find("the trigger users_log would not work any more"), 0U)
        << error.message();
  }
  EXPECT_EQ(inspect(*connection_).tables, before_.tables);
  EXPECT_EQ(inspect(*connection_).objects, before_.objects);
}

TEST_F(SqliteRender, KeepsATriggerThatHasTheDroppedColumnsNameFromElsewhere) {
  connection_->execute(
      "CREATE TRIGGER bios AFTER DELETE ON users BEGIN "
      "INSERT INTO log SELECT bio FROM (SELECT 'x' AS bio); END");
  before_ = inspect(*connection_);
  const std::vector<schema::Object> objects = before_.objects;
  run_guarded(*connection_,
              render({schema::DropIndex{users, before_.find_table(users)->indexes.at(0)},
                      schema::DropColumn{users, column(users, "bio"), 2}}));
  EXPECT_EQ(inspect(*connection_).objects, objects);
}

TEST_F(SqliteRender, RenamesThroughWhateverUsesTheName) {
  expect_there_and_back({schema::RenameColumn{posts, "title", "headline"}});
  run_guarded(*connection_, render({schema::RenameTable{users, {"", "people"}}}));
  EXPECT_EQ(rows_text(*connection_, "SELECT * FROM \"emails\""), "a@x\nb@x\n");
  const Schema schema = inspect(*connection_);
  EXPECT_EQ(schema.find_table(posts)->foreign_keys.at(0).target.name, "people");
}

TEST_F(SqliteRender, RebuildsAfterARenameInTheSameGroup) {
  Column wider = column(users, "email");
  wider.name = "mail";
  Column to = wider;
  to.type = "text";
  const std::vector<Change> changes{schema::RenameColumn{users, "email", "mail"},
                                    schema::AlterColumn{users, wider, to}};
  run_guarded(*connection_, render(changes));
  EXPECT_EQ(inspect(*connection_).find_table(users)->find_column("mail")->type, "text");
  connection_->execute("UPDATE \"users\" SET \"mail\" = 'c@x' WHERE \"id\" = 1");
  EXPECT_EQ(rows_text(*connection_, "SELECT * FROM \"log\""), "c@x\n");
}

TEST_F(SqliteRender, DropsAReferencedTableWithoutItsRowsTakingOthersAlong) {
  const Rendered drop = render({schema::DropTable{*before_.find_table(users)}});
  EXPECT_TRUE(drop.foreign_keys_off);
  connection_->execute("DROP VIEW \"emails\"");
  try {
    run_guarded(*connection_, drop);
    FAIL() << "posts still refer to users";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::foreign_key_violation);
    EXPECT_EQ(error.message(),
              "3 rows of posts would refer to a row of users that doesn't exist (rowid 1, 2, 3)");
  }
  EXPECT_EQ(rows_text(*connection_, "SELECT count(*) FROM \"posts\""), "3\n");
  EXPECT_EQ(rows_text(*connection_, "PRAGMA foreign_keys"), "1\n");
}

TEST_F(SqliteRender, RefusesToLeaveABrokenViewOrTrigger) {
  Rendered by_hand;
  by_hand.statements = {"DROP TABLE \"log\""};
  try {
    run_guarded(*connection_, by_hand);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "the trigger users_log would not work any more: no such table: main.log");
  }
  // One that was broken before is nobody's fault now.
  connection_->execute("DROP TABLE \"log\"");
  by_hand.statements = {"ALTER TABLE \"posts\" ADD COLUMN \"x\" text"};
  EXPECT_NO_THROW(run_guarded(*connection_, by_hand));
}

TEST_F(SqliteRender, PutsNoRowsInAnOrderThatItDoesNotKnow) {
  connection_->execute("CREATE TABLE \"names\" (\"n\" text COLLATE unicode_order)");
  connection_->execute("CREATE INDEX \"one\" ON \"names\" (\"n\")");
  connection_->execute("INSERT INTO \"names\" VALUES ('x')");
  connection_->execute("BEGIN");
  try {
    connection_->execute("INSERT INTO \"names\" VALUES ('y')");
    FAIL() << "the index would be in another order than its own";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "rows would have to be put in the order of the collation unicode_order, which the "
              "program that this database is for brings along");
  }
  connection_->execute("ROLLBACK");
  EXPECT_EQ(rows_text(*connection_, "SELECT \"n\" FROM \"names\""), "x\n");
}

TEST_F(SqliteRender, TakesNoMistypedCollationOrFunctionForAProgramsOwn) {
  for (const char* sql : {"CREATE TABLE \"n\" (\"a\" text COLLATE NOCASES)",
                          "CREATE TABLE \"n\" (\"a\" text CHECK (lenght(\"a\") > 1))"}) {
    EXPECT_THROW(connection_->execute(sql), Error) << sql;
  }
}

TEST_F(SqliteRender, KeepsRowNumbers) {
  run_script(*connection_, R"(
    CREATE TABLE "notes" ("what" text, "x" text);
    INSERT INTO "notes" (rowid, "what") VALUES (7, 'seven'), (9, 'nine');)");
  before_ = inspect(*connection_);
  const TableName notes{"", "notes"};
  Column required = column(notes, "what");
  required.nullable = false;
  run_guarded(*connection_, render({schema::AlterColumn{notes, column(notes, "what"), required}}));
  EXPECT_EQ(rows_text(*connection_, "SELECT rowid, \"what\" FROM \"notes\""), "7|seven\n9|nine\n");
}

TEST_F(SqliteRender, CompletesAsSqliteHasIt) {
  schema::Table table{.name = {"", "t"}};
  table.comment = "c";
  table.columns = {Column{.name = "a", .type = "text", .comment = "c"}};
  table.primary_key = schema::PrimaryKey{"t_pkey", {"a"}};
  table.checks = {{.name = "k", .sql = "((a  <> 'x')) -- never", .no_inherit = true}};
  table.indexes = {{.name = "i",
                    .keys = {{.column = "a", .opclass = "text_ops"}},
                    .method = "gin",
                    .include = {"a"}}};
  std::vector<std::string> notes;
  ddl_->complete(table, notes);
  EXPECT_EQ(table.checks.at(0), (schema::Check{.name = "k", .sql = "((a  <> 'x')) -- never"}));
  EXPECT_EQ(notes, (std::vector<std::string>{
                       "index t.i: SQLite has no gin indexes; it becomes a plain one",
                       "index t.i: SQLite has no INCLUDE columns; they are left out",
                       "index t.i: SQLite has no operator classes; it is left out"}));
  const auto empty = sqlite_in_memory();
  Schema wanted;
  wanted.tables = {table};
  for (const std::string& statement : render_all(wanted).statements)
    empty->execute(statement);
  EXPECT_EQ(canonical_text(inspect(*empty)), canonical_text(wanted));
  table.name.schema = "audit";
  EXPECT_THROW(ddl_->complete(table, notes), Error);
}

TEST_F(SqliteRender, CarriesTheRowsOfAVirtualTableThatIsMadeAnew) {
  run_script(*connection_, R"(
    CREATE VIRTUAL TABLE notes USING fts5(title, body);
    INSERT INTO notes (rowid, title, body) VALUES (5, 'one', 'first'), (9, 'two', 'second');)");
  before_ = inspect(*connection_);
  const schema::Object from = before_.objects.back();
  schema::Object to = from;
  to.sql = "CREATE VIRTUAL TABLE notes USING fts5(title, author, tokenize = 'porter')";
  run_guarded(*connection_, render({schema::ReplaceObject{from, to}}));
  EXPECT_EQ(inspect(*connection_).objects.back().sql, to.sql);
  EXPECT_EQ(rows_text(*connection_, "SELECT rowid, title, author FROM notes ORDER BY 1"),
            "5|one|NULL\n9|two|NULL\n");
}

TEST_F(SqliteRender, FillsAFullTextIndexOfAnotherTableAnew) {
  run_script(*connection_, R"(
    CREATE VIRTUAL TABLE found USING fts5(title, content = 'posts', content_rowid = 'id');
    INSERT INTO found (found) VALUES ('rebuild');)");
  before_ = inspect(*connection_);
  const auto is_found = [](const schema::Object& o) { return o.name.name == "found"; };
  const schema::Object from = *std::ranges::find_if(before_.objects, is_found);
  schema::Object to = from;
  to.sql =
      "CREATE VIRTUAL TABLE found USING fts5(title, content = 'posts', content_rowid = 'id', "
      "tokenize = 'porter')";
  run_guarded(*connection_, render({schema::ReplaceObject{from, to}}));
  EXPECT_EQ(rows_text(*connection_, "SELECT rowid FROM found WHERE found MATCH 'two'"), "2\n");
}

TEST_F(SqliteRender, SaysThatAnUnknownVirtualTableLosesItsRows) {
  const schema::Object from{
      .kind = "virtual table", .name = {"", "x"}, .sql = "CREATE VIRTUAL TABLE x USING own(a)"};
  schema::Object to = from;
  to.sql = "CREATE VIRTUAL TABLE x USING own(a, b)";
  before_.objects.push_back(from);
  const Rendered rendered = render({schema::ReplaceObject{from, to}});
  EXPECT_EQ(text(rendered), "DROP TABLE \"x\";\nCREATE VIRTUAL TABLE x USING own(a, b);\n");
  EXPECT_EQ(rendered.notes,
            (std::vector<std::string>{"the virtual table x is made anew, and is empty then"}));
}

}  // namespace
}  // namespace covet::tests
