// example_blog URL MODELS_FOLDER
//
// The library, from connecting to aggregates, on the models beside this file. The tables are there
// and empty: covet make and covet migrate made them. Reads from top to bottom; each chapter is a
// function. Ends with 0 where every answer was right.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "adapters/backends.h"
#include "core/base/file.h"
#include "core/config/url.h"
#include "core/db/database.h"
#include "core/db/transaction.h"
#include "core/query/parse.h"
#include "core/record/store.h"
#include "core/record/transfer.h"
#include "tests/example_blog/expect.h"

namespace example_blog {
namespace {

using covet::Errc;
using covet::Transaction;
using covet::Value;
using covet::query::Count;
using covet::query::F;
using covet::query::Q;
using covet::query::QuerySet;
using covet::query::Sum;
using covet::record::Record;
using covet::record::Store;
using covet::validate::Row;

std::string text(const Value& value) {
  return covet::to_text(value);
}

/// Model files are read together, once, when a program starts.
covet::model::ModelSet read_models(const std::filesystem::path& folder) {
  std::vector<covet::model::SourceText> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".toml")
      files.push_back({entry.path().string(), covet::read_file(entry.path())});
  }
  return covet::model::parse_models(files);
}

/// What a program adds to its models: a rule over a whole row, and a listener.
covet::record::Hooks make_hooks(std::vector<std::string>& told) {
  covet::record::Hooks hooks;
  hooks.validators.add_for_model("post", [](const Row& row, covet::validate::Operation) {
    std::vector<covet::validate::Fault> faults;
    const auto title = row.find("title");
    const auto slug = row.find("slug");
    if (title != row.end() && slug != row.end() && title->second == slug->second)
      faults.push_back({"slug", text(slug->second), "it is the title once more"});
    return faults;
  });
  hooks.listeners.emplace_back("post", [&told](covet::record::Signal signal, Record& post) {
    if (signal == covet::record::Signal::after_save) told.push_back(text(post["slug"]));
  });
  return hooks;
}

/// One row with a value of every type; what is left out is filled in.
Record create_users(Store& store, Expect& expect) {
  const Record ada = store.create(
      "user", {{"name", std::string("Ada Lovelace")},
               {"email", std::string("ada@example.org")},
               {"homepage", std::string("https://example.org/ada")},
               {"role", std::string("editor")},
               {"birthday", std::string("1815-12-10")},
               {"wakes_at", std::string("06:30:00")},
               {"level", std::int64_t{42}},
               {"balance", covet::Decimal{"1234567.89"}},
               {"score", 0.5},
               {"settings", covet::Json{R"({"theme": "dark", "columns": 3})"}},
               {"languages", covet::Json{R"(["en", "fr"])"}},
               {"avatar", covet::Bytes{std::byte{0x89}, std::byte{0}, std::byte{0xff}}}});
  store.create("user", {{"name", std::string("Zoë")},
                        {"email", std::string("zoe@example.org")},
                        {"invited_by", ada["id"]},
                        {"settings", covet::Json{R"({"theme": "light"})"}}});
  store.create("user", {{"name", std::string("Bob")}, {"email", std::string("bob@example.org")}});
  store.create("profile", {{"user", ada["id"]}, {"city", std::string("London")}});

  const Record read = store.get(QuerySet("user").filter(Q("email", "ada@example.org")));
  expect.equal("a decimal", text(read["balance"]), "1234567.89");
  expect.equal("a date", text(read["birthday"]), "1815-12-10");
  expect.equal("a time", text(read["wakes_at"]), "06:30:00");
  expect.equal("bytes", text(read["avatar"]), text(ada["avatar"]));
  expect.equal("an array", text(read["languages"]), R"(["en", "fr"])");
  expect.equal("a default", text(read["active"]), "true");
  expect.equal("a token was made", covet::is_null(read["token"]), false);
  expect.equal("a moment was taken", covet::is_null(read["joined"]), false);
  return read;
}

/// Every fault of a row at once, before the database is asked; what only it can know, afterwards.
void meet_faults(Store& store, Expect& expect) {
  expect.refused("a user without a name", Errc::usage, [&] {
    store.create("user", {{"email", std::string("nobody")}, {"level", std::int64_t{100}}});
  });
  try {
    store.create("user", {{"email", std::string("nobody")}, {"level", std::int64_t{100}}});
  } catch (const covet::Error& error) {
    for (const std::string field : {"name", "email", "level"})
      expect.equal(field + " is named", error.message().find(field) != std::string::npos, true);
  }
  expect.refused("an address that is taken", Errc::unique_violation, [&] {
    store.create("user", {{"name", std::string("Eve")}, {"email", std::string("bob@example.org")}});
  });
  expect.refused("a row against the program's own rule", Errc::usage, [&] {
    const Record bob = store.get(QuerySet("user").filter(Q("name", "Bob")));
    store.create(
        "post",
        {{"slug", std::string("same")}, {"title", std::string("same")}, {"author", bob["id"]}});
  });
}

