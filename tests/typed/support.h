#pragma once

#include <string>

#include <blog/model_set.h>
#include <blog/models.h>
#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "tests/support/queries.h"

namespace covet::tests {

/// A query's SQL and parameters on one engine.
inline std::string compiled(const query::Query& query, const std::string& engine) {
  const auto made =
      query::compile(query, blog::model_set(), adapters::find_by_engine(engine)->dialect);
  std::string text = made.statement.sql;
  for (const Value& value : made.statement.params)
    text += "\n  " + to_text(value);
  return text;
}

/// That a typed query is compiled as this text is, on each engine.
inline void expect_as(const query::QuerySet& typed, const std::string& text) {
  for (const std::string engine : {"postgresql", "mysql", "sqlite"}) {
    EXPECT_EQ(compiled(typed.query(), engine), compiled(query::parse_query(text).query(), engine))
        << text;
  }
}

/// The same of a condition on M.
template <class M>
void expect_filter(const typed::Condition<M>& condition, const std::string& text) {
  expect_as(typed::Query<M>().filter(condition).untyped(),
            std::string(M::Map::handle) + ".filter(" + text + ")");
}

}  // namespace covet::tests
