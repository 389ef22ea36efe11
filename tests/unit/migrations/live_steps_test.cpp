#include "migrations/live_steps.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "migrations/hazards.h"
#include "migrations/run_log.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

/// Remembers for what it was asked.
class CountingInspector : public schema::Inspector {
 public:
  explicit CountingInspector(const schema::Inspector& inner) : inner_(inner) {}
  schema::Schema inspect(Connection& connection, const schema::Scope& scope) const override {
    scopes.push_back(scope);
    return inner_.inspect(connection, scope);
  }
  schema::Schema normalize(Connection& connection, const schema::Schema& wanted,
                           const schema::Schema& live,
                           std::vector<std::string>& unspelled) const override {
    return inner_.normalize(connection, wanted, live, unspelled);
  }
  mutable std::vector<schema::Scope> scopes;

 private:
  const schema::Inspector& inner_;
};

class LiveStepsOnSqlite : public OnSqlite {
 protected:
  void count_inspections() {
    counting = std::make_unique<CountingInspector>(backend->inspector);
    const schema::Backend& own = *backend;
    counted = std::unique_ptr<schema::Backend>(
        new schema::Backend{own.engine, own.url_schemes, own.example_url, own.memory_url,
                            own.dialect, own.driver, *counting, own.locker, own.guard, own.sessions,
                            own.maintenance, own.client, own.pool, own.make_ddl});
    backend = counted.get();
  }
  std::unique_ptr<CountingInspector> counting;
  std::unique_ptr<schema::Backend> counted;
  void SetUp() override {
    OnSqlite::SetUp();
    if (IsSkipped()) return;
    real->execute("CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)");
    real->execute(
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES users (id), "
        "title TEXT, made TEXT, n INTEGER)");
    real->execute("INSERT INTO users VALUES (1, 'a@x'), (2, 'b@y')");
    real->execute("INSERT INTO posts VALUES (1, 1, 'A', '2024-01-01', 1), (2, 2, 'B', NULL, 2)");
  }
  void know(const std::string& text) {
    const std::vector<model::SourceText> files = {{"models.toml", text}};
    options.models = model::parse_models(files);
  }
  std::string sql_of(const std::string& step, bool planned = false) {
    LiveSteps steps(*real, *backend, *ddl, options.scope, options.models);
    const SqlStatement statement = read("1_x", "-- covet:query " + step + "\n").up.statements.at(0);
    try {
      return planned ? steps.planned(statement).sql : steps.of(statement).sql;
    } catch (const Error& error) {
      return error.message();
    }
  }
  std::string rows(const std::string& sql) const {
    std::string text;
    for (const Row& row : real->fetch_all(sql)) {
      for (std::size_t i = 0; i < row.size(); ++i)
        text += (i > 0 ? "|" : "") + to_text(row[i]);
      text += " ";
    }
    return text;
  }
};

constexpr const char* today = R"(
[models.person]
table = "users"
[models.person.fields]
id = { type = "Integer", primary_key = true }
address = { type = "Char", max_length = 80, db_column = "mail" }
[models.post]
table = "posts"
[models.post.fields]
id = { type = "Integer", primary_key = true }
owner = { type = "ForeignKey", to = "person", related_name = "written" }
headline = { type = "Char", max_length = 80, db_column = "title" }
title = { type = "Char", max_length = 80, db_column = "subtitle" }
made = { type = "Date" }
[models.comment.fields]
id = { type = "Integer", primary_key = true }
post = { type = "ForeignKey", to = "post" }
)";

TEST_F(LiveStepsOnSqlite, NeedNoModels) {
  EXPECT_EQ(sql_of("posts.filter(owner__mail__endswith=\"@x\").update(title=Lower(F(\"title\")))")
                .find("UPDATE \"posts\" SET \"title\" = "),
            0U);
  EXPECT_EQ(sql_of("posts.update(owner_id=None)"), sql_of("posts.update(owner=None)"));
  EXPECT_EQ(sql_of("users.filter(posts__n=1).delete()").find("DELETE FROM \"users\""), 0U);
  EXPECT_EQ(sql_of("person.delete()").find("DELETE"), std::string::npos);
}

TEST_F(LiveStepsOnSqlite, KnowTheModelsNamesToo) {
  know(today);
  const std::string by_table = sql_of("posts.filter(owner__mail=\"a\").update(n=1)");
  EXPECT_EQ(by_table.find("UPDATE \"posts\""), 0U) << by_table;
  EXPECT_EQ(sql_of("post.filter(owner__address=\"a\").update(n=1)"), by_table);
  EXPECT_EQ(sql_of("users.filter(written__n=1).delete()"),
            sql_of("person.filter(written__n=1).delete()"));
  EXPECT_EQ(sql_of("users.filter(posts__n=1).delete()").find("DELETE FROM \"users\""), 0U)
      << sql_of("users.filter(posts__n=1).delete()");
  EXPECT_EQ(sql_of("post.update(headline=\"x\")"), "UPDATE \"posts\" SET \"title\" = 'x'");
}

