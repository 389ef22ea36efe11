#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/record/session.h"
#include "tests/conformance/surface.h"
#include "tests/support/queries.h"
#include "tests/support/still_clock.h"

namespace covet {

/// Sessions over a primary, two replicas and another primary: databases of one server, which hold
/// different rows, so that an answer tells where it comes from.
class Sessions : public Surface {
 protected:
  void SetUp() override {
    models = tests::query_models(tests::query_folder() + "/blog");
    make("main", database);
    make("r1", first_replica);
    make("r2", second_replica);
    make("logs", elsewhere);
    databases.add_primary("main", held(database.url()));
    databases.add_replica("r1", "main", held(first_replica.url()));
    databases.add_replica("r2", "main", held(second_replica.url()));
    databases.add_primary("logs", held(elsewhere.url()));
  }
  /// With a blog of that name in it.
  void make(const std::string& name, const tests::TestDatabase& in) {
    const auto line = in.connect();
    tests::make_tables(*line, in.backend(), models);
    record::Store(models, *line, hooks)
        .create("blog", {{"name", name}, {"tagline", std::string("-")}});
  }
  std::unique_ptr<Database> held(const Url& url, int attempts = 1) {
    Tuning tuning;
    tuning.retry.attempts = attempts;
    return std::make_unique<Database>(database.backend().driver, url, ConnectOptions{}, tuning);
  }
  record::Session session(record::SessionOptions options = {}) {
    return record::Session({models, databases, router, hooks, cache ? &*cache : nullptr,
                            audit ? &*audit : nullptr, clock},
                           std::move(options));
  }
  record::Session session_keeping(record::QueryCacheOptions options = {}) {
    cache.emplace(models, options, clock);
    return session({.own_writes = record::SessionOptions::always});
  }
  /// The blogs that it finds, by name.
  static std::string names(record::Session of) {
    std::string text;
    for (const auto& row : of.values(
             query::QuerySet("blog").order_by(std::vector<std::string>{"id"}).values({"name"})))
      text += (text.empty() ? "" : " ") + as_string(row[0]);
    return text;
  }
  static std::string names(record::Store& of) {
    std::string text;
    for (const auto& row : of.values(
             query::QuerySet("blog").order_by(std::vector<std::string>{"id"}).values({"name"})))
      text += (text.empty() ? "" : " ") + as_string(row[0]);
    return text;
  }
  static validate::Row blog(const std::string& name) {
    return {{"name", name}, {"tagline", std::string("-")}};
  }
  /// Around all that is tested.
  std::string in(const tests::TestDatabase& where) {
    const auto line = where.connect();
    record::Store store(models, *line, hooks);
    return names(store);
  }

  model::ModelSet models;
  record::Hooks hooks;
  tests::StillClock clock;
  tests::TestDatabase first_replica{std::string(database.backend().engine)};
  tests::TestDatabase second_replica{std::string(database.backend().engine)};
  tests::TestDatabase elsewhere{std::string(database.backend().engine)};
  record::Databases databases;
  record::Router router{std::vector<record::Router::Rule>{{"author", "logs"}, {"profile", "r2"}}};
  std::optional<record::QueryCache> cache;
  std::optional<record::Audit> audit;
};

}  // namespace covet
