#include "core/base/decimal.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/base/pattern.h"
#include "tests/support/thrown_by.h"

namespace covet {
namespace {

std::string digits(std::string_view number, std::int64_t places = 0) {
  const auto parts = parts_of(number);
  return parts ? digits_with(*parts, places) : "none";
}

TEST(Decimal, ComesApartAndTogether) {
  EXPECT_EQ(digits("0012.500"), "12.5");
  EXPECT_EQ(digits("-0.00"), "0");
  EXPECT_EQ(digits("-0.00", 2), "0.00");
  EXPECT_EQ(digits("1.5e3"), "1500");
  EXPECT_EQ(digits("1.5E-3"), "0.0015");
  EXPECT_EQ(digits("+.5", 3), "0.500");
  EXPECT_EQ(digits("7.", 1), "7.0");
  EXPECT_EQ(digits("-12", 2), "-12.00");
  EXPECT_EQ(digits("100e-2"), "1");
  for (const char* text :
       {"", "-", ".", "1e", "1e10000", "1e-10000", "1e99999999999999999999", "x"})
    EXPECT_FALSE(parts_of(text)) << text;
  EXPECT_EQ(parts_of("0.00120")->places(), 4);
  EXPECT_EQ(parts_of("1200")->places(), 0);
}

TEST(Decimal, ComparesExactly) {
  const auto order = [](std::string_view a, std::string_view b) {
    return compare(*parts_of(a), *parts_of(b));
  };
  EXPECT_EQ(order("1.0", "1"), 0);
  EXPECT_EQ(order("-0", "0"), 0);
  EXPECT_LT(order("0.1", "0.10000000000000000000000000001"), 0);
  EXPECT_GT(order("-0.1", "-0.10000000000000000000000000001"), 0);
  EXPECT_LT(order("-1", "0"), 0);
  EXPECT_GT(order("10", "9.99"), 0);
  EXPECT_LT(order("-10", "-9.99"), 0);
  EXPECT_LT(order("0.09", "0.1"), 0);
  EXPECT_LT(order("9007199254740992", "9007199254740993"), 0);
}

RC_GTEST_PROP(DecimalProperty, ComparesAsItsIntegersDo, (std::int32_t a, std::int32_t b)) {
  const auto text = [](std::int32_t n) { return std::to_string(n) + "e-3"; };
  const int order = compare(*parts_of(text(a)), *parts_of(text(b)));
  RC_ASSERT((order < 0) == (a < b));
  RC_ASSERT((order == 0) == (a == b));
}

RC_GTEST_PROP(DecimalProperty, DigitsReadBackAsTheSame, (std::int64_t number)) {
  const auto exponent = *rc::gen::inRange(-30, 30);
  const auto parts = parts_of(std::to_string(number) + "e" + std::to_string(exponent));
  RC_ASSERT(parts.has_value());
  RC_ASSERT(parts_of(digits_with(*parts, *rc::gen::inRange(0, 40))) == parts);
}

TEST(Pattern, IsFoundInLinearTime) {
  EXPECT_TRUE(Pattern("^[a-z]+$").found_in("abc"));
  EXPECT_FALSE(Pattern("^[a-z]+$").found_in("abc\n"));
  EXPECT_TRUE(Pattern("b").found_in("abc"));
  EXPECT_TRUE(Pattern("^.$").found_in("ä"));
  EXPECT_FALSE(Pattern(".").found_in("\xFF"));
  // A backtracking matcher would still be at it.
  EXPECT_FALSE(Pattern("^(a+)+$").found_in(std::string(20000, 'a') + "b"));
  for (const char* broken : {"[a-", "(", "a**", "(?=a)", "\\1", "a{2000}"})
    EXPECT_EQ(tests::thrown_by([&] { const Pattern pattern(broken); }), Errc::parse) << broken;
}

}  // namespace
}  // namespace covet
