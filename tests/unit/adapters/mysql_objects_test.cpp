#include <gtest/gtest.h>

#include "adapters/mysql/definer.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/object_text.h"
#include "adapters/mysql/render_objects.h"

// The texts of views, triggers, routines and events, without a server.
namespace covet::mysql {
namespace {

using schema::Object;
using schema::Schema;

ServerInfo server(std::string vendor, std::string sql_mode) {
  ServerInfo info;
  info.engine = "mysql";
  info.vendor = std::move(vendor);
  info.version_number = info.vendor == "MySQL" ? 90700 : 101100;
  info.details[std::string(sql_mode_key)] = std::move(sql_mode);
  return info;
}

ServerInfo mariadb() {
  ServerInfo info = server("MariaDB", "");
  info.details[std::string(sql_mode_key)] = session_sql_mode(info);
  return info;
}

Object trigger(const std::string& name, const std::string& place, const std::string& body) {
  return {.kind = "trigger",
          .name = {"", name},
          .sql = "CREATE TRIGGER " + name + " BEFORE INSERT ON t FOR EACH ROW" + place + " " + body,
          .table = "t"};
}

TEST(MysqlObjects, DefinersAreOwners) {
  EXPECT_EQ(definer_of("CREATE DEFINER=`root`@`localhost` PROCEDURE `p`() SELECT 1"),
            "root@localhost");
  EXPECT_EQ(definer_of("create definer = 'o''x'@'%' view v as select 1"), "o'x@%");
  EXPECT_EQ(definer_of("CREATE DEFINER=`auditors` FUNCTION f() RETURNS int RETURN 1"), "auditors@");
  EXPECT_EQ(definer_of("CREATE DEFINER=CURRENT_USER() EVENT e DO SELECT 1"), "");
  EXPECT_EQ(definer_of("CREATE VIEW v AS SELECT 'DEFINER' = 1"), "");
  EXPECT_EQ(
      with_definer("CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `v` AS SELECT 1",
                   "a`b@10.0.%"),
      "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a``b`@`10.0.%` SQL SECURITY INVOKER VIEW `v` AS "
      "SELECT 1");
  EXPECT_EQ(with_definer("CREATE PROCEDURE p() SELECT 1", "app"),
            "CREATE DEFINER=`app`@`%` PROCEDURE p() SELECT 1");
  EXPECT_EQ(with_definer("CREATE EVENT e DO SELECT 1", "auditors@"),
            "CREATE DEFINER=`auditors` EVENT e DO SELECT 1");
  EXPECT_EQ(with_definer("CREATE DEFINER=`x` EVENT e DO SELECT 1", "app"),
            "CREATE DEFINER=`x` EVENT e DO SELECT 1");
  EXPECT_EQ(with_definer("CREATE EVENT e DO SELECT 1", ""), "CREATE EVENT e DO SELECT 1");
}

TEST(MysqlObjects, DefinersGo) {
  EXPECT_EQ(without_definer("CREATE DEFINER=`root`@`localhost` PROCEDURE `p`() SELECT 1"),
            "CREATE PROCEDURE `p`() SELECT 1");
  EXPECT_EQ(without_definer("create definer = 'o''x'@'%' view v as select 1"),
            "create view v as select 1");
  EXPECT_EQ(without_definer("CREATE DEFINER=CURRENT_USER() EVENT e DO SELECT 1"),
            "CREATE EVENT e DO SELECT 1");
  EXPECT_EQ(without_definer("CREATE DEFINER=`role` FUNCTION f() RETURNS int RETURN 1"),
            "CREATE FUNCTION f() RETURNS int RETURN 1");
  const std::string body = "CREATE PROCEDURE p() SELECT 1 AS definer";
  EXPECT_EQ(without_definer(body), body);
}

TEST(MysqlObjects, ViewsKeepOnlyWhatIsUnusual) {
  EXPECT_EQ(view_text("CREATE ALGORITHM=UNDEFINED DEFINER=`a`@`%` SQL SECURITY DEFINER VIEW `v` AS "
                      "select 1 AS `AS`"),
            "CREATE VIEW `v` AS\nselect 1 AS `AS`");
  EXPECT_EQ(view_text("CREATE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY INVOKER VIEW `as` "
                      "(`x`) AS select 1"),
            "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `as` (`x`) AS\nselect 1");
  EXPECT_EQ(without_database("select `d`.`t`.`d` from `d`.`t` where 'd.`d`.' = `t`.`d`", "d"),
            "select `t`.`d` from `t` where 'd.`d`.' = `t`.`d`");
}

TEST(MysqlObjects, SettingsAreSaidWhereTheyAreUnusual) {
  const std::string usual = session_sql_mode(mariadb());
  EXPECT_EQ(settings_for({usual, "utf8mb4", "utf8mb4_general_ci", "+00:00"}, "x", mariadb()), "");
  EXPECT_EQ(settings_for({"ANSI", "latin1", "latin1_bin", "SYSTEM"}, "x", mariadb()),
            "SET sql_mode = 'ANSI';\nSET NAMES latin1 COLLATE latin1_bin;\n"
            "SET time_zone = 'SYSTEM';\n");
  // Letters beyond ASCII can't be sent as latin1.
  EXPECT_EQ(settings_for({usual, "latin1", "latin1_bin"}, "ä", mariadb()), "");
  const ObjectText text = take_apart("SET sql_mode = 'a;b';\nSET NAMES x;\nCREATE VIEW v AS 1");
  EXPECT_EQ(text.settings, (std::vector<std::string>{"SET sql_mode = 'a;b'", "SET NAMES x"}));
  EXPECT_EQ(text.create, "CREATE VIEW v AS 1");
}

TEST(MysqlObjects, SettingsAreUndoneBehindTheirStatement) {
  const Object routine{.kind = "procedure",
                       .name = {"", "p"},
                       .sql = "SET sql_mode = 'ANSI';\nCREATE PROCEDURE p() SELECT 1"};
  EXPECT_EQ(create_statements(routine, {}, mariadb()),
            (std::vector<std::string>{"SET sql_mode = 'ANSI'", "CREATE PROCEDURE p() SELECT 1",
                                      "SET sql_mode = '" + session_sql_mode(mariadb()) + "'"}));
  const Object plain{
      .kind = "procedure", .name = {"", "p"}, .sql = "CREATE PROCEDURE p() SELECT 1"};
  const ServerInfo strict = server("MySQL", "TRADITIONAL");
  EXPECT_EQ(create_statements(plain, {}, strict).front(), "SET sql_mode = 'TRADITIONAL'");
  EXPECT_EQ(create_statements(plain, {}, mariadb()).size(), 1U);
}

TEST(MysqlObjects, ATriggerTakesItsPlace) {
  EXPECT_EQ(followed("CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW FOLLOWS `a` SET @x = 1"),
            "a");
  EXPECT_EQ(without_place("create trigger b before insert on t for each row follows a\nset @x = 1"),
            "create trigger b before insert on t for each row\nset @x = 1");
  Schema there;
  there.objects = {trigger("b", " FOLLOWS `a`", "SET @x = 2")};
  EXPECT_EQ(create_statements(trigger("a", "", "SET @x = 1"), there, mariadb()).front(),
            trigger("a", " PRECEDES `b`", "SET @x = 1").sql);
  EXPECT_EQ(create_statements(trigger("c", " FOLLOWS `b`", "SET @x = 3"), there, mariadb()).front(),
            trigger("c", " FOLLOWS `b`", "SET @x = 3").sql);
  EXPECT_EQ(
      create_statements(trigger("d", " FOLLOWS `gone`", "SET @x = 3"), there, mariadb()).front(),
      trigger("d", "", "SET @x = 3").sql);
}

TEST(MysqlObjects, EventsAreComparedWithoutTheStartOfTheirMaking) {
  const std::string event =
      "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION NOT "
      "PRESERVE ENABLE DO SELECT 'STARTS', 1";
  EXPECT_EQ(without_start(event),
            "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE DO SELECT "
            "'STARTS', 1");
  EXPECT_EQ(event_status(event), "ENABLE");
  EXPECT_EQ(with_event_status("create event e on schedule every 1 day do select 1", "DISABLE"),
            "create event e on schedule every 1 day DISABLE do select 1");
  EXPECT_EQ(event_status("create event e on schedule every 1 day disable on slave do select 1"),
            "DISABLE ON SLAVE");
}

}  // namespace
}  // namespace covet::mysql
