#include "schema/compare.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"
#include "tests/support/queries.h"

// A schema is read in a handful of catalog queries, however large it is.
namespace covet {
namespace {

class Inspecting : public Surface {
 protected:
  /// Tables in a chain of foreign keys, with an index, a check and a unique column each.
  static model::ModelSet chain(int tables) {
    std::string toml;
    for (int i = 0; i < tables; ++i) {
      toml += fmt::format(
          "[models.t{0}]\n"
          "fields.id = {{ type = \"BigInteger\", primary_key = true, auto_increment = true }}\n"
          "fields.name = {{ type = \"Char\", max_length = 50, unique = true }}\n"
          "fields.age = {{ type = \"Integer\", db_index = true }}\n"
          "checks.t{0}_age = \"age >= 0\"\n",
          i);
      if (i > 0)
        toml += fmt::format("fields.before = {{ type = \"ForeignKey\", to = \"t{}\" }}\n", i - 1);
    }
    const std::vector<model::SourceText> sources{{"chain.toml", toml}};
    return model::parse_models(sources);
  }

  /// How many statements it takes to read and compare them, without any change being found.
  std::size_t statements(const model::ModelSet& models) {
    tests::FaultyConnection line{*connection};
    std::size_t count = 0;
    line.before = [&](const Statement&) { ++count; };
    const auto ddl = database.backend().make_ddl(connection->server());
    const schema::Comparison comparison =
        schema::compare(line, database.backend(), *ddl, models, {});
    EXPECT_TRUE(comparison.changes.empty());
    return count;
  }
};

TEST_P(Inspecting, AsksNoMoreForManyTables) {
  tests::make_tables(*connection, database.backend(), chain(2));
  const std::size_t few = statements(chain(2));
  tests::TestDatabase other{std::string(database.backend().engine)};
  connection = other.connect();
  tests::make_tables(*connection, database.backend(), chain(80));
  const std::size_t many = statements(chain(80));
  connection.reset();
  EXPECT_EQ(few, many);
  EXPECT_GT(few, 0U);
  EXPECT_LE(many, 40U);
}

INSTANTIATE_TEST_SUITE_P(Engines, Inspecting, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
