#include "core/query/parse.h"
#include "core/record/read_ahead.h"
#include "core/record/store.h"
#include "tests/conformance/surface.h"
#include "tests/support/queries.h"

// Records one after the other: in a loop, and read ahead by another thread.
namespace covet {
namespace {

using query::parse_query;
using query::QuerySet;
using record::ReadAhead;
using record::Record;

constexpr int many = 5'000;

/// The first rows of another cursor; then the line is dead.
class BreakingCursor final : public Cursor {
 public:
  BreakingCursor(std::unique_ptr<Cursor> inner, std::size_t rows)
      : inner_(std::move(inner)), left_(rows) {}
  const std::vector<std::string>& names() const override { return inner_->names(); }
  const Row* next() override {
    if (left_ == 0) throw Error(Errc::connection, "the line is dead", "connect again");
    --left_;
    return inner_->next();
  }

 private:
  std::unique_ptr<Cursor> inner_;
  std::size_t left_;
};

class RecordStreams : public Surface {
 protected:
  void SetUp() override {
    models = tests::query_models(tests::query_folder() + "/blog");
    tests::make_tables(*connection, database.backend(), models);
    std::vector<validate::Row> rows;
    for (int i = 1; i <= many; ++i)
      rows.push_back({{"name", fmt::format("blog {}", i)}, {"tagline", std::string(100, 'x')}});
    store.bulk_create("blog", std::move(rows));
  }

  static QuerySet all() { return parse_query(R"(blog.order_by("id"))"); }

  model::ModelSet models;
  record::Hooks hooks;
  record::Store store{models, *connection, hooks};
};

TEST_P(RecordStreams, AreRanges) {
  int seen = 0;
  for (const Record& blog : store.stream(all()))
    EXPECT_EQ(as_string(blog["name"]), fmt::format("blog {}", ++seen));
  EXPECT_EQ(seen, many);
  EXPECT_EQ(store.count(all()), static_cast<std::uint64_t>(many));
}

TEST_P(RecordStreams, MayBeLeftInTheMiddle) {
  {
    record::RecordStream stream = store.stream(all());
    EXPECT_TRUE(stream.next());
    EXPECT_TRUE(stream.next());
  }
  EXPECT_EQ(store.count(all()), static_cast<std::uint64_t>(many));
}

TEST_P(RecordStreams, AreReadAhead) {
  for (const std::size_t most : {1U, 10U, 100'000U}) {
    ReadAhead records(store.stream(all()), most);
    int seen = 0;
    while (const auto blog = records.next())
      EXPECT_EQ(as_string((*blog)["name"]), fmt::format("blog {}", ++seen));
    EXPECT_EQ(seen, many);
    EXPECT_FALSE(records.next());
  }
}

TEST_P(RecordStreams, ReadAheadMayBeLeftInTheMiddle) {
  {
    ReadAhead records(store.stream(all()), 3);
    EXPECT_TRUE(records.next());
  }
  EXPECT_EQ(store.count(all()), static_cast<std::uint64_t>(many));
}

TEST_P(RecordStreams, WhatReadingThrewComesAfterTheRowsBeforeIt) {
  const query::Compiled compiled = query::compile(all().query(), models, connection->dialect());
  auto cursor = std::make_unique<BreakingCursor>(connection->stream(compiled.statement), 3);
  ReadAhead records({{models, all().query(), {.compiled = compiled}}, std::move(cursor)});
  std::size_t given = 0;
  const auto take_all = [&] {
    while (records.next())
      ++given;
  };
  EXPECT_EQ(thrown_by(take_all), Errc::connection);
  EXPECT_EQ(given, 3U);
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordStreams, testing::ValuesIn(tests::engines()),
                         name_of_engine);

}  // namespace
}  // namespace covet