Record write_post(Store& store, const Record& author, const std::string& slug,
                  const std::string& title, std::int64_t views) {
  return store.create("post", {{"slug", slug},
                               {"title", title},
                               {"author", author["id"]},
                               {"views", views},
                               {"status", std::string("published")}});
}

/// Posts with tags (a junction that covet makes) and fans (one with fields of its own).
void create_posts(Store& store, const Record& ada, Expect& expect) {
  const Record zoe = store.get(QuerySet("user").filter(Q("name", "Zoë")));
  const Record engine = write_post(store, ada, "engine", "The Analytical Engine", 900);
  const Record poetry = write_post(store, ada, "poetry", "Poetical Science", 100);
  const Record garden = write_post(store, zoe, "garden", "Ein Garten für Zoë 🌱", 50);
  store.bulk_create("tag", {{{"name", std::string("maths")}},
                            {{"name", std::string("history")}},
                            {{"name", std::string("nature")}}});
  store.add(engine, "tags", {std::string("maths"), std::string("history")});
  store.add(poetry, "tags", {std::string("history")});
  store.set(garden, "tags", {std::string("nature")});
  store.create("like", {{"post", engine["id"]}, {"user", zoe["id"]}});
  store.create("like", {{"post", garden["id"]}, {"user", ada["id"]}, {"stars", std::int64_t{4}}});

  const Record first = store.create(
      "comment",
      {{"post", engine["id"]}, {"author", zoe["id"]}, {"text", std::string("Does it run?")}});
  const Record answer = store.create("comment", {{"post", engine["id"]},
                                                 {"author", ada["id"]},
                                                 {"answers", first["id"]},
                                                 {"text", std::string("On paper.")}});
  store.create(
      "comment",
      {{"post", engine["id"]}, {"answers", answer["id"]}, {"text", std::string("A fine start.")}});
  expect.equal("comments", store.count(QuerySet("comment")), 3U);
}

/// Questions across relations, in both directions; each is one statement.
void ask(Store& store, Expect& expect) {
  const QuerySet posts("post");
  expect.equal("posts of one author", store.count(posts.filter(Q("author__name", "Ada Lovelace"))),
               2U);
  expect.equal("posts with a tag", store.count(posts.filter(Q("tags__name", "history"))), 2U);
  expect.equal(
      "who was invited by Ada",
      text(store.get(QuerySet("user").filter(Q("invited_by__email", "ada@example.org")))["name"]),
      "Zoë");
  expect.equal("who lives in London",
               text(store.get(QuerySet("user").filter(Q("profile__city", "London")))["name"]),
               "Ada Lovelace");
  expect.equal("answers to answers",
               store.count(QuerySet("comment").filter(Q("answers__answers__isnull", Value(false)))),
               1U);
  expect.equal("either, and not",
               store.count(posts.filter((Q("views__gte", 100) || Q("slug__startswith", "gar")) &&
                                        !Q("title__icontains", "SCIENCE"))),
               2U);
  expect.equal("within JSON", store.count(QuerySet("user").filter(Q("settings__theme", "dark"))),
               1U);
  // The same as text, as covet query reads it.
  const auto values = store.values(covet::query::parse_query(
      R"(post.filter(fans__name="Zoë").order_by("slug").values("slug", "author__name"))"));
  expect.equal("rows", values.size(), 1U);
  if (values.size() == 1) expect.equal("its author", text(values[0][1]), "Ada Lovelace");
}

/// Sums of all rows, and one a row.
void count(Store& store, Expect& expect) {
  const Row all =
      store.aggregate(QuerySet("post").aggregate({{"posts", Count()}, {"views", Sum("views")}}));
  expect.equal("posts", text(all.at("posts")), "3");
  expect.equal("views", text(all.at("views")), "1050");
  const auto authors = store.all(QuerySet("user")
                                     .annotate({{"written", Count("posts")}})
                                     .filter(Q("written__gt", 0))
                                     .order_by(std::vector<std::string>{"-written", "name"}));
  expect.equal("authors", authors.size(), 2U);
  if (authors.size() != 2) return;
  expect.equal("the first", text(authors[0]["name"]), "Ada Lovelace");
  expect.equal("has written", text(authors[0]["written"]), "2");
}

