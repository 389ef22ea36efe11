#include "core/validate/row.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "core/validate/fill.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet::validate {
namespace {

model::ModelSet models_of(const std::string& text) {
  const model::SourceText file{"m.toml", text};
  return model::parse_models({&file, 1});
}

const char* const books =
    "[models.books.fields]\n"
    "id     = { type = \"Integer\", primary_key = true, auto_increment = true }\n"
    "isbn   = { type = \"Text\", validators = [{ own = \"isbn\" }] }\n"
    "pages  = { type = \"SmallInteger\", min_value = 1 }\n"
    "read   = { type = \"SmallInteger\", min_value = 0 }\n"
    "secret = { type = \"Text\", editable = false }\n";

std::vector<Fault> read_is_within_pages(const Row& row, Operation) {
  const auto pages = row.find("pages");
  const auto read = row.find("read");
  if (pages == row.end() || read == row.end()) return {};
  if (as_int(read->second) <= as_int(pages->second)) return {};
  return {{"read", to_text(read->second), "more was read than there is"}};
}

class Books : public testing::Test {
 protected:
  Books() {
    registry_.add("isbn", [](const Value& value) { return why(to_text(value)); });
  }

  static std::optional<std::string> why(const std::string& text) {
    if (text.starts_with("978")) return std::nullopt;
    return "it is no ISBN";
  }
  std::vector<Fault> check(Row& row, Operation operation = Operation::create,
                           Giver giver = Giver::person) {
    return validate(models_, models_.models.front(), row, operation, registry_, clock_, giver);
  }

  model::ModelSet models_ = models_of(books);
  Registry registry_;
  tests::StillClock clock_;
};

TEST_F(Books, AreConvertedInPlace) {
  Row row{{"isbn", Value(std::string("978"))}, {"pages", Value(std::string("12"))}};
  EXPECT_EQ(check(row), std::vector<Fault>{});
  EXPECT_EQ(row.at("pages"), Value(std::int64_t{12}));
  EXPECT_EQ(row.size(), 2U);
}

TEST_F(Books, HaveAllTheirFaultsAtOnceAndKeepTheirValues) {
  Row row{{"isbn", Value(std::string("1"))},
          {"pages", Value(std::string("many"))},
          {"reed", Value(std::int64_t{1})},
          {"secret", Value(std::string("x"))}};
  const Row before = row;
  const std::vector<Fault> wanted = {
      {"reed", "1", "model `books` has no such field", "did you mean `read`?"},
      {"isbn", "\"1\"", "it is no ISBN"},
      {"pages", "\"many\"", "it wants a whole number"},
      {"secret", "\"x\"", "it is not for people to edit", "leave it out"}};
  EXPECT_EQ(check(row), wanted);
  EXPECT_EQ(row, before);
}

TEST_F(Books, KeepFromPeopleWhatAProgramMaySet) {
  Row row{{"secret", Value(std::string("x"))}};
  EXPECT_EQ(check(row, Operation::update, Giver::program), std::vector<Fault>{});
  EXPECT_EQ(check(row, Operation::update, Giver::person).size(), 1U);
}

TEST_F(Books, AreHeldToTheRulesOfTheProgram) {
  registry_.add_for_model("books", read_is_within_pages);
  registry_.expect_all(models_);
  Row good{{"pages", Value(std::int64_t{9})}, {"read", Value(std::string("9"))}};
  EXPECT_EQ(check(good), std::vector<Fault>{});
  Row bad{{"pages", Value(std::int64_t{9})}, {"read", Value(std::string("10"))}};
  EXPECT_EQ(check(bad), (std::vector<Fault>{{"read", "10", "more was read than there is"}}));
  // A rule sees only what passed.
  Row broken{{"pages", Value(std::int64_t{0})}, {"read", Value(std::string("10"))}};
  EXPECT_EQ(check(broken), (std::vector<Fault>{{"pages", "0", "it is at least 1"}}));
}

TEST_F(Books, BecomeOneError) {
  Row row{{"pages", Value(std::int64_t{0})}, {"reed", Value(std::int64_t{1})}};
  const Error error = as_error(models_.models.front(), check(row));
  EXPECT_EQ(error.code(), Errc::usage);
  EXPECT_EQ(error.message(),
            "a row of books has 2 faults:\n"
            "`reed` can't be 1: model `books` has no such field\n"
            "`pages` can't be 0: it is at least 1");
  EXPECT_EQ(error.hint(), "did you mean `read`?");
}

TEST(Registry, SaysWhatIsMissing) {
  const model::ModelSet models = models_of(books);
  Registry registry;
  EXPECT_EQ(tests::thrown_by([&] { registry.expect_all(models); }), Errc::not_found);
  Row row{{"isbn", Value(std::string("1"))}};
  const tests::StillClock clock;
  EXPECT_EQ(tests::thrown_by([&] {
              validate(models, models.models.front(), row, Operation::create, registry, clock);
            }),
            Errc::usage);
  const auto never = [](const Value&) { return std::optional<std::string>(); };
  registry.add("isbn", never);
  registry.expect_all(models);
  EXPECT_EQ(tests::thrown_by([&] { registry.add("isbn", never); }), Errc::usage);
  EXPECT_EQ(tests::thrown_by([&] { registry.add("", never); }), Errc::usage);
  registry.add_for_model("boks", read_is_within_pages);
  EXPECT_EQ(tests::thrown_by([&] { registry.expect_all(models); }), Errc::not_found);
}

TEST(Registry, FindsWhatItemsOfAnArrayName) {
  const model::ModelSet models = models_of(
      "[models.m.fields]\n"
      "tags = { type = \"Array\", items = { type = \"Text\", validators = [{ own = \"tag\" }] } "
      "}\n");
  EXPECT_EQ(tests::thrown_by([&] { Registry().expect_all(models); }), Errc::not_found);
}

TEST(Row, ReadsFromJsonWithItsDigits) {
  const model::ModelSet models = models_of(
      "[models.m.fields]\nj = \"JSON\"\nt = \"Text\"\nd = { type = \"Decimal\", max_digits = 30, "
      "decimal_places = 20 }\n");
  const Row row = row_from_json(
      models.models.front(), R"({"j": "x", "t": "x", "d": 0.12345678901234567890, "other": null})");
  EXPECT_EQ(row.at("j"), Value(Json{"\"x\""}));
  EXPECT_EQ(row.at("t"), Value(std::string("x")));
  EXPECT_EQ(row.at("d"), Value(Decimal{"0.12345678901234567890"}));
  EXPECT_EQ(row.at("other"), Value(Null{}));
}

RC_GTEST_PROP(RowProperty, AnyTextIsReadOrRefused, ()) {
  const model::ModelSet models = models_of("[models.m.fields]\nj = \"JSON\"\n");
  std::string text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("{}[]\",:\\ju0129.e-+ntfalsr \n\xC3\xA4")));
  if (*rc::gen::arbitrary<bool>()) text = "{\"j\":" + text + "}";
  const auto thrown = tests::thrown_by([&] { row_from_json(models.models.front(), text); });
  RC_ASSERT(!thrown || *thrown == Errc::parse);
}

