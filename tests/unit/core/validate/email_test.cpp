#include "core/validate/email.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace covet::validate {
namespace {

const std::string sixty_four(64, 'a');
const std::string label_63(63, 'b');

class GoodEmail : public testing::TestWithParam<std::string> {};
TEST_P(GoodEmail, IsTaken) {
  EXPECT_EQ(why_no_email(GetParam()), std::nullopt) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(
    Email, GoodEmail,
    testing::Values("ada@example.org", "a@b.cd", "first.last@example.co.uk", "a+tag@example.org",
                    "a_b-c@example.org", "!#$%&'*+-/=?^_`{|}~@example.org", "1@2.example",
                    "UPPER@EXAMPLE.ORG", "a@x-y.example", "a@1a.example", "\"quoted\"@example.org",
                    "\"with blank\"@example.org", "\"a@b\"@example.org", R"("a\"b"@example.org)",
                    R"("a\\b"@example.org)", "\"\"@example.org", "\"..\"@example.org",
                    "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a@[ipv6:::1]", "größe@example.org",
                    "用户@例子.广告", "a@münchen.example", "a@xn--mnchen-3ya.example",
                    "a@bücher.example", "a@ελλάδα.example", sixty_four + "@example.org",
                    "a@" + label_63 + ".example", "a@sub.sub.sub.example.org"));

class BadEmail : public testing::TestWithParam<std::string> {};
TEST_P(BadEmail, IsRefusedWithAReason) {
  const auto why = why_no_email(GetParam());
  ASSERT_TRUE(why.has_value()) << GetParam();
  EXPECT_FALSE(why->empty());
}
INSTANTIATE_TEST_SUITE_P(
    Email, BadEmail,
    testing::Values(
        "", "@", "a", "a@", "@example.org", "example.org", "a@b", "a@localhost", ".a@example.org",
        "a.@example.org", "a..b@example.org", "a b@example.org", "a@b@example.org",
        "a,b@example.org", "a(b)@example.org", "<a@example.org>", "Ada <a@example.org>",
        "a@example.org ", " a@example.org", "a@example.org\n", "a@example..org", "a@.example.org",
        "a@example.org.", "a@-x.example", "a@x-.example", "a@x_y.example", "a@ex ample.org",
        "a@example.123", "a@192.0.2.1", "a@[192.0.2.256]", "a@[192.0.2.1", "a@192.0.2.1]", "a@[]",
        "a@[2001:db8::1]", "a@[IPv6:2001:db8::g]", "a@[IPv6:192.0.2.1]", "\"a@example.org",
        "\"a\"b@example.org", "a\"b\"@example.org", "\"a\"b\"@example.org", "\"a\n\"@example.org",
        R"("a\)", sixty_four + "a@example.org", "a@" + label_63 + "b.example",
        "a@" + label_63 + "." + label_63 + "." + label_63 + "." + label_63 + ".example",
        "a\xFF@example.org", "a@\xFF.example", "a\u200B@example.org", "a\u00A0b@example.org",
        "a\u0085@example.org", "a@ab--cd.example", "a@\u0301x.example", "a@😀.example",
        "a@xn--.example", "a@mu\u0308nchen.example", std::string("a\0@example.org", 14)));

/// Local part and domain by the grammar of RFC 5321.
rc::Gen<std::string> any_of_characters(const std::string& characters, int least, int most) {
  return rc::gen::exec([=] {
    std::string text;
    const int size = *rc::gen::inRange(least, most + 1);
    for (int i = 0; i < size; ++i)
      text += *rc::gen::elementOf(characters);
    return text;
  });
}

const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string any_local() {
  const std::string atext = letters + "0123456789!#$%&'*+-/=?^_`{|}~";
  if (*rc::gen::inRange(0, 4) == 0) {
    std::string quoted = "\"";
    for (const char c : *any_of_characters(atext + " @.,;:()<>[]\"\\", 0, 20)) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    return quoted + '"';
  }
  std::string local = *any_of_characters(atext, 1, 12);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    local += "." + *any_of_characters(atext, 1, 12);
  return local;
}

std::string any_domain() {
  std::string domain;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i)
    domain += *any_of_characters(letters + "0123456789", 1, 30) + ".";
  return domain + *any_of_characters(letters, 2, 10);
}

RC_GTEST_PROP(EmailProperty, WhatTheGrammarMakesIsTaken, ()) {
  const std::string address = any_local() + "@" + any_domain();
  RC_PRE(address.size() <= 254U);
  RC_ASSERT(why_no_email(address) == std::nullopt);
}

RC_GTEST_PROP(EmailProperty, AControlCharacterAnywhereIsRefused, ()) {
  std::string address = any_local() + "@" + any_domain();
  const auto at = *rc::gen::inRange<std::size_t>(0, address.size());
  address.insert(at, 1, *rc::gen::elementOf(std::string("\n\r\t\x01\x7F")));
  RC_ASSERT(why_no_email(address).has_value());
}

RC_GTEST_PROP(EmailProperty, AnythingIsReadWithoutHarm, (const std::string& text)) {
  const auto why = why_no_email(text);
  RC_ASSERT(why.has_value() || text.find('@') != std::string::npos);
}

}  // namespace
}  // namespace covet::validate
