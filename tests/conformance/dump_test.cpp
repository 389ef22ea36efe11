#include "core/record/dump.h"

#include <algorithm>

#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/record/load.h"
#include "core/record/transfer.h"
#include "schema/diff.h"
#include "tests/conformance/surface.h"
#include "tests/support/edits.h"
#include "tests/support/text_file.h"

// Rows of every type of field go from one engine to the next, and come back as they were.
namespace covet {
namespace {

constexpr const char* models_text = R"toml(
[models.thing]
fields.id = { type = "BigInteger", primary_key = true, auto_increment = true }
fields.char = { type = "Char", max_length = 40 }
fields.text = { type = "Text" }
fields.integer = { type = "Integer" }
fields.big = { type = "BigInteger" }
fields.small = { type = "SmallInteger" }
fields.real = { type = "Float" }
fields.single = { type = "Float", precision = 24 }
fields.price = { type = "Decimal", max_digits = 30, decimal_places = 10 }
fields.flag = { type = "Boolean" }
fields.moment = { type = "DateTime" }
fields.day = { type = "Date" }
fields.clock = { type = "Time" }
fields.json = { type = "JSON" }
fields.uuid = { type = "UUID" }
fields.mail = { type = "Email" }
fields.page = { type = "URL" }
fields.bytes = { type = "Binary" }
fields.words = { type = "Array", items = "Text" }
fields.numbers = { type = "Array", items = { type = "Decimal", max_digits = 10, decimal_places = 2 } }
fields.kind = { type = "Enum", choices = ["plain", "it's \"odd\""] }
fields.parent = { type = "ForeignKey", to = "thing" }
fields.twin = { type = "OneToOne", to = "thing" }
fields.friends = { type = "ManyToMany", to = "thing" }
fields.native = { type = "Native", sql = "varchar(20)" }
fields.made = { type = "DateTime", auto_now_add = true }
fields.changed = { type = "DateTime", auto_now = true }
)toml";

// The first refers to the last; one row is all NULL; the others are at the ends of their types.
constexpr const char* rows_text = R"rows(
{"model": "thing", "fields": {"id": 1, "parent": 4, "twin": 2, "char": "ünïcödé 🐘", "text": "a\tb\r\nc \\x41 \\N \"q\" 'p'", "integer": -2147483648, "big": -9223372036854775808, "small": -32768, "real": 0.1, "single": 16777217.0, "price": "12345.0123456789", "flag": true, "moment": "2026-11-27T18:03:04.123456Z", "day": "0001-01-01", "clock": "23:59:59.999999", "json": {"a": [1, 2.50, null, "\u00e9\n"], "b": {}}, "uuid": "01234567-89ab-4def-8123-456789abcdef", "mail": "a@b.example", "page": "https://example.org/x?y=%20", "bytes": "\\x00ff5c0a27", "words": ["a,b", "{}", "", null, "NULL", "\"", "\\"], "numbers": ["1.50", null, "-0.01"], "kind": "it's \"odd\"", "native": "x'y", "made": "2001-02-03T04:05:06.000007Z", "changed": "2002-02-03T04:05:06Z"}}
{"model": "thing", "fields": {"id": 2, "char": "", "text": "", "integer": 2147483647, "big": 9223372036854775807, "small": 32767, "real": 1.7976931348623157e308, "single": 3.4028234663852886e38, "price": "-0.0000000001", "flag": false, "moment": "1000-01-01T00:00:00Z", "day": "9999-12-31", "clock": "00:00:00", "json": "\"a string\"", "uuid": "00000000-0000-0000-0000-000000000000", "bytes": "\\x", "words": [], "numbers": [], "kind": "plain", "native": "", "made": "9999-12-31T23:59:59.999999Z", "changed": "1970-01-01T00:00:00Z"}}
{"model": "thing", "fields": {"id": 3, "char": "  blanks  ", "text": "\\x0102", "integer": 0, "big": 0, "small": 0, "real": 5e-324, "single": 0.1, "price": "0", "json": null, "made": null, "changed": null, "twin": 3}}
{"model": "thing", "fields": {"id": 4, "parent": 4, "real": 123456.789, "single": 1234567.0, "json": false, "made": "2001-02-03T04:05:06Z", "changed": "2001-02-03T04:05:06Z"}}
{"model": "thing", "fields": {"id": 5, "parent": 1, "real": -0.30000000000000004, "single": -1.17549435e-38, "json": [], "made": "2001-02-03T04:05:06Z", "changed": "2001-02-03T04:05:06Z"}}
{"model": "thing.friends", "fields": {"from_thing_id": 1, "to_thing_id": 5}}
{"model": "thing.friends", "fields": {"from_thing_id": 5, "to_thing_id": 1}}
)rows";

