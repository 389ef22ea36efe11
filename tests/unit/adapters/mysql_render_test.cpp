#include <gtest/gtest.h>

#include "adapters/mysql/complete.h"
#include "adapters/mysql/mysql.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::Change;
using schema::Column;
using schema::Index;
using schema::RefAction;
using schema::Schema;
using schema::Table;

constexpr Flavor mariadb{Vendor::mariadb, 101100};
constexpr Flavor mysql8{Vendor::mysql, 80036};

std::unique_ptr<schema::Ddl> ddl_for(const Flavor& flavor) {
  ServerInfo info;
  info.engine = "mysql";
  info.vendor = flavor.mariadb() ? "MariaDB" : "MySQL";
  info.version_number = flavor.version;
  return backend().make_ddl(info);
}

Table posts() {
  Table table{.name = {"", "posts"}};
  table.columns = {
      {.name = "id", .type = "int(11)", .nullable = false, .identity = schema::Identity{"auto"}},
      {.name = "title", .type = "varchar(50)", .nullable = false, .default_sql = "''"},
      {.name = "author_id", .type = "int(11)"},
  };
  table.primary_key = schema::PrimaryKey{"PRIMARY", {"id"}};
  table.foreign_keys = {{.name = "posts_author_id_fkey",
                         .columns = {"author_id"},
                         .target = {"", "users"},
                         .target_columns = {"id"},
                         .on_delete = RefAction::cascade,
                         .on_update = RefAction::restrict_}};
  table.checks = {{.name = "posts_title_check", .sql = "length(`title`) > 0"}};
  return table;
}

std::string rendered(const std::vector<Change>& changes, const Flavor& flavor = mariadb) {
  Schema before;
  before.tables = {posts()};
  return join(ddl_for(flavor)->render(changes, before, before).statements, ";\n");
}

