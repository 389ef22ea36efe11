#include "core/validate/convert.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/base/error.h"
#include "core/validate/bytes_text.h"
#include "core/validate/json_text.h"

namespace covet::validate {
namespace {

using model::Field;
using model::FieldType;

Field field_of(FieldType type) {
  Field field{.name = "f", .type = type};
  if (type == FieldType::decimal) {
    field.max_digits = 30;
    field.decimal_places = 6;
  }
  if (type == FieldType::char_) field.max_length = 40;
  if (type == FieldType::enum_) field.choices = {{"a"}, {"1"}, {""}};
  if (type == FieldType::array) {
    Field items{.name = "", .type = FieldType::decimal};
    items.max_digits = 20;
    items.decimal_places = 2;
    field.items = std::make_shared<const Field>(items);
  }
  return field;
}

const std::vector<FieldType> column_types = {
    FieldType::char_,         FieldType::text,   FieldType::integer, FieldType::big_integer,
    FieldType::small_integer, FieldType::float_, FieldType::decimal, FieldType::boolean,
    FieldType::date_time,     FieldType::date,   FieldType::time,    FieldType::json,
    FieldType::uuid,          FieldType::email,  FieldType::url,     FieldType::binary,
    FieldType::array,         FieldType::enum_,  FieldType::native};

Bytes bytes_of(std::string_view text) {
  Bytes bytes;
  for (const char c : text)
    bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

Value any_value() {
  const auto texts = rc::gen::elementOf(std::vector<std::string>{
      "",         "1",       "42",           "-7.50", "1e3",
      "true",     "off",     "2026-11-20",   "09:30", "2026-11-20T09:30:00.5Z",
      "[1, 2.5]", "[]",      "{\"a\": [1]}", "\"x\"", "null",
      "AAEC",     "\\x00ff", "größe",        "a",     "01234567-89ab-cdef-0123-456789abcdef"});
  switch (*rc::gen::inRange(0, 13)) {
    case 0:
      return Null{};
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<std::uint64_t>();
    case 4:
      return *rc::gen::arbitrary<double>();
    case 5:
      return Decimal{std::to_string(*rc::gen::arbitrary<std::int64_t>()) + "e" +
                     std::to_string(*rc::gen::inRange(-10, 10))};
    case 6:
      return bytes_of(*rc::gen::arbitrary<std::string>());
    case 7:
      return *rc::gen::elementOf(
          std::vector<Value>{Value(parse_date("2026-11-20")), Value(parse_date("1600-02-29"))});
    case 8:
      return TimeOfDay{*rc::gen::inRange<std::int64_t>(-1, 90'000'000'000)};
    case 9:
      return Timestamp{std::chrono::microseconds{*rc::gen::arbitrary<std::int64_t>()}};
    case 10:
      return parse_uuid("01234567-89ab-cdef-0123-456789abcdef");
    case 11:
      return Json{*texts};
    default:
      return *texts;
  }
}

RC_GTEST_PROP(Convert, TwiceIsOnce, ()) {
  const Field field = field_of(*rc::gen::elementOf(column_types));
  const Value given = any_value();
  const Conversion once = try_convert({}, field, given);
  if (const auto* const refusal = std::get_if<Refusal>(&once)) {
    RC_ASSERT(!refusal->message.empty());
  } else {
    const Conversion twice = try_convert({}, field, std::get<Value>(once));
    RC_ASSERT(std::holds_alternative<Value>(twice));
    RC_ASSERT(std::get<Value>(twice) == std::get<Value>(once));
  }
}

RC_GTEST_PROP(Convert, EveryIntegerComesFromItsText, (std::int64_t number)) {
  const Field field = field_of(FieldType::big_integer);
  RC_ASSERT(convert({}, field, Value(std::to_string(number))) == Value(number));
  RC_ASSERT(convert({}, field, Value(Decimal{std::to_string(number) + ".000"})) == Value(number));
}

RC_GTEST_PROP(Convert, EveryTextIsTakenOrNotUtf8, (const std::string& text)) {
  const Conversion made = try_convert({}, field_of(FieldType::text), Value(text));
  const bool taken = std::holds_alternative<Value>(made);
  if (taken) RC_ASSERT(std::get<Value>(made) == Value(text));
  if (text.find('\0') != std::string::npos) RC_ASSERT(!taken);
}

RC_GTEST_PROP(Convert, BytesComeFromHexAndBack, (const std::vector<std::uint8_t>& numbers)) {
  Bytes bytes;
  for (const std::uint8_t number : numbers)
    bytes.push_back(static_cast<std::byte>(number));
  RC_ASSERT(convert({}, field_of(FieldType::binary), Value(to_hex_text(bytes))) == Value(bytes));
}

RC_GTEST_PROP(Convert, AnItemIsConvertedLikeAField, (std::int32_t cents)) {
  const Decimal price{std::to_string(cents) + "e-2"};
  const Field field = field_of(FieldType::array);
  const Value made = convert({}, field, Value(Json{"[" + price.text + "]"}));
  const Value alone = convert({}, *field.items, Value(price));
  RC_ASSERT(std::get<Json>(made).text == "[\"" + to_text(alone) + "\"]");
}

TEST(Convert, SaysFieldValueAndWhatItWants) {
  Field field = field_of(FieldType::small_integer);
  field.name = "age";
  try {
    convert({}, field, Value(std::string("many")));
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::usage);
    EXPECT_EQ(error.message(), "`age` can't be \"many\": it wants a whole number");
  }
}

TEST(Convert, TakesTheProgramsOwnKinds) {
  const Uuid uuid = parse_uuid("01234567-89ab-cdef-0123-456789abcdef");
  const Bytes sixteen(uuid.bytes.begin(), uuid.bytes.end());
  EXPECT_EQ(convert({}, field_of(FieldType::uuid), Value(sixteen)), Value(uuid));
  EXPECT_EQ(convert({}, field_of(FieldType::char_), Value(uuid)), Value(to_text(uuid)));
  EXPECT_EQ(convert({}, field_of(FieldType::date_time), Value(parse_date("2026-11-20"))),
            Value(parse_timestamp("2026-11-20T00:00:00Z")));
  EXPECT_EQ(convert({}, field_of(FieldType::json), Value(std::int64_t{5})), Value(Json{"5"}));
  EXPECT_EQ(convert({}, field_of(FieldType::json), Value(Decimal{"1.5e2"})), Value(Json{"150"}));
  // Its shortest digits are those of another integer.
  EXPECT_EQ(convert({}, field_of(FieldType::big_integer), Value(1234567890123456768.0)),
            Value(std::int64_t{1234567890123456768}));
}

TEST(Convert, RefusesWhatIsLost) {
  const auto refused = [](FieldType type, const Value& value) {
    return std::holds_alternative<Refusal>(try_convert({}, field_of(type), value));
  };
  EXPECT_TRUE(refused(FieldType::float_, Value(std::nan(""))));
  EXPECT_TRUE(refused(FieldType::float_, Value(std::numeric_limits<double>::infinity())));
  EXPECT_TRUE(refused(FieldType::big_integer, Value(9223372036854775808.0)));
  EXPECT_TRUE(refused(FieldType::big_integer, Value(std::nan(""))));
  EXPECT_TRUE(refused(FieldType::text, Value(std::string("\xC3"))));
  EXPECT_TRUE(refused(FieldType::text, Value(std::string("\xED\xA0\x80"))));
  EXPECT_TRUE(refused(FieldType::text, Value(bytes_of("a"))));
  EXPECT_TRUE(refused(FieldType::json, Value(std::string("{"))));
  EXPECT_TRUE(refused(FieldType::json, Value(bytes_of("{}"))));
  EXPECT_TRUE(refused(FieldType::date, Value(parse_timestamp("2026-11-20T00:00:01Z"))));
  EXPECT_TRUE(refused(FieldType::date_time, Value(Timestamp::max())));
  EXPECT_TRUE(refused(FieldType::date_time, Value(Timestamp::min())));
  EXPECT_TRUE(refused(FieldType::uuid, Value(bytes_of("short"))));
  EXPECT_TRUE(refused(FieldType::many_to_many, Value(std::int64_t{1})));
}

TEST(Convert, AKeyThatGoesInACircleIsTakenAsItIs) {
  model::ModelSet models;
  for (const auto& [handle, other] : {std::pair("a", "b"), std::pair("b", "a")}) {
    model::Model model;
    model.handle = handle;
    model.fields.push_back(
        {.name = "id", .type = FieldType::one_to_one, .primary_key = true, .to = other});
    models.models.push_back(model);
  }
  EXPECT_EQ(convert(models, models.models[0].fields[0], Value(std::int64_t{1})),
            Value(std::int64_t{1}));
}

TEST(Shortened, IsOneLineOfWholeCharacters) {
  EXPECT_EQ(shortened(Value(std::string("a\n b "))), "\"a  b \"");
  EXPECT_EQ(shortened(Value(std::string(61, 'x'))), "\"" + std::string(60, 'x') + "…\"");
  std::string umlauts;
  for (int i = 0; i < 60; ++i)
    umlauts += "ä";
  EXPECT_EQ(shortened(Value(umlauts)), "\"" + umlauts + "\"");
  EXPECT_EQ(shortened(Value(umlauts + "ö")), "\"" + umlauts + "…\"");
  EXPECT_EQ(shortened(Value(std::string("\xFF\x01"))), "\"0xff01\"");
  EXPECT_EQ(shortened(Value(bytes_of("ab"))), "0x6162");
}

TEST(JsonText, PartsKeepTheirSpelling) {
  const std::string text = R"( [ 1.10, "a,]\"", {"b":[1 , 2]} , null ] )";
  const auto items = json_items(text);
  ASSERT_TRUE(items.has_value());
  EXPECT_EQ(*items,
            (std::vector<std::string_view>{"1.10", R"("a,]\"")", R"({"b":[1 , 2]})", "null"}));
  EXPECT_EQ(json_items("[ ]"), std::vector<std::string_view>{});
  EXPECT_EQ(json_items("{}"), std::nullopt);
  const auto members = json_members(R"({"a:\u00e4" : 1e5, "":[]})");
  ASSERT_TRUE(members.has_value());
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ(members->at(0).first, "a:ä");
  EXPECT_EQ(members->at(0).second, "1e5");
  EXPECT_EQ(members->at(1).second, "[]");
  EXPECT_EQ(json_value("1e5"), Value(Decimal{"1e5"}));
  EXPECT_EQ(json_value("18446744073709551615"), Value(std::numeric_limits<std::uint64_t>::max()));
}

std::string any_string() {
  return *rc::gen::elementOf(std::vector<std::string>{"", "a", "\"", "\\", "\\\"", "[", "]", "{",
                                                      "}", ",", ":", "\n", "ä", "\\u"});
}

nlohmann::ordered_json any_json(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<std::int64_t>();
    case 2:
      return any_string() + any_string();
    case 3:
      return *rc::gen::arbitrary<bool>();
    case 4: {
      auto list = nlohmann::ordered_json::array();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        list.push_back(any_json(depth - 1));
      return list;
    }
    default: {
      auto object = nlohmann::ordered_json::object();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        object[any_string() + std::to_string(i)] = any_json(depth - 1);
      return object;
    }
  }
}

RC_GTEST_PROP(JsonTextProperty, PartsAreThoseOfTheParser, ()) {
  const nlohmann::ordered_json json = any_json(4);
  const std::string text = json.dump(*rc::gen::inRange(-1, 3));
  RC_ASSERT(why_no_json(text) == std::nullopt);
  const auto items = json_items(text);
  RC_ASSERT(items.has_value() == json.is_array());
  RC_ASSERT(!items || items->size() == json.size());
  for (std::size_t i = 0; items && i < items->size(); ++i)
    RC_ASSERT(nlohmann::ordered_json::parse(items->at(i)) == json.at(i));
  const auto members = json_members(text);
  RC_ASSERT(members.has_value() == json.is_object());
  RC_ASSERT(!members || members->size() == json.size());
  for (std::size_t i = 0; members && i < members->size(); ++i)
    RC_ASSERT(nlohmann::ordered_json::parse(members->at(i).second) ==
              json.at(members->at(i).first));
  RC_ASSERT(nlohmann::ordered_json::parse(json_text(json_value(text))) == json);
}

TEST(BytesText, Base64IsOneTextForOneValue) {
  EXPECT_EQ(bytes_from(""), Bytes{});
  EXPECT_EQ(bytes_from("Zg=="), bytes_of("f"));
  EXPECT_EQ(bytes_from("Zm8="), bytes_of("fo"));
  EXPECT_EQ(bytes_from("Zm9v"), bytes_of("foo"));
  EXPECT_EQ(bytes_from("Zm9vYmFy"), bytes_of("foobar"));
  EXPECT_EQ(bytes_from("\\x666F"), bytes_of("fo"));
  for (const char* bad :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zm-v", "\\x6", "\\xgg"})
    EXPECT_EQ(bytes_from(bad), std::nullopt) << bad;
  EXPECT_EQ(to_base64url(bytes_of("\xFB\xFF\xFE")), "-__-");
  EXPECT_EQ(to_base64url(bytes_of("f")), "Zg");
}

}  // namespace
}  // namespace covet::validate
