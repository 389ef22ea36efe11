#include "core/validate/held.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/validate/convert.h"

namespace covet::validate {
namespace {

using model::Field;
using model::FieldType;

std::vector<Field> fields() {
  std::vector<Field> fields;
  for (const FieldType type :
       {FieldType::char_, FieldType::text, FieldType::email, FieldType::url, FieldType::integer,
        FieldType::big_integer, FieldType::small_integer, FieldType::float_, FieldType::decimal,
        FieldType::boolean, FieldType::date_time, FieldType::date, FieldType::time, FieldType::uuid,
        FieldType::json, FieldType::binary, FieldType::native}) {
    Field field{.name = "f", .type = type};
    if (type == FieldType::char_) field.max_length = 5;
    if (type == FieldType::text) field.size = "tiny";
    if (type == FieldType::decimal) {
      field.max_digits = 4;
      field.decimal_places = 2;
    }
    fields.push_back(field);
    field.is_unsigned = true;
    field.precision = 3;
    field.size = "tiny";
    fields.push_back(field);
  }
  Field whole{.name = "f", .type = FieldType::decimal};
  whole.max_digits = 3;
  whole.decimal_places = 0;
  fields.push_back(whole);
  whole.decimal_places = 3;
  fields.push_back(whole);
  return fields;
}

std::vector<Value> values() {
  std::vector<Value> values{Null{},
                            true,
                            0.5,
                            1e300,
                            std::numeric_limits<double>::infinity(),
                            std::uint64_t{1},
                            Uuid{},
                            Json{"{}"},
                            Bytes{std::byte{1}},
                            Date{std::chrono::year(2026) / 11 / 27},
                            TimeOfDay{std::chrono::hours{25}}};
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{255}, std::int64_t{256},
        std::int64_t{-32769}, std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min()})
    values.emplace_back(number);
  for (const std::string digits :
       {"0",     "-0",    "00",    "1",   "12",    "123",    "1234",   "-999",   "0.50",
        "0.5",   "00.50", ".50",   "1.",  "12.50", "123.50", "-12.50", "-0.00",  "0.00",
        "+1.00", "1e2",   "1.5e0", "NaN", "",      "-",      "0.125",  "0.1250", "1 2.00"})
    values.emplace_back(Decimal{digits});
  for (const std::string text : {"", "abcde", "abcdef", "äöüßé", "äöüßéa", "\xff", "a@b.org"})
    values.emplace_back(text);
  values.emplace_back(std::string("a\0b", 3));
  values.emplace_back(std::string(256, 'x'));
  const auto moment = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);
  values.emplace_back(Timestamp{moment});
  values.emplace_back(Timestamp{moment + std::chrono::microseconds{1}});
  values.emplace_back(Timestamp{std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)});
  return values;
}

TEST(HoldsAlready, IsOnlyWhatConvertGivesBack) {
  std::size_t held = 0;
  for (const Field& field : fields()) {
    for (const Value& value : values()) {
      if (!holds_already(field, value)) continue;
      ++held;
      const Conversion made = try_convert({}, field, value);
      const auto* const converted = std::get_if<Value>(&made);
      ASSERT_NE(converted, nullptr)
          << static_cast<int>(field.type) << ": " << std::get<Refusal>(made).message;
      EXPECT_EQ(*converted, value) << static_cast<int>(field.type) << ": " << to_text(value);
    }
  }
  EXPECT_GT(held, 50U);
}

TEST(HoldsAlready, IsWhatProgramsWriteMostly) {
  Field price{.name = "price", .type = FieldType::decimal};
  price.max_digits = 10;
  price.decimal_places = 2;
  EXPECT_TRUE(holds_already(price, Decimal{"-12.50"}));
  EXPECT_TRUE(holds_already({.name = "n", .type = FieldType::big_integer}, std::int64_t{-5}));
  EXPECT_TRUE(holds_already({.name = "t", .type = FieldType::text}, std::string("größer")));
  EXPECT_TRUE(holds_already({.name = "at", .type = FieldType::date_time}, Timestamp{}));
  EXPECT_TRUE(holds_already({.name = "on", .type = FieldType::boolean}, false));
}

}  // namespace
}  // namespace covet::validate
