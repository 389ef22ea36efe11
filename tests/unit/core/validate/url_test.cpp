#include "core/validate/url.h"

#include <array>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/validate/domain.h"
#include "core/validate/ip.h"

namespace covet::validate {
namespace {

class GoodUrl : public testing::TestWithParam<const char*> {};
TEST_P(GoodUrl, IsTaken) {
  EXPECT_EQ(why_no_url(GetParam()), std::nullopt) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(
    Url, GoodUrl,
    testing::Values("http://example.org", "https://example.org/", "HTTPS://EXAMPLE.ORG",
                    "ftp://example.org/file.txt", "ftps://example.org", "http://localhost",
                    "http://localhost:8080/a", "http://example.org.", "http://example.org:0",
                    "http://example.org:65535/", "http://example.org:/", "http://example.org:00080",
                    "http://192.0.2.1/", "http://192.0.2.1:81", "http://[2001:db8::1]/",
                    "http://[::ffff:192.0.2.1]:8080/a", "http://user@example.org",
                    "http://user:pass@example.org", "http://us%40er:@example.org",
                    "http://example.org?q", "http://example.org#f", "http://example.org/?a=b&c=d#e",
                    "http://example.org/a/b/../c;p=1", "http://example.org/%C3%A4",
                    "http://example.org/a?b?c/d", "http://example.org/#a?b/c",
                    "http://example.org//a", "http://x-y.example/~a/(b)/!*'",
                    "http://münchen.example/", "http://例子.广告", "http://xn--mnchen-3ya.example",
                    "http://1and1.example", "http://a.b.c.d.example"));

class BadUrl : public testing::TestWithParam<const char*> {};
TEST_P(BadUrl, IsRefusedWithAReason) {
  const auto why = why_no_url(GetParam());
  ASSERT_TRUE(why.has_value()) << GetParam();
  EXPECT_FALSE(why->empty());
}
INSTANTIATE_TEST_SUITE_P(
    Url, BadUrl,
    testing::Values("", "example.org", "//example.org", "http:example.org", "http:/example.org",
                    "http//example.org", "http://", "http:///a", "http://?q", "http://#f",
                    "http://:80", "mailto:a@example.org", "javascript:alert(1)",
                    "gopher://a.example", "file:///etc/passwd", "data:text/html,x",
                    " http://example.org", "http://example.org ", "http://example.org/a b",
                    "http://example.org/\n", "http://example.org/ä", "http://example.org/%",
                    "http://example.org/%4", "http://example.org/%zz", "http://example.org/<x>",
                    "http://example.org/\"x\"", "http://example.org/a\\b", "http://example.org/`",
                    "http://example.org/{x}", "http://example.org/[x]", "http://example.org/a#b#c",
                    "http://example.org?[", "http://example.org:65536", "http://example.org:-1",
                    "http://example.org:a", "http://example.org:80:80", "http://exa mple.org",
                    "http://ex_ample.org", "http://-x.example", "http://x-.example",
                    "http://a..example", "http://.example", "http://.", "http://example.org..",
                    "http://256.0.0.1", "http://1.2.3", "http://192.0.2.01", "http://1",
                    "http://1.2.3.4.5", "http://[::1", "http://::1/", "http://[::g]",
                    "http://[192.0.2.1]", "http://[]", "http://[::1]a", "http://[::1]:99999",
                    "http://[fe80::1%25eth0]/", "http://a@b@c^@d.example",
                    "http://us er@example.org", "http://😀.example"));

RC_GTEST_PROP(UrlProperty, AnyPortOf16BitsIsTaken, (std::uint32_t port)) {
  const bool good = why_no_url("http://example.org:" + std::to_string(port)) == std::nullopt;
  RC_ASSERT(good == (port <= 65535U));
}

RC_GTEST_PROP(UrlProperty, AnythingIsReadWithoutHarm, (const std::string& text)) {
  RC_ASSERT(why_no_url(text + "\n").has_value());
  RC_ASSERT(why_no_url("http://[" + text + "]").has_value() || is_ipv6(text));
}

TEST(Url, OtherSchemesAreTheCallersChoice) {
  static constexpr std::array<std::string_view, 1> only = {"redis"};
  EXPECT_EQ(why_no_url("redis://cache:6379/0", only), std::nullopt);
  EXPECT_EQ(why_no_url("http://cache", only), "it begins with none of redis://");
}

TEST(Ip, Version4IsFourNumbers) {
  for (const char* good : {"0.0.0.0", "255.255.255.255", "192.0.2.1", "10.20.30.40"})
    EXPECT_TRUE(is_ipv4(good)) << good;
  for (const char* bad :
       {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.1.1.256", "01.2.3.4", "1.2.3.04", "1..2.3",
        "1.2.3.", ".1.2.3", "a.b.c.d", "1.2.3.4 ", " 1.2.3.4", "-1.2.3.4", "1.2.3.4/8", "0x1.2.3.4",
        "1.2.3.4\n", "999.1.1.1", "1.2.3.1000"})
    EXPECT_FALSE(is_ipv4(bad)) << bad;
}

TEST(Ip, Version6IsEightGroupsOrAGap) {
  for (const char* good :
       {"::", "::1", "1::", "1::8", "2001:db8::1", "2001:DB8:0:0:8:800:200C:417A",
        "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8",
        "::ffff:192.0.2.1", "::192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "64:ff9b::192.0.2.33",
        "fe80::0204:61ff:fe9d:f156"})
    EXPECT_TRUE(is_ipv6(good)) << good;
  for (const char* bad : {"",
                          ":",
                          ":::",
                          "1",
                          "1:2:3:4:5:6:7",
                          "1:2:3:4:5:6:7:8:9",
                          "1::2::3",
                          "1:2:3:4:5:6:7:8::",
                          "::1:2:3:4:5:6:7:8",
                          ":1:2:3:4:5:6:7:8",
                          "1:2:3:4:5:6:7:8:",
                          "12345::",
                          "g::",
                          "::1%eth0",
                          "[::1]",
                          "::1/128",
                          "192.0.2.1",
                          "::192.0.2.256",
                          "::192.0.2.01",
                          "1.2.3.4::",
                          "::1.2.3",
                          "1:2:3:4:5:6:7:192.0.2.1",
                          "::ffff:192.0.2.1:1",
                          " ::1",
                          "::1\n",
                          ":1::2"})
    EXPECT_FALSE(is_ipv6(bad)) << bad;
}

TEST(Domain, LengthsAreThoseOfTheDns) {
  // From RFC 3492, section 7.1, and the registries' own examples.
  EXPECT_EQ(octets_in_dns("münchen"), std::string_view("xn--mnchen-3ya").size());
  EXPECT_EQ(octets_in_dns("bücher"), std::string_view("xn--bcher-kva").size());
  EXPECT_EQ(octets_in_dns("他们为什么不说中文"),
            std::string_view("xn--ihqwcrb4cv8a8dqg056pqjye").size());
  EXPECT_EQ(octets_in_dns("なぜみんな日本語を話してくれないのか"),
            std::string_view("xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa").size());
  EXPECT_EQ(octets_in_dns("3年b組金八先生"),
            std::string_view("xn--3b-ww4c5e180e575a65lsy2b").size());
  EXPECT_EQ(octets_in_dns("abc"), 3U);
  std::string long_label;
  for (int i = 0; i < 58; ++i)
    long_label += "ä";
  EXPECT_EQ(why_no_label("ä"), std::nullopt);
  EXPECT_TRUE(why_no_label(std::string(61, 'a') + "ä").has_value());
  EXPECT_GT(octets_in_dns(long_label), 63U);
}

}  // namespace
}  // namespace covet::validate