/// A database with the tables, and what can be done with it.
class Place {
 public:
  explicit Place(const std::string& engine) : database_(engine), connection_(database_.connect()) {
    const model::ModelSet plain =
        model::parse_models(std::vector<model::SourceText>{{"models.toml", models_text}});
    const auto ddl = database_.backend().make_ddl(connection_->server());
    const schema::Wanted wanted = schema::from_models(plain, *ddl);
    const auto changes = schema::order(schema::diff({}, wanted.schema, wanted.options), {},
                                       database_.backend().dialect.facts());
    const schema::Rendered all = tests::all_up(changes, {}, *ddl);
    tests::run_statements(*connection_, database_.backend(), all.statements, all.foreign_keys_off);
    models_ = record::with_junctions(plain);
  }

  void load(const std::string& text, bool csv = false) {
    const tests::TempDir folder;
    std::vector<record::RowFile> files;
    if (csv) {
      // thing's rows, a blank line, its junction's.
      const std::size_t parted = text.find("\f");
      tests::write_text(folder.path() / "thing.csv", text.substr(0, parted));
      tests::write_text(folder.path() / "thing.friends.csv", text.substr(parted + 1));
      files = record::row_files(folder.path(), {"thing.csv", "thing.friends.csv"});
    } else {
      tests::write_text(folder.path() / "rows.jsonl", text);
      files = record::row_files(folder.path(), {"rows.jsonl"});
    }
    record::Load load(models_, files);
    try {
      load.check();
    } catch (const Error& error) {
      for (const Diagnostic& fault : error.diagnostics())
        ADD_FAILURE() << fault.where.line << ": " << fault.message;
      throw;
    }
    load.load(*connection_);
  }

  std::string dump(bool csv = false) {
    std::string text;
    Transaction moment(*connection_, record::dump_transaction());
    for (const char* const name : {"thing", "thing.friends"}) {
      const model::Model& model = *models_.find(name);
      const std::vector<std::string> fields = record::dumped_fields(model);
      if (csv) {
        if (!text.empty()) text += "\f";
        text += join(fields, ",") + "\r\n";
      }
      record::dump_rows(models_, model, *connection_, [&](const std::vector<Value>& row) {
        text += csv ? record::dump_csv(row) : record::dump_json(model, fields, row) + "\n";
      });
    }
    moment.commit();
    return text;
  }

  /// The key of one more row.
  std::int64_t next_key() {
    connection_->execute("INSERT INTO thing (small) VALUES (77)");
    return as_int(connection_->fetch_value({"SELECT id FROM thing WHERE small = 77"}));
  }

 private:
  tests::TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  model::ModelSet models_;
};

std::string round_trip(bool csv) {
  Place first("postgresql");
  first.load(rows_text);
  const std::string written = first.dump();
  std::string carried = first.dump(csv);
  for (const std::string engine : {"mysql", "sqlite"}) {
    Place place(engine);
    place.load(carried, csv);
    carried = place.dump(csv);
  }
  Place last("postgresql");
  last.load(carried, csv);
  EXPECT_EQ(last.dump(), written);
  return written;
}

TEST(Dump, GoesThroughEveryEngineAndComesBackAsJson) {
  const std::string written = round_trip(false);
  EXPECT_EQ(std::ranges::count(written, '\n'), 7);
  EXPECT_NE(written.find(R"("price": "12345.0123456789")"), std::string::npos);
}

TEST(Dump, GoesThroughEveryEngineAndComesBackAsCsv) {
  const std::string written = round_trip(true);
  EXPECT_NE(written.find(R"("bytes": "\\x00ff5c0a27")"), std::string::npos);
}

TEST(Dump, LosesNoDigitOfADecimal) {
  const std::string row =
      R"({"model": "thing", "fields": {"id": 1, "price": "12345678901234567890.0123456789"}})";
  for (const std::string& engine : tests::engines()) {
    Place place(engine);
    if (engine != "sqlite") {
      place.load(row);
      EXPECT_NE(place.dump().find("\"12345678901234567890.0123456789\""), std::string::npos);
      continue;
    }
    // Its numbers have 15 digits.
    try {
      place.load(row);
      ADD_FAILURE() << "it was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::usage);
      ASSERT_EQ(error.diagnostics().size(), 1U);
      EXPECT_EQ(error.diagnostics().front().where.line, 1U);
    }
    EXPECT_EQ(place.dump(), "");
  }
}

TEST(Dump, KeepsWhatWasGivenAndGoesOnBehindIt) {
  for (const std::string& engine : tests::engines()) {
    Place place(engine);
    place.load(rows_text);
    const std::string written = place.dump();
    EXPECT_NE(written.find(R"("made": "2001-02-03T04:05:06.000007Z")"), std::string::npos)
        << engine << "\n"
        << written;
    EXPECT_EQ(place.next_key(), 6) << engine;
  }
}

}  // namespace
}  // namespace covet
