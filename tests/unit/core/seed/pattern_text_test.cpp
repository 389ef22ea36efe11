#include "core/seed/pattern_text.h"

#include <set>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/pattern.h"
#include "core/seed/maker.h"
#include "tests/support/thrown_by.h"

namespace covet::seed {
namespace {

TEST(PatternText, MakesWhatThePatternMatches) {
  for (const char* const text :
       {"^[a-z]+$", "^a{2,4}(b|cc)?$", R"(^\d{3}-\w\.[^\d]$)", "^(?:x|y|[0-9a-f]{2})*z$", "^.{3}$",
        R"(^[\]a\-z]$)", "^(?P<name>no|yes)$", R"(\A\S\s\W\z)", "^[-+]?[0-9]+$", "^a|b$"}) {
    const Pattern pattern(text);
    const PatternText made(text, 40);
    for (std::uint64_t i = 0; i < 200; ++i) {
      const std::string any = made.any(Dice(i));
      EXPECT_TRUE(pattern.found_in(any)) << text << " and " << any;
      if (i >= made.capacity()) continue;
      const std::string nth = made.nth(i);
      EXPECT_TRUE(pattern.found_in(nth)) << text << " and " << nth;
    }
  }
}

TEST(PatternText, CountsItsTexts) {
  EXPECT_EQ(PatternText("^[A-Z]{2}-[0-9]{2}$", 9).capacity(), 26U * 26U * 100U);
  EXPECT_EQ(PatternText("^(a|bb|[cd])?$", 9).capacity(), 5U);
  // Letters are the same as others to some collations.
  EXPECT_EQ(PatternText("^[a-zA-Z]$", 9).capacity(), 26U);
  EXPECT_EQ(PatternText("^[a-z]{40}$", 40).capacity(), endless);
}

TEST(PatternText, MakesEachTextOnce) {
  for (const char* const text : {"^[ab]{1,5}$", "^(x|[0-3]{2})-?y*$", "^[a-c][0-9]?$"}) {
    const PatternText made(text, 20);
    std::set<std::string> seen;
    for (std::uint64_t i = 0; i < made.capacity(); ++i)
      seen.insert(made.nth(i));
    EXPECT_EQ(seen.size(), made.capacity()) << text;
  }
}

TEST(PatternText, RefusesWhatItCannotRead) {
  for (const char* const text : {R"(\bword)", R"(^\pL$)", "(?i)a", "[[:alpha:]]", "[ä]"}) {
    EXPECT_EQ(tests::thrown_by([&] { PatternText(text, 20); }), Errc::unsupported) << text;
  }
}

}  // namespace
}  // namespace covet::seed
