#include <chrono>

#include <gtest/gtest.h>

#include "core/db/transaction.h"
#include "tests/support/databases.h"

namespace covet {
namespace {

/// Within the transaction, where a migration's history is written.
TEST(PostgresqlSession, IsPutBackAsItWasOpened) {
  const tests::TestDatabase database("postgresql", tests::Role::superuser);
  const auto connection = database.connect();
  connection->execute("CREATE TABLE here (id int)");
  EXPECT_EQ(connection->schema_of("here"), "public");
  EXPECT_EQ(connection->schema_of("nowhere"), "");
  connection->set_timeouts(std::chrono::seconds(7), std::chrono::seconds(3));
  const auto state = [&] {
    return as_string(connection->fetch_value(
        Statement{"SELECT concat_ws(' ', current_user = session_user, current_schema(),"
                  " current_setting('check_function_bodies'), current_setting('lock_timeout'),"
                  " current_setting('DateStyle'), current_setting('statement_timeout'))"}));
  };
  const std::string before = state();
  EXPECT_EQ(before, "t public on 3s ISO, YMD 7s");
  Transaction transaction(*connection);
  for (const char* const said :
       {"SELECT set_config('search_path', '', false)", "SET check_function_bodies = off",
        "SET lock_timeout = 0", "SET DateStyle = 'German'", "SET ROLE pg_read_all_data"})
    connection->execute(said);
  EXPECT_NE(state(), before);
  connection->reset_settings();
  EXPECT_EQ(state(), before);
  transaction.commit();
  EXPECT_EQ(state(), before);
}

}  // namespace
}  // namespace covet
