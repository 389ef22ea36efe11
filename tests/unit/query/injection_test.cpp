#include <array>
#include <random>

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/db/sql_lexer.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "tests/support/queries.h"

// Ten thousand hostile strings as values, names, lookups and keys: no statement changes its shape.
namespace covet::query {
namespace {

constexpr int rounds = 10'000;

/// Made of what ends strings, names and comments somewhere.
class Hostile {
 public:
  std::string next() {
    static constexpr std::array<std::string_view, 34> pieces = {"'",
                                                                "\"",
                                                                "`",
                                                                "\\",
                                                                "''",
                                                                "\\'",
                                                                ";",
                                                                "--",
                                                                "#",
                                                                "/*",
                                                                "*/",
                                                                "/*!",
                                                                "$1",
                                                                "?",
                                                                "$$",
                                                                "%",
                                                                "_",
                                                                "!",
                                                                "[",
                                                                "]",
                                                                ".",
                                                                "__",
                                                                ")",
                                                                "(",
                                                                "\n",
                                                                "\t",
                                                                " OR 1=1",
                                                                " UNION SELECT ",
                                                                "x",
                                                                "0",
                                                                "id",
                                                                "\xC3\xA9",
                                                                "\xF0\x9F\x98\x80",
                                                                "DROP TABLE author"};
    std::string text;
    const std::size_t count = 1 + random_() % 8;
    for (std::size_t i = 0; i < count; ++i)
      text += pieces[random_() % pieces.size()];
    return text;
  }

 private:
  std::mt19937 random_{20261127};
};

class Injection : public testing::TestWithParam<std::string> {
 protected:
  std::string sql(const QuerySet& query) {
    return compile(query.query(), models, backend->dialect).statement.sql;
  }
  /// Kinds of tokens, one letter each.
  std::string shape(const QuerySet& query) {
    std::string kinds;
    for (const Token& token : lex_code(sql(query), backend->dialect.lexical_rules()))
      kinds += static_cast<char>('a' + static_cast<int>(token.kind));
    return kinds;
  }
  /// Only a name of the model gets through, and "?", a random order.
  void expect_refused(const std::string& name, const QuerySet& query) {
    if (name == "id" || name == "?") return;
    try {
      const std::string made = sql(query);
      ADD_FAILURE() << name << " became\n" << made;
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == Errc::usage || error.code() == Errc::parse) << error.message();
    }
  }

  const schema::Backend* backend = adapters::find_by_engine(GetParam());
  model::ModelSet models = tests::query_models(tests::query_folder() + "/blog");
  Hostile hostile;
};

TEST_P(Injection, ValuesAreParameters) {
  static constexpr std::array<std::string_view, 9> lookups = {
      "exact",       "iexact",   "contains",  "icontains", "startswith",
      "istartswith", "endswith", "iendswith", "regex"};
  for (const std::string_view lookup : lookups) {
    const std::string path = "name__" + std::string(lookup);
    const std::string plain = sql(QuerySet("author").filter(Q(path, "a")));
    for (int i = 0; i < rounds / static_cast<int>(lookups.size()); ++i) {
      const std::string text = hostile.next();
      ASSERT_EQ(sql(QuerySet("author").filter(Q(path, Expression(Value(text))))), plain) << text;
    }
  }
}

TEST_P(Injection, KeysOfDocumentsAreParameters) {
  const std::string plain = sql(QuerySet("profile").filter(Q("settings__has_key", "a")));
  for (int i = 0; i < rounds; ++i) {
    const std::string key = hostile.next();
    try {
      ASSERT_EQ(sql(QuerySet("profile").filter(Q("settings__has_key", Expression(Value(key))))),
                plain)
          << key;
    } catch (const Error& error) {
      // SQLite can't name it.
      ASSERT_EQ(error.code(), Errc::unsupported) << error.message();
    }
  }
}

TEST_P(Injection, NamesAreThoseOfModels) {
  for (int i = 0; i < rounds / 5; ++i) {
    const std::string name = hostile.next();
    expect_refused(name, QuerySet("author").order_by(std::vector<std::string>{name}));
    expect_refused(name, QuerySet("author").values({name}));
    expect_refused(name, QuerySet("author").filter(Q(name, 1)));
    expect_refused(name, QuerySet(name));
    expect_refused(name, QuerySet("author").annotate({{"x", call(name, {F("id")})}}));
    if (HasFailure()) return;
  }
}

TEST_P(Injection, LookupsAreThoseThatThereAre) {
  for (int i = 0; i < rounds; ++i) {
    const std::string lookup = hostile.next();
    expect_refused("", QuerySet("author").filter(Q("name__" + lookup, "a")));
    if (HasFailure()) return;
  }
}

TEST_P(Injection, AliasesAreQuoted) {
  const auto named = [](const std::string& name) {
    return QuerySet("author").annotate({{name, F("id") + 1}}).values({name});
  };
  const std::string plain = shape(named("a"));
  int taken = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string name = hostile.next();
    if (name.find("__") != std::string::npos || name == "id") continue;
    try {
      ASSERT_EQ(shape(named(name)), plain) << name;
      ++taken;
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), Errc::usage) << error.message();
    }
  }
  EXPECT_GT(taken, rounds / 2);
}

TEST_P(Injection, TextsOfQueriesAreReadOrRefused) {
  int read = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = "author.filter(name=\"" + hostile.next() + "\")";
    try {
      const QuerySet query = parse_query(text);
      static_cast<void>(sql(query));
      ++read;
    } catch (const Error& error) {
      ASSERT_TRUE(error.code() == Errc::parse || error.code() == Errc::usage) << text;
    }
  }
  EXPECT_GT(read, 0);
  EXPECT_LT(read, rounds);
}

std::vector<std::string> built_in() {
  std::vector<std::string> names;
  for (const std::string name : {"postgresql", "mysql", "sqlite"}) {
    if (adapters::find_by_engine(name) != nullptr) names.push_back(name);
  }
  return names;
}

std::string engine_of(const testing::TestParamInfo<std::string>& each) {
  return each.param;
}

INSTANTIATE_TEST_SUITE_P(Engines, Injection, testing::ValuesIn(built_in()), engine_of);

}  // namespace
}  // namespace covet::query