TEST(Fill, FollowsTheClockInUtc) {
  const tests::StillClock clock;
  model::Field field{.name = "f", .type = model::FieldType::date};
  EXPECT_EQ(now_for(field, clock), Value(parse_date("2026-11-23")));
  field.type = model::FieldType::time;
  EXPECT_EQ(now_for(field, clock), Value(parse_time("05:00:00")));
  field.type = model::FieldType::date_time;
  EXPECT_EQ(now_for(field, clock), Value(parse_timestamp("2026-11-23T05:00:00Z")));
}

TEST(Fill, EveryFactoryMakesWhatItsFieldHolds) {
  const tests::StillClock clock;
  for (const model::FactoryInfo& factory : model::factories()) {
    int fitting = 0;
    for (const model::FieldTypeInfo& type : model::field_types()) {
      model::Field field{.name = "f", .type = type.type};
      if (type.type == model::FieldType::native || !model::why_no_factory(factory, field).empty())
        continue;
      ++fitting;
      const Value made = make(factory.factory, field, clock);
      EXPECT_EQ(convert({}, field, made), made) << factory.name << " for " << type.name;
    }
    EXPECT_GT(fitting, 0) << factory.name;
  }
}

TEST(Checkers, KnowWhatIsBlank) {
  for (const char* blank : {"", " ", "\t\r\n", "\u00A0\u2003\u3000\u2029"})
    EXPECT_TRUE(is_blank(blank)) << blank;
  for (const char* seen : {"a", " a ", "\u200B", "ä", "\u00A1", "\u0301"})
    EXPECT_FALSE(is_blank(seen)) << seen;
}

TEST(Checkers, KnowSlugs) {
  for (const char* good : {"a", "A-b_9", "-", "007"})
    EXPECT_TRUE(is_slug(good)) << good;
  for (const char* bad : {"", "a b", "ä", "a.b", "a\n"})
    EXPECT_FALSE(is_slug(bad)) << bad;
}

}  // namespace
}  // namespace covet::validate
