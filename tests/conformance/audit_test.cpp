#include "core/record/audit.h"

#include <algorithm>
#include <functional>

#include "core/db/transaction.h"
#include "core/record/store.h"
#include "core/validate/json_text.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"
#include "tests/support/queries.h"

// The audit log of the models in tests/golden/query/blog, on every engine.
namespace covet {
namespace {

using query::Q;
using query::QuerySet;
using record::Audit;
using record::Record;
using record::Store;
using validate::Row;

/// With its names sorted, as an engine may keep them otherwise.
std::string sorted(const Value& value) {
  const auto* const json = std::get_if<Json>(&value);
  if (json == nullptr) return "-";
  auto members = validate::json_members(json->text);
  if (!members) return "no object: " + json->text;
  std::ranges::sort(*members);
  std::string text;
  for (const auto& [name, part] : *members)
    text += (text.empty() ? "" : " ") + name + "=" + std::string(part);
  return "{" + text + "}";
}

class Audits : public Surface {
 protected:
  void SetUp() override {
    models = tests::query_models(tests::query_folder() + "/blog");
    tests::make_tables(*connection, database.backend(), models);
    Audit::create_table(*connection);
    store.observed_by(&auditor);
  }
  /// All that was logged since the last call: "create blog {id=1} - {…}".
  std::string log() {
    std::string text;
    Store reader(log_models, *connection, hooks);
    const auto lines =
        reader.all(QuerySet("covet_audit").order_by(std::vector<std::string>{"id"}).offset(read));
    for (const Record& line : lines) {
      text += as_string(line["action"]) + ' ' + as_string(line["model"]) + ' ' +
              sorted(line["record_key"]) + ' ' + sorted(line["old_values"]) + ' ' +
              sorted(line["new_values"]) + '\n';
    }
    read += lines.size();
    return text;
  }
  Record blog(const std::string& name, std::int64_t id) {
    return store.create("blog", {{"id", id}, {"name", name}, {"tagline", std::string("-")}});
  }
  Record author(const std::string& name, std::int64_t id) {
    return store.create("author", {{"id", id}, {"name", name}});
  }
  static QuerySet named(const std::string& name) {
    return QuerySet("blog").filter(Q("name", query::Expression(name.c_str())));
  }