TEST_F(LiveStepsOnSqlite, TakeTheDatabasesNamesBeforeTheModels) {
  know(today);
  EXPECT_EQ(sql_of("posts.update(title=\"x\")"), "UPDATE \"posts\" SET \"title\" = 'x'");
  // A table that the models have renamed meanwhile, and given its handle to another.
  know(
      "[models.users]\ntable = \"posts\"\n[models.users.fields]\nid = { type = \"Integer\", "
      "primary_key = true }\n");
  EXPECT_EQ(sql_of("users.delete()"), "DELETE FROM \"users\"");
}

TEST_F(LiveStepsOnSqlite, TakeTypesThatTheEngineHasNotFromTheModels) {
  EXPECT_EQ(sql_of("posts.filter(made=\"soon\").delete()").find("DELETE"), 0U);
  know(
      "[models.posts.fields]\nid = { type = \"Integer\", primary_key = true }\n"
      "made = { type = \"Date\", db_type = \"TEXT\" }\n");
  EXPECT_EQ(sql_of("posts.filter(made=\"soon\").delete()").find("`made` can't be"), 0U)
      << sql_of("posts.filter(made=\"soon\").delete()");
}

TEST_F(LiveStepsOnSqlite, ChoicesOfTodayForbidNothing) {
  know(
      "[models.post]\ntable = \"posts\"\n[models.post.fields]\nid = { type = \"Integer\", "
      "primary_key = true }\ntitle = { type = \"Enum\", choices = [\"new\"] }\n"
      "n = { type = \"Integer\", choices = [\"7\"] }\n");
  EXPECT_EQ(sql_of("post.update(title=\"old\", n=8)"),
            "UPDATE \"posts\" SET \"title\" = 'old', \"n\" = 8");
}

TEST_F(LiveStepsOnSqlite, AskTheModelsForWhatIsPlanned) {
  know(today);
  EXPECT_EQ(sql_of("comment.delete()").find("DELETE"), std::string::npos);
  EXPECT_EQ(sql_of("comment.delete()", true), "DELETE FROM \"comment\"");
  EXPECT_EQ(sql_of("post.filter(comment__id=1).delete()", true).find("DELETE"), 0U);
}

TEST_F(LiveStepsOnSqlite, SeeWhatTheStatementsBeforeThemMade) {
  EXPECT_FALSE(run({read("1_x",
                         "-- covet:query posts.filter(owner__mail__endswith=\"@x\")\n"
                         "--   .update(n=F(\"n\") + 10)\n"
                         "ALTER TABLE posts RENAME COLUMN n TO number;\n"
                         "ALTER TABLE posts RENAME TO articles;\n"
                         "-- covet:query articles.filter(number=2).update(number=3)\n")})
                   .failure);
  EXPECT_EQ(rows("SELECT number FROM articles ORDER BY id"), "11 3 ");
}

TEST_F(LiveStepsOnSqlite, LookAtTheDatabaseOnceForManyMigrations) {
  count_inspections();
  EXPECT_FALSE(run({read("1_x", "-- covet:query posts.update(n=1)\n"),
                    read("2_x", "UPDATE posts SET n = 2;\n-- covet:query posts.update(n=3)\n"),
                    read("3_x", "-- covet:query users.filter(id=1).update(mail=None)\n")})
                   .failure);
  EXPECT_EQ(counting->scopes.size(), 1U);
}

TEST_F(LiveStepsOnSqlite, LookAtTheDatabaseOnceWhereDdlCommitsToo) {
  count_inspections();
  without_transactional_ddl();
  EXPECT_FALSE(run({read("1_x", "-- covet:query posts.update(n=1)\n"),
                    read("2_x",
                         "-- covet:query posts.update(n=2)\n"
                         "-- covet:query users.update(mail=None)\n")})
                   .failure);
  EXPECT_EQ(counting->scopes.size(), 1U);
}

TEST_F(LiveStepsOnSqlite, LookAtItAgainWhereTheSchemaMayBeAnotherOne) {
  count_inspections();
  EXPECT_FALSE(run({read("1_x", "-- covet:query posts.update(n=1)\n"),
                    read("2_x", "ALTER TABLE posts RENAME COLUMN n TO m;\n"),
                    read("3_x", "-- covet:query posts.update(m=1)\n")})
                   .failure);
  EXPECT_EQ(counting->scopes.size(), 2U);
}

TEST_F(LiveStepsOnSqlite, LookAtItAgainAfterARunOfSomebodyElse) {
  const std::vector<Migration> files = {read("1_x", "-- covet:query posts.update(n=1)\n"),
                                        read("2_x", "ALTER TABLE posts RENAME COLUMN n TO m;\n"),
                                        read("3_x", "-- covet:query posts.update(m=1)\n")};
  on_event = [&](const Event& event) {
    const auto* started = std::get_if<RunStarted>(&event);
    if (started == nullptr || started->index != 1) return;
    real->execute("ALTER TABLE posts RENAME COLUMN n TO m");
    history->insert(applied(files[1]));
  };
  EXPECT_FALSE(run(files).failure);
  EXPECT_NE(events.find("skipped"), std::string::npos) << events;
}

