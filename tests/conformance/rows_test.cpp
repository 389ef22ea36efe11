#include "core/base/clock.h"
#include "core/base/strings.h"
#include "core/validate/convert.h"
#include "core/validate/row.h"
#include "schema/diff.h"
#include "schema/plan.h"
#include "tests/conformance/surface.h"
#include "tests/support/edits.h"

// What validate makes of a row is what each engine's table holds: it takes it, and what comes out
// is the same once it is converted again.
namespace covet {
namespace {

using validate::Operation;

const std::string all_types = R"([models.things.fields]
id      = { type = "BigInteger", primary_key = true }
c       = { type = "Char", max_length = 5 }
t       = "Text"
small   = "SmallInteger"
i       = "Integer"
u       = { type = "Integer", unsigned = true }
ub      = { type = "BigInteger", unsigned = true }
f       = "Float"
single  = { type = "Float", precision = 24 }
d       = { type = "Decimal", max_digits = 12, decimal_places = 3 }
b       = "Boolean"
at      = "DateTime"
at3     = { type = "DateTime", precision = 3 }
day     = "Date"
clock   = "Time"
j       = "JSON"
uuid    = "UUID"
mail    = "Email"
home    = "URL"
blob    = "Binary"
e       = { type = "Enum", choices = ["a", "b"] }
parent  = { type = "ForeignKey", to = "things" }
)";

class ValidRows : public Surface {
 protected:
  ValidRows() {
    const auto ddl = database.backend().make_ddl(connection->server());
    const schema::Wanted to = tests::wanted(all_types, *ddl);
    const auto changes = schema::order(schema::diff({}, to.schema, to.options), {},
                                       database.backend().dialect.facts());
    for (const std::string& statement : tests::all_up(changes, {}, *ddl).statements)
      connection->execute(statement);
    const model::SourceText file{"m.toml", all_types};
    models = model::parse_models({&file, 1});
  }

  validate::Row valid(const std::string& json) {
    const model::Model& model = models.models.front();
    validate::Row row = validate::row_from_json(model, json);
    const auto faults =
        validate::validate(models, model, row, Operation::create, {}, system_clock());
    for (const validate::Fault& fault : faults)
      ADD_FAILURE() << validate::to_text(fault);
    return row;
  }

  void goes_in_and_comes_out(const std::string& json) {
    SCOPED_TRACE(json);
    const validate::Row row = valid(json);
    std::vector<std::string> columns, places;
    std::vector<Value> values;
    for (const auto& [name, value] : row) {
      columns.push_back(connection->dialect().quote(models.models.front().find(name)->column()));
      values.push_back(value);
      places.push_back(place(values.size()));
    }
    connection->execute({fmt::format("INSERT INTO things ({}) VALUES ({})", join(columns, ", "),
                                     join(places, ", ")),
                         values});
    const Rows rows = connection->fetch_all(
        {fmt::format("SELECT {} FROM things WHERE id = {}", join(columns, ", "), place(1)),
         {row.at("id")}});
    ASSERT_EQ(rows.size(), 1U);
    std::size_t column = 0;
    for (const auto& [name, value] : row) {
      const model::Field& field = *models.models.front().find(name);
      const Value held = rows[0][column++];
      const Value again = is_null(held) ? held : validate::convert(models, field, held);
      EXPECT_EQ(again, value) << name << ": " << to_text(held) << " for " << to_text(value);
    }
  }

  model::ModelSet models;
};

TEST_P(ValidRows, AreTakenAndComeBackAsTheyWere) {
  goes_in_and_comes_out(R"({"id": "1", "c": "größe", "t": "😀\n", "small": -32768, "i": 2147483647,
      "u": 4294967295, "ub": 9223372036854775807, "f": 0.1, "single": "0.5", "d": "123456789.5",
      "b": "yes", "at": "2026-11-20T09:30:00.123456+02:00", "at3": "2026-11-20T09:30:00.9999Z",
      "day": "2024-02-29", "clock": "23:59:59.999999", "j": {"a": [1, null]},
      "uuid": "01234567-89ab-7def-8123-456789abcdef", "mail": "a@b.example",
      "home": "http://b.example/", "blob": "\\x00ff", "e": "b"})");
  goes_in_and_comes_out(R"({"id": 2, "parent": "1", "d": "-0.001", "b": 0, "day": "9999-12-31",
      "at": "9999-12-31T23:59:59.999999Z", "f": -1e300, "j": "text", "c": "", "blob": ""})");
  goes_in_and_comes_out(R"({"id": 3, "parent": 3.0, "d": -999999999.999, "clock": "00:00",
      "c": null, "t": null, "f": null, "j": null, "uuid": null, "blob": null, "e": null})");
}

INSTANTIATE_TEST_SUITE_P(Engines, ValidRows, testing::ValuesIn(tests::engines()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace covet