  model::ModelSet models;
  model::ModelSet log_models = Audit::models();
  record::Hooks hooks;
  Audit audit{{.models = {"blog", "author", "entry", "membership"},
               .exclude = {"author.age"},
               .masked = {"email"}}};
  record::Auditor auditor{audit, "ada@example.org"};
  Store store{models, *connection, hooks};
  std::uint64_t read = 0;
};

TEST_P(Audits, TellARecordsLife) {
  Record one = store.create("blog", {{"name", std::string("one")}, {"tagline", std::string("-")}});
  const std::string key = to_text(one["id"]);
  EXPECT_EQ(log(), "create blog {id=" + key + "} - {id=" + key + " name=\"one\" tagline=\"-\"}\n");
  one.set("tagline", std::string("new"));
  store.save(one);
  EXPECT_EQ(log(), "update blog {id=" + key + "} {tagline=\"-\"} {tagline=\"new\"}\n");
  one.set("tagline", std::string("new"));
  store.save(one);
  EXPECT_EQ(log(), "") << "it changed nothing";
  store.remove(one);
  EXPECT_EQ(log(),
            "remove blog {id=" + key + "} {id=" + key + " name=\"one\" tagline=\"new\"} -\n");
}

TEST_P(Audits, TellWhoAndWhen) {
  blog("one", 1);
  Store reader(log_models, *connection, hooks);
  const Record line = reader.get(QuerySet("covet_audit"));
  EXPECT_EQ(line["who"], Value(std::string("ada@example.org")));
  const auto age = system_clock().wall() - std::get<Timestamp>(line["at"]);
  EXPECT_LT(std::chrono::abs(age), std::chrono::hours(1));
}

TEST_P(Audits, LeaveOutAndMask) {
  Record ada = store.create("author", {{"id", std::int64_t{1}},
                                       {"name", std::string("Ada")},
                                       {"age", std::int64_t{36}},
                                       {"email", std::string("ada@example.org")}});
  EXPECT_EQ(log(), "create author {id=1} - {email=\"***\" id=1 name=\"Ada\"}\n");
  ada.set("age", std::int64_t{37});
  store.save(ada);
  EXPECT_EQ(log(), "");
  ada.set("email", std::string("ada@example.com"));
  store.save(ada);
  EXPECT_EQ(log(), "update author {id=1} {email=\"***\"} {email=\"***\"}\n");
  store.create("profile", {{"id", std::int64_t{1}}, {"author", std::int64_t{1}}});
  EXPECT_EQ(log(), "") << "nobody asked for profiles";
}

TEST_P(Audits, StandAndFallWithTheChange) {
  {
    Transaction transaction(*connection);
    blog("one", 1);
    transaction.rollback();
  }
  EXPECT_EQ(log(), "");
  EXPECT_EQ(store.count(QuerySet("blog")), 0U);
  EXPECT_EQ(thrown_by([&] {
              blog("one", 1);
              blog("again", 1);
            }),
            Errc::unique_violation);
  EXPECT_EQ(log(), "create blog {id=1} - {id=1 name=\"one\" tagline=\"-\"}\n");
}

TEST_P(Audits, NothingIsWrittenThatCannotBeTold) {
  blog("one", 1);
  connection->execute("DROP TABLE covet_audit");
  Record kept = store.get(QuerySet("blog"));
  const std::vector<std::function<void()>> writes = {
      [&] { blog("two", 2); },
      [&] {
        kept.set("tagline", std::string("new"));
        store.save(kept);
      },
      [&] { store.write(named("one").remove()); },
      [&] {
        store.bulk_create("blog", {{{"id", std::int64_t{9}}, {"name", "x"}, {"tagline", "x"}}});
      },
      [&] { store.remove(kept); },
  };
  for (const auto& write : writes)
    EXPECT_EQ(thrown_by(write), Errc::undefined_object);
  EXPECT_TRUE(kept.stored());
  store.observed_by(nullptr);
  EXPECT_EQ(store.values(QuerySet("blog").values({"name", "tagline"})),
            (std::vector<std::vector<Value>>{{std::string("one"), std::string("-")}}));
}

TEST_P(Audits, TellRowsOfAQuery) {
  for (const std::int64_t id : {1, 2, 3})
    blog(id == 2 ? "other" : "same", id);
  log();
  EXPECT_EQ(store.write(named("same").update({{"tagline", query::F("name")}})), 2U);
  EXPECT_EQ(log(),
            "update blog {id=1} {tagline=\"-\"} {tagline=\"same\"}\n"
            "update blog {id=3} {tagline=\"-\"} {tagline=\"same\"}\n");
  EXPECT_EQ(store.write(QuerySet("blog")
                            .order_by(std::vector<std::string>{"-id"})
                            .limit(1)
                            .update({{"tagline", query::Expression("last")}})),
            1U);
  EXPECT_EQ(log(), "update blog {id=3} {tagline=\"same\"} {tagline=\"last\"}\n");
  EXPECT_EQ(store.write(named("same").remove()), 2U);
  EXPECT_EQ(log(),
            "remove blog {id=1} {id=1 name=\"same\" tagline=\"same\"} -\n"
            "remove blog {id=3} {id=3 name=\"same\" tagline=\"last\"} -\n");
  EXPECT_EQ(store.write(named("nobody").remove()), 0U);
  EXPECT_EQ(thrown_by([&] {
              store.write(QuerySet("blog").update({{"id", query::F("id") + 1}}));
            }),
            Errc::unsupported);
  EXPECT_EQ(log(), "");
}

TEST_P(Audits, TellRowsOfAQueryOverRelations) {
  blog("one", 1);
  blog("two", 2);
  author("Ada", 1);
  for (const std::int64_t id : {1, 2, 3}) {
    store.create("entry", {{"id", id},
                           {"blog", std::int64_t{id == 3 ? 2 : 1}},
                           {"headline", std::string("x")},
                           {"pub_date", std::string("2026-11-27")}});
  }
  log();
  EXPECT_EQ(store.write(QuerySet("entry")
                            .filter(Q("blog__name", "one"))
                            .update({{"rating", query::Expression(5)}})),
            2U);
  EXPECT_EQ(log(),
            "update entry {id=1} {rating=null} {rating=5}\n"
            "update entry {id=2} {rating=null} {rating=5}\n");
  EXPECT_EQ(store.write(QuerySet("blog").filter(Q("entry__rating", 5)).remove()), 1U);
  EXPECT_EQ(log(), "remove blog {id=1} {id=1 name=\"one\" tagline=\"-\"} -\n")
      << "what the database removes along with it is not told";
}

TEST_P(Audits, TellManyRows) {
  std::vector<Row> rows;
  for (std::int64_t id = 1; id <= 1200; ++id)
    rows.push_back({{"id", id}, {"name", "blog"}, {"tagline", "-"}});
  EXPECT_EQ(store.bulk_create("blog", rows), 1200U);
  EXPECT_EQ(count("covet_audit"), 1200);
  EXPECT_EQ(store.write(QuerySet("blog").update({{"tagline", query::Expression("new")}})), 1200U);
  EXPECT_EQ(count("covet_audit"), 2400);
}

TEST_P(Audits, TellTheKeysThatTheDatabaseMakes) {
  EXPECT_EQ(store.bulk_create("blog", {{{"name", "x"}, {"tagline", "y"}}}), 1U);
  const std::string key = to_text(store.get(QuerySet("blog"))["id"]);
  EXPECT_EQ(log(), "create blog {id=" + key + "} - {id=" + key + " name=\"x\" tagline=\"y\"}\n");
}

TEST_P(Audits, TellABulkUpdate) {
  blog("a", 1);
  blog("b", 2);
  log();
  std::vector<Record> blogs = store.all(QuerySet("blog").order_by(std::vector<std::string>{"id"}));
  blogs[0].set("tagline", std::string("-"));
  blogs[1].set("tagline", std::string("new"));
  store.bulk_update(blogs, {"tagline"});
  EXPECT_EQ(log(), "update blog {id=2} {tagline=\"-\"} {tagline=\"new\"}\n");
}

TEST_P(Audits, TellAnUpsertsTwoSides) {
  blog("one", 1);
  author("Ada", 1);
  author("Bob", 2);
  log();
  const auto row = [](std::int64_t author, const std::string& role) {
    return Row{{"blog", std::int64_t{1}}, {"author", author}, {"role", role}};
  };
  const std::vector<std::string> key{"blog", "author"};
  EXPECT_EQ(store.upsert("membership", {row(1, "owner")}, key, {"role"}), 1U);
  EXPECT_EQ(log(), "create membership {author=1 blog=1} - {author=1 blog=1 role=\"owner\"}\n");
  EXPECT_EQ(store.upsert("membership", {row(1, "reader"), row(2, "a"), row(2, "b")}, key, {"role"}),
            3U);
  EXPECT_EQ(log(),
            "update membership {author=1 blog=1} {role=\"owner\"} {role=\"reader\"}\n"
            "create membership {author=2 blog=1} - {author=2 blog=1 role=\"b\"}\n");
  EXPECT_EQ(store.upsert("membership", {row(1, "x"), row(2, "x")}, key, {}), 0U);
  EXPECT_EQ(log(), "");
  EXPECT_EQ(thrown_by([&] {
              store.upsert("author", {{{"name", std::string("Eve")}}}, {"email"}, {"name"});
            }),
            Errc::unsupported);
}

TEST_P(Audits, WhatLooksAtOtherRowsSeesThemAsTheyWere) {
  constexpr int many = 1'200;
  std::vector<Row> rows;
  for (int i = 1; i <= many; ++i)
    rows.push_back({{"id", std::int64_t{i}},
                    {"name", std::string("x")},
                    {"age", std::int64_t{i <= many / 2 ? 1 : 100}}});
  store.bulk_create("author", std::move(rows));
  log();
  // Each older than the youngest becomes as old as that one: all of them, not the first batch.
  const auto youngest =
      QuerySet("author").order_by(std::vector<std::string>{"age"}).values({"age"}).limit(1);
  const query::Expression sub(query::ExpressionNode(
      query::Subquery{std::make_shared<const query::Query>(youngest.query())}));
  const QuerySet older = QuerySet("author").filter(query::compare(query::F("age"), "gt", sub));
  EXPECT_EQ(store.write(older.update({{"age", query::F("age") + sub}})),
            static_cast<std::uint64_t>(many / 2));
  EXPECT_EQ(store.count(QuerySet("author").filter(Q("age", query::Expression(101)))),
            static_cast<std::uint64_t>(many / 2));
}

TEST_P(Audits, AnUpsertTakesTwoKeysForOneWhereTheEngineDoes) {
  author("Ada", 1);
  connection->execute("CREATE UNIQUE INDEX author_name ON author (name)");
  log();
  const Row other{{"name", std::string("ADA")}, {"email", std::string("ada@example.org")}};
  const bool same = store.exists(QuerySet("author").filter(Q("name", query::Expression("ADA"))));
  store.upsert("author", {other}, {"name"}, {"email"});
  EXPECT_EQ(store.count(QuerySet("author")), same ? 1U : 2U);
  EXPECT_EQ(log(), same ? "update author {id=1} {email=null} {email=\"***\"}\n"
                        : "create author {id=2} - "
                          "{email=\"***\" id=2 joined=null mentor=null name=\"ADA\"}\n");
}

TEST_P(Audits, TellWhatIsFoundOrMade) {
  blog("one", 1);
  log();
  const Row name{{"name", std::string("one")}};
  store.get_or_create("blog", name);
  EXPECT_EQ(log(), "");
  store.update_or_create("blog", name, {{"tagline", std::string("new")}});
  EXPECT_EQ(log(), "update blog {id=1} {tagline=\"-\"} {tagline=\"new\"}\n");
}

TEST_P(Audits, TellManyToMany) {
  blog("one", 1);
  const std::int64_t id = 7;
  const Record entry = store.create("entry", {{"id", id},
                                              {"blog", std::int64_t{1}},
                                              {"headline", std::string("x")},
                                              {"pub_date", std::string("2026-11-27")}});
  const Value ada = author("Ada", 1)["id"];
  const Value bob = author("Bob", 2)["id"];
  log();
  store.add(entry, "authors", {ada, ada});
  const auto line = [](const std::string& action, const std::string& author) {
    const std::string key = "{author_id=" + author + " entry_id=7}";
    return action + " entry.authors " + key +
           (action == "create" ? " - " + key : " " + key + " -") + "\n";
  };
  EXPECT_EQ(log(), line("create", "1"));
  store.set(entry, "authors", {bob});
  EXPECT_EQ(log(), line("remove", "1") + line("create", "2"));
  store.remove(entry, "authors", {ada});
  EXPECT_EQ(log(), "");
  store.clear(entry, "authors");
  EXPECT_EQ(log(), line("remove", "2"));
}

TEST_P(Audits, TellManyToManyByTheFieldsOwnNameFromBothSides) {
  const Record ada = author("Ada", 1);
  const Record of = blog("one", 2);
  const Record entry = store.create("entry", {{"id", std::int64_t{3}},
                                              {"blog", of["id"]},
                                              {"headline", std::string("h")},
                                              {"pub_date", std::string("2026-11-27")}});
  log();
  store.add(ada, "entry", {entry["id"]});
  store.clear(ada, "entry");
  const std::string told = log();
  EXPECT_NE(told.find("create entry.authors {author_id=1 entry_id=3}"), std::string::npos) << told;
  EXPECT_NE(told.find("remove entry.authors {author_id=1 entry_id=3}"), std::string::npos) << told;
}

TEST_P(Audits, TheTableIsMadeOnceAndLeftAlone) {
  blog("one", 1);
  Audit::create_table(*connection);
  EXPECT_EQ(count("covet_audit"), 1);
}

TEST_P(Audits, AnUpsertLooksAgainWhereSomebodyWasQuicker) {
  blog("one", 1);
  author("Ada", 1);
  log();
  tests::FaultyConnection line(*connection);
  bool quick = false;
  line.before = [&](const Statement& statement) {
    if (quick || !statement.sql.starts_with("INSERT INTO") ||
        statement.sql.find("Membership") == std::string::npos)
      return;
    quick = true;
    throw Error(Errc::unique_violation, "somebody was quicker");
  };
  Store slow(models, line, hooks);
  slow.observed_by(&auditor);
  slow.upsert("membership",
              {{{"blog", std::int64_t{1}}, {"author", std::int64_t{1}}, {"role", "reader"}}},
              {"blog", "author"}, {"role"});
  EXPECT_TRUE(quick);
  EXPECT_EQ(log(), "create membership {author=1 blog=1} - {author=1 blog=1 role=\"reader\"}\n");
}

INSTANTIATE_TEST_SUITE_P(Engines, Audits, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