/// However many posts there are: two statements more.
void read_with_relations(Store& store, Expect& expect) {
  const std::vector<Record> posts = store.all(QuerySet("post")
                                                  .select_related({"author"})
                                                  .prefetch_related({"tags", "comments"})
                                                  .order_by(std::vector<std::string>{"slug"}));
  expect.equal("posts", posts.size(), 3U);
  if (posts.size() != 3) return;
  const Record& engine = posts[0];
  expect.equal("author", text((*engine.one("author"))["name"]), "Ada Lovelace");
  expect.equal("tags", engine.related("tags").size(), 2U);
  expect.equal("comments", engine.related("comments").size(), 3U);
  const std::string json = engine.json();
  expect.equal("JSON", json.find(R"("slug": "engine")") != std::string::npos, true);
  std::cout << json << '\n';
}

/// All or nothing, and a part of it that may fail alone.
void change(covet::Connection& connection, Store& store, Expect& expect) {
  {
    Transaction transaction(connection);
    Record garden = store.get(QuerySet("post").filter(Q("slug", "garden")));
    garden.set("title", std::string("A garden for Zoë"));
    store.save(garden);  // writes what changed, and `changed` with it
    expect.refused("a slug that is taken", Errc::unique_violation, [&] {
      const Transaction savepoint(connection);  // undone where it isn't committed
      store.write(QuerySet("post").filter(Q("slug", "garden")).update({{"slug", "engine"}}));
    });
    store.write(QuerySet("post").update({{"views", F("views") + 1}}));
    transaction.commit();
  }
  {
    const Transaction abandoned(connection);
    store.write(QuerySet("comment").remove());
  }
  expect.equal("the title", text(store.get(QuerySet("post").filter(Q("slug", "garden")))["title"]),
               "A garden for Zoë");
  expect.equal("views",
               text(store.aggregate(QuerySet("post").aggregate({{"n", Sum("views")}}))["n"]),
               "1053");
  expect.equal("comments", store.count(QuerySet("comment")), 3U);
  const auto [tag, made] = store.get_or_create("tag", {{"name", std::string("maths")}});
  expect.equal("was there", made, false);
}

/// What on_delete says, the database does.
void remove(Store& store, Expect& expect) {
  Record ada = store.get(QuerySet("user").filter(Q("email", "ada@example.org")));
  expect.refused("an author of posts", Errc::foreign_key_violation, [&] { store.remove(ada); });
  Record engine = store.get(QuerySet("post").filter(Q("slug", "engine")));
  store.write(QuerySet("comment").filter(Q("answers__isnull", Value(true))).remove());
  expect.equal("answers go with what they answer", store.count(QuerySet("comment")), 0U);
  store.clear(engine, "tags");
  store.remove(engine);
  expect.equal("likes go with their post", store.count(QuerySet("like")), 1U);
}

int tell(const Expect& expect) {
  std::cout << expect.checks() << " checks, " << expect.differences() << " differences\n";
  return expect.differences() == 0 ? 0 : 1;
}

int run(const std::string& address, const std::filesystem::path& folder) {
  const covet::Url url = covet::parse_url(address);
  const covet::schema::Backend* const backend = covet::adapters::find_by_scheme(url.scheme);
  if (backend == nullptr) {
    std::cerr << "this build has no engine for " << url.scheme << '\n';
    return 2;
  }
  const covet::model::ModelSet models = read_models(folder);
  std::vector<std::string> told;
  const covet::record::Hooks hooks = make_hooks(told);
  hooks.validators.expect_all(models);
  covet::Database blog(backend->driver, url, {}, {});
  const covet::Lease lease = blog.borrow();
  Store store(models, *lease, hooks);
  if (store.exists(QuerySet("user"))) {
    std::cerr << "the blog has users already: give it an empty database\n";
    return 2;
  }

  Expect expect;
  const Record ada = create_users(store, expect);
  meet_faults(store, expect);
  create_posts(store, ada, expect);
  expect.equal("listeners were told", told.size(), 3U);
  ask(store, expect);
  count(store, expect);
  read_with_relations(store, expect);
  change(*lease, store, expect);
  remove(store, expect);
  return tell(expect);
}

}  // namespace
}  // namespace example_blog

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: example_blog URL MODELS_FOLDER\n";
    return 2;
  }
  try {
    return example_blog::run(argv[1], argv[2]);
  } catch (const covet::Error& error) {
    std::cerr << "error: " << error.what() << "\n  = help: " << error.hint() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
  }
  return 1;
}