TEST(MysqlRender, CreatesATableWithAllThatIsInIt) {
  Table table = posts();
  std::vector<std::string> notes;
  complete_table(table, mariadb, "utf8mb4_general_ci", notes);
  table.comment = "What people write";
  EXPECT_EQ(rendered({schema::CreateTable{table}}),
            "CREATE TABLE `posts` (\n"
            "  `id` int(11) NOT NULL AUTO_INCREMENT,\n"
            "  `title` varchar(50) NOT NULL DEFAULT '',\n"
            "  `author_id` int(11),\n"
            "  PRIMARY KEY (`id`),\n"
            "  KEY `posts_author_id_fkey` (`author_id`),\n"
            "  CONSTRAINT `posts_author_id_fkey` FOREIGN KEY (`author_id`) REFERENCES `users` "
            "(`id`) ON DELETE CASCADE,\n"
            "  CONSTRAINT `posts_title_check` CHECK (length(`title`) > 0)\n"
            ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What people write'");
}

TEST(MysqlRender, PutsOneTablesChangesIntoOneStatement) {
  const Table table = posts();
  Column longer = table.columns[1];
  longer.type = "varchar(80)";
  EXPECT_EQ(rendered({schema::AddColumn{table.name, {.name = "body", .type = "longtext"}, 2},
                      schema::AlterColumn{table.name, table.columns[1], longer},
                      schema::DropForeignKey{table.name, table.foreign_keys[0]}}),
            "ALTER TABLE `posts`\n"
            "  ADD COLUMN `body` longtext AFTER `title`,\n"
            "  MODIFY COLUMN `title` varchar(80) NOT NULL DEFAULT '',\n"
            "  DROP FOREIGN KEY `posts_author_id_fkey`");
}

TEST(MysqlRender, CutsWhatCannotStandTogether) {
  const Table table = posts();
  schema::ForeignKey other = table.foreign_keys[0];
  other.on_delete = RefAction::no_action;
  EXPECT_EQ(rendered({schema::DropForeignKey{table.name, table.foreign_keys[0]},
                      schema::AddForeignKey{table.name, other}}),
            "ALTER TABLE `posts` DROP FOREIGN KEY `posts_author_id_fkey`;\n"
            "ALTER TABLE `posts` ADD CONSTRAINT `posts_author_id_fkey` FOREIGN KEY (`author_id`) "
            "REFERENCES `users` (`id`) ON DELETE NO ACTION");
  EXPECT_EQ(rendered({schema::RenameColumn{table.name, "title", "name"},
                      schema::AddColumn{table.name, {.name = "x", .type = "int(11)"}, 3}}),
            "ALTER TABLE `posts` RENAME COLUMN `title` TO `name`;\n"
            "ALTER TABLE `posts` ADD COLUMN `x` int(11)");
}

TEST(MysqlRender, MakesComputedColumnsAnewWhereModifyIsRefused) {
  Schema before;
  before.tables = {posts()};
  Column& column = before.tables[0].columns[1];
  column = {.name = "title", .type = "int(11)", .generated = schema::Generated{"`id` + 1", false}};
  Column plain{.name = "title", .type = "int(11)"};
  const std::vector<Change> changes{schema::AlterColumn{{"", "posts"}, column, plain}};
  EXPECT_EQ(join(ddl_for(mariadb)->render(changes, before, before).statements, ";\n"),
            "ALTER TABLE `posts`\n"
            "  DROP CONSTRAINT `posts_title_check`,\n"
            "  DROP COLUMN `title`,\n"
            "  ADD COLUMN `title` int(11) GENERATED ALWAYS AS (`id` + 1) STORED AFTER `id`,\n"
            "  ADD CONSTRAINT `posts_title_check` CHECK (length(`title`) > 0);\n"
            "ALTER TABLE `posts` MODIFY COLUMN `title` int(11)");
}

TEST(MysqlRender, KeepsChecksThatBelongToAColumn) {
  Schema before;
  before.tables = {posts()};
  before.tables[0].checks = {{.name = "title", .sql = "`title` <> 'x'"}};
  Column longer = before.tables[0].columns[1];
  longer.type = "varchar(80)";
  const std::vector<Change> changes{
      schema::AlterColumn{{"", "posts"}, before.tables[0].columns[1], longer}};
  EXPECT_EQ(ddl_for(mariadb)->render(changes, before, before).statements,
            std::vector<std::string>{"ALTER TABLE `posts` MODIFY COLUMN `title` varchar(80) NOT "
                                     "NULL DEFAULT '' CHECK (`title` <> 'x')"});
}

TEST(MysqlRender, SaysWhatTheFlavorSays) {
  const Table table = posts();
  const std::vector<Change> drop{schema::DropCheck{table.name, table.checks[0]}};
  EXPECT_EQ(rendered(drop), "ALTER TABLE `posts` DROP CONSTRAINT `posts_title_check`");
  EXPECT_EQ(rendered(drop, mysql8), "ALTER TABLE `posts` DROP CHECK `posts_title_check`");
  const std::vector<Change> add{schema::AddColumn{
      table.name, {.name = "u", .type = "char(36)", .default_sql = "(uuid())"}, 3}};
  EXPECT_EQ(rendered(add, mysql8),
            "ALTER TABLE `posts` ADD COLUMN `u` char(36);\n"
            "UPDATE `posts` SET `u` = (uuid());\n"
            "ALTER TABLE `posts` MODIFY COLUMN `u` char(36) DEFAULT (uuid())");
}

TEST(MysqlRender, BringsColumnsAlongWhenTheCollationChanges) {
  EXPECT_EQ(rendered({schema::AlterTable{{"", "posts"},
                                         "",
                                         "Posts",
                                         {{"row_format", "COMPRESSED"}},
                                         {{"collation", "latin1_bin"}}}}),
            "ALTER TABLE `posts`\n"
            "  COMMENT='Posts',\n"
            "  ROW_FORMAT=DEFAULT,\n"
            "  DEFAULT CHARACTER SET latin1 COLLATE latin1_bin,\n"
            "  MODIFY COLUMN `title` varchar(50) NOT NULL DEFAULT ''");
}

TEST(MysqlRender, WarnsOfRowsThatGetAnImpliedValue) {
  const std::vector<Change> add{
      schema::AddColumn{{"", "posts"}, {.name = "n", .type = "int(11)", .nullable = false}, 3}};
  Schema before;
  before.tables = {posts()};
  EXPECT_EQ(ddl_for(mariadb)->render(add, before, before).notes.size(), 1U);
}

struct Completed {
  Table table;
  std::vector<std::string> notes;
  std::string refused;
};

Completed completed(Table table, const Flavor& flavor = mariadb) {
  Completed result{std::move(table), {}, {}};
  try {
    complete_table(result.table, flavor, "utf8mb4_general_ci", result.notes);
  } catch (const Error& error) {
    result.refused = error.diagnostics().at(0).code;
  }
  return result;
}

Completed with_index(const Index& index, const Flavor& flavor = mariadb) {
  Table table = posts();
  table.columns.push_back({.name = "body", .type = "longtext"});
  table.columns.push_back({.name = "link", .type = "varchar(2048)"});
  table.indexes.push_back(index);
  return completed(std::move(table), flavor);
}

TEST(MysqlComplete, AddsTheIndexBeneathAForeignKeyOnlyWhereNoneServes) {
  EXPECT_EQ(completed(posts()).table.indexes.at(0).name, "posts_author_id_fkey");
  Table served = posts();
  served.uniques = {{.name = "u", .columns = {"author_id", "title"}}};
  EXPECT_TRUE(completed(served).table.indexes.empty());
  Table prefix = posts();
  prefix.indexes = {{.name = "p", .keys = {{.column = "title"}, {.column = "author_id"}}}};
  EXPECT_EQ(completed(prefix).table.indexes.size(), 2U);
}

TEST(MysqlComplete, TakesAPlainUniqueIndexForAConstraint) {
  const Completed done =
      with_index({.name = "one", .keys = {{.column = "title"}}, .unique = true, .method = "btree"});
  EXPECT_EQ(done.table.uniques.at(0).columns, std::vector<std::string>{"title"});
}

TEST(MysqlComplete, NotesWhatOnlyCostsSpeed) {
  const Completed partial = with_index(
      {.name = "i", .keys = {{.column = "title"}}, .where = "id > 1", .include = {"id"}});
  EXPECT_EQ(partial.notes.size(), 2U);
  EXPECT_EQ(partial.table.indexes.at(0), (Index{.name = "i", .keys = {{.column = "title"}}}));
  const Completed gin = with_index({.name = "i", .keys = {{.column = "title"}}, .method = "gin"});
  EXPECT_EQ(gin.table.indexes.size(), 1U) << "only the foreign key's";
  const Completed too_long = with_index({.name = "i", .keys = {{.column = "link"}}});
  EXPECT_EQ(too_long.table.indexes.at(0).keys[0].length, 768);
}

TEST(MysqlComplete, RefusesWhatWouldMeanSomethingElse) {
  const std::vector<schema::IndexKey> title{{.column = "title"}};
  EXPECT_EQ(with_index({.name = "i", .keys = title, .unique = true, .where = "id > 1"}).refused,
            "CV114");
  EXPECT_EQ(with_index({.name = "i", .keys = {{.column = "body"}}}).refused, "CV116");
  EXPECT_EQ(with_index({.name = "i", .keys = {{.sql = "lower(title)"}}}).refused, "CV117");
  EXPECT_EQ(with_index({.name = "i", .keys = {{.sql = "lower(title)"}}}, mysql8).refused, "");
  EXPECT_EQ(with_index({.name = "i", .keys = {{.column = "link"}}, .unique = true}, mysql8).refused,
            "CV116");
  Table later = posts();
  later.foreign_keys[0].deferrable = schema::Deferrable::deferrable;
  EXPECT_EQ(completed(later).refused, "CV118");
  Table preset = posts();
  preset.foreign_keys[0].on_delete = RefAction::set_default;
  EXPECT_EQ(completed(preset).refused, "CV119");
}

TEST(MysqlComplete, KeepsOnlyOptionsThatAreNotUsual) {
  Table table = posts();
  table.options = {{"engine", "innodb"}, {"charset", "utf8mb4"}, {"row_format", "compressed"}};
  EXPECT_EQ(completed(table).table.options,
            (std::map<std::string, std::string>{{"row_format", "COMPRESSED"}}));
  table.options = {{"charset", "latin1"}};
  table.columns[1].collation = "latin1_swedish_ci";
  const Table done = completed(table).table;
  EXPECT_EQ(done.options.at("collation"), "latin1_swedish_ci");
  EXPECT_EQ(done.columns[1].collation, "");
}

}  // namespace
}  // namespace covet::mysql