TEST_F(LiveStepsOnSqlite, LookAtItAgainWhereWhatTheySawWasRolledBack) {
  count_inspections();
  options.lock_retry = std::chrono::minutes(1);
  bool refused = false;
  line->before = [&](const Statement& statement) {
    if (refused || statement.sql.find("\"users\"") == std::string::npos) return;
    refused = statement.sql.starts_with("UPDATE");
    if (refused) throw Error(Errc::lock_timeout, "somebody has it");
  };
  EXPECT_FALSE(run({read("1_x",
                         "-- covet:query posts.update(n=7)\n"
                         "ALTER TABLE posts RENAME COLUMN n TO m;\n"
                         "-- covet:query posts.update(m=1)\n"
                         "-- covet:query users.update(mail=None)\n")})
                   .failure);
  EXPECT_TRUE(refused);
  EXPECT_EQ(rows("SELECT m FROM posts ORDER BY id"), "1 1 ");
  EXPECT_EQ(counting->scopes.size(), 4U);
}

TEST_F(LiveStepsOnSqlite, NameEachSchemaOfTheModelsOnce) {
  count_inspections();
  know(
      "[models.a]\ndb_schema = \"other\"\n[models.a.fields]\nid = { type = \"Integer\", "
      "primary_key = true }\n[models.b]\ndb_schema = \"other\"\n[models.b.fields]\nid = { type = "
      "\"Integer\", primary_key = true }\n");
  LiveSteps steps(*real, *backend, *ddl, options.scope, options.models);
  const SqlStatement statement = read("1_x", "-- covet:query posts.delete()\n").up.statements.at(0);
  steps.of(statement);
  steps.forget();
  steps.of(statement);
  ASSERT_EQ(counting->scopes.size(), 2U);
  for (const schema::Scope& scope : counting->scopes)
    EXPECT_EQ(scope.named_schemas, (std::vector<std::string>{"other"}));
}

TEST_F(LiveStepsOnSqlite, FailAsStatementsDo) {
  const Result result = run({read("1_x",
                                  "UPDATE posts SET n = 0;\n"
                                  "-- covet:query posts\n"
                                  "--   .update(m=1)\n")});
  ASSERT_TRUE(result.failure);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_EQ(result.failure->statement, 1U);
  const Diagnostic& fault = result.failure->error.diagnostics().at(0);
  EXPECT_EQ(fault.where, (SourceSpan{"1_x.sql", 3, 14, 1}));
  EXPECT_EQ(fault.excerpt, "--   .update(m=1)");
  EXPECT_EQ(rows("SELECT n FROM posts ORDER BY id"), "1 2 ");
}

TEST_F(LiveStepsOnSqlite, TellWhatTheyRan) {
  std::string told;
  on_event = [&](const Event& event) {
    if (const auto* done = std::get_if<StatementDone>(&event)) told += done->sql;
  };
  EXPECT_FALSE(
      run({read("1_x", "-- covet:query users.filter(id=2).update(mail=\"c\")\n")}).failure);
  EXPECT_EQ(told, "UPDATE \"users\" SET \"mail\" = 'c' WHERE \"users\".\"id\" = 2");
  const auto records = RunLog(*real, *ddl, "covet_migrations").read({});
  EXPECT_EQ(records.at(0).statements.at(0).sql, told);
}

TEST_F(LiveStepsOnSqlite, KeepSecretsOutOfTheLog) {
  real->execute("CREATE TABLE keys (id INTEGER PRIMARY KEY, secret TEXT)");
  EXPECT_FALSE(run({read("1_x", "-- covet:query keys.create(id=1, secret=\"hush\")\n")}).failure);
  EXPECT_EQ(RunLog(*real, *ddl, "covet_migrations").read({}).at(0).statements.at(0).sql, "");
}

TEST_F(LiveStepsOnSqlite, InBatchesGoOnAfterACrashAnywhere) {
  const std::vector<Migration> migrations = {
      read("1_x", "-- covet:batch 1 rows\n-- covet:query posts.update(n=F(\"n\") + 1)\n")};
  crash_anywhere(
      migrations, [this] { real->execute("UPDATE posts SET n = id"); },
      [this](const std::string& where) {
        EXPECT_EQ(rows("SELECT n FROM posts ORDER BY id"), "2 3 ") << where;
      });
}

TEST_F(LiveStepsOnSqlite, CountTheRowsOfTheirTableAsALoss) {
  know(today);
  const std::vector<Migration> migrations = {read("1_x", "-- covet:query person.delete()\n")};
  const std::vector<Applied> none;
  const RunPlan pending = decide(migrations, none, {}, false);
  LiveSteps steps(*real, *backend, *ddl, options.scope, options.models);
  const std::vector<Loss> lost = losses(pending, *real, {}, false, &steps);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].hazard, (schema::Hazard{"delete", "users"}));
  EXPECT_EQ(lost[0].rows, 2);
}

}  // namespace
}  // namespace covet::migrations
