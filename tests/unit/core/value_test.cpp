#include "core/base/value.h"

#include <functional>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/base/decimal.h"
#include "core/base/error.h"
#include "tests/support/thrown_by.h"

namespace covet {
namespace {

// Where a value becomes text of a statement, anything but digits would be SQL.
TEST(Decimal, IsDigitsAndNothingElse) {
  for (const char* text : {"0", "-12.50", "+.5", "7.", "1e3", "-1.5E-20", "00012"})
    EXPECT_EQ(digits_of(Decimal{text}), text);
  for (const char* text :
       {"", "-", ".", "e5", "1e", "1 ", "1); DROP TABLE t; --", "0x10", "1,5", "NaN"})
    EXPECT_EQ(tests::thrown_by([&] { digits_of(Decimal{text}); }), Errc::usage) << text;
}

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""us;
using std::chrono::microseconds;

Errc code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_NE(error.message(), "");
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return Errc::internal;
}

TEST(Value, ShowsEveryKind) {
  EXPECT_EQ(to_text(Value{}), "NULL");
  EXPECT_EQ(to_text(Value{true}), "true");
  EXPECT_EQ(to_text(Value{std::numeric_limits<std::int64_t>::min()}), "-9223372036854775808");
  EXPECT_EQ(to_text(Value{std::numeric_limits<std::uint64_t>::max()}), "18446744073709551615");
  EXPECT_EQ(to_text(Value{0.1}), "0.1");
  EXPECT_EQ(to_text(Value{-std::numeric_limits<double>::infinity()}), "-Infinity");
  EXPECT_EQ(to_text(Value{Decimal{"1.50"}}), "1.50");
  EXPECT_EQ(to_text(Value{Bytes{std::byte{0}, std::byte{0xAB}}}), "0x00ab");
  EXPECT_EQ(to_text(Value{Json{"{}"}}), "{}");
  EXPECT_EQ(to_text(Value{parse_date("2026-11-20")}), "2026-11-20");
}

TEST(Value, ReadsWithoutLoss) {
  EXPECT_EQ(as_int(Value{std::string("-12")}), -12);
  EXPECT_EQ(as_int(Value{Decimal{"5.00"}}), 5);
  EXPECT_EQ(as_int(Value{3.0}), 3);
  EXPECT_TRUE(as_bool(Value{std::int64_t{1}}));
  EXPECT_FALSE(as_bool(Value{std::string("f")}));
  EXPECT_TRUE(as_bool(Value{Bytes{std::byte{1}}}));
  EXPECT_DOUBLE_EQ(as_double(Value{Decimal{"1.25"}}), 1.25);
  EXPECT_EQ(as_string(Value{std::int64_t{7}}), "7");
  EXPECT_EQ(as_string(Value{Bytes{std::byte{'a'}}}), "a");
}

TEST(Value, RefusesWhatWouldLose) {
  for (const Value& value : {Value{}, Value{std::string("5x")}, Value{1.5}, Value{Decimal{"5.01"}},
                             Value{std::numeric_limits<std::uint64_t>::max()}, Value{1e300}}) {
    EXPECT_EQ(code_of([&] { as_int(value); }), Errc::internal) << to_text(value);
  }
  EXPECT_EQ(code_of([] { as_bool(Value{std::int64_t{2}}); }), Errc::internal);
  EXPECT_EQ(code_of([] { as_double(Value{(std::int64_t{1} << 53) + 1}); }), Errc::internal);
  EXPECT_EQ(code_of([] { as_string(Value{}); }), Errc::internal);
  EXPECT_EQ(code_of([] { as_string(Value{Bytes{std::byte{0xFF}}}); }), Errc::internal);
}

TEST(Uuid, ReadsAndWrites) {
  const std::string text = "01234567-89ab-cdef-0123-456789abcdef";
  EXPECT_EQ(to_text(parse_uuid(text)), text);
  EXPECT_EQ(to_text(parse_uuid("0123456789ABCDEF0123456789ABCDEF")), text);
  for (const char* wrong :
       {"", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdeg",
        "0123456789ab-cdef-0123-456789abcdef-"}) {
    EXPECT_EQ(code_of([&] { parse_uuid(wrong); }), Errc::parse) << wrong;
  }
}

TEST(Time, WritesFractionsOnlyWhereThereAreSome) {
  EXPECT_EQ(to_text(TimeOfDay{9h + 30min}), "09:30:00");
  EXPECT_EQ(to_text(TimeOfDay{9h + 30min + 1us}), "09:30:00.000001");
  EXPECT_EQ(to_text(TimeOfDay{500ms}), "00:00:00.5");
  EXPECT_EQ(to_text(TimeOfDay{-(838h + 59min + 59s)}), "-838:59:59");
  EXPECT_EQ(to_text(Timestamp{-1us}), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, ReadsWhatTheEnginesPrint) {
  const auto moment = [](std::string_view text) { return to_text(parse_timestamp(text)); };
  EXPECT_EQ(moment("2026-11-20 09:30:00"), "2026-11-20T09:30:00Z");
  EXPECT_EQ(moment("2026-11-20 09:30:00.12+02"), "2026-11-20T07:30:00.12Z");
  EXPECT_EQ(moment("2026-11-20T09:30:00+05:30"), "2026-11-20T04:00:00Z");
  EXPECT_EQ(moment("2026-11-20T09:30:00-0430"), "2026-11-20T14:00:00Z");
  EXPECT_EQ(moment("1880-01-01 00:00:00+00:53:28"), "1879-12-31T23:06:32Z");
  EXPECT_EQ(moment("2026-11-20 09:30Z"), "2026-11-20T09:30:00Z");
  EXPECT_EQ(moment("2026-11-20"), "2026-11-20T00:00:00Z");
  EXPECT_EQ(moment("0044-03-15 12:00:00 BC"), "-0043-03-15T12:00:00Z");
  EXPECT_EQ(to_text(parse_date("0000-00-00")), "0000-00-00");
  EXPECT_EQ(to_text(parse_date("0044-03-15 BC")), "-0043-03-15");
  EXPECT_EQ(parse_time("-00:00:01.5"), -1500ms);
  EXPECT_EQ(parse_time("24:00:00"), 24h);
}

TEST(Time, RefusesEverythingElse) {
  for (const char* text : {"", "2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-01x",
                           "99999-01-01", "infinity"})
    EXPECT_EQ(code_of([&] { parse_date(text); }), Errc::parse) << text;
  for (const char* text : {"", "9", "09:60:00", "09:30:61", "09:30:00.", "09:30:00.1234567", "x"})
    EXPECT_EQ(code_of([&] { parse_time(text); }), Errc::parse) << text;
  for (const char* text :
       {"2026-11-20 ", "2026-11-20 25:00:00", "0000-00-00 00:00:00", "2026-11-20 09:30:00+",
        "2026-11-20 09:30:00+25", "2026-11-20 09:30:00+1"})
    EXPECT_EQ(code_of([&] { parse_timestamp(text); }), Errc::parse) << text;
}

RC_GTEST_PROP(Time, RoundTrips, ()) {
  constexpr std::int64_t years_9999 = 253'402'300'799'999'999;
  const Timestamp moment{
      microseconds{*rc::gen::inRange<std::int64_t>(-years_9999 / 4, years_9999)}};
  RC_ASSERT(parse_timestamp(to_text(moment)) == moment);
  const TimeOfDay time{*rc::gen::inRange<std::int64_t>(-3'020'399'000'000, 3'020'399'000'000)};
  RC_ASSERT(parse_time(to_text(time)) == time);
  const Date date{std::chrono::floor<std::chrono::days>(moment)};
  RC_ASSERT(parse_date(to_text(date)) == date);
}

RC_GTEST_PROP(Time, NeverDoesMoreThanRefuse, (const std::string& text)) {
  for (const auto& parse : {std::function<void()>([&] { parse_date(text); }),
                            std::function<void()>([&] { parse_time(text); }),
                            std::function<void()>([&] { parse_timestamp(text); }),
                            std::function<void()>([&] { parse_uuid(text); })}) {
    try {
      parse();
    } catch (const Error& error) {
      RC_ASSERT(error.code() == Errc::parse);
    }
  }
}

}  // namespace
}  // namespace covet
