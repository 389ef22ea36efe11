#include "tests/support/lexical_rules.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "adapters/backends.h"

namespace covet::tests {
namespace {

std::string print(const LexicalRules& rules) {
  std::string text;
  for (const bool rule :
       {rules.dollar_quotes, rules.nested_comments, rules.escape_strings, rules.backslash_escapes,
        rules.double_quoted_strings, rules.backtick_identifiers, rules.bracket_identifiers,
        rules.hash_comments, rules.dashes_need_space, rules.executable_comments,
        rules.delimiter_command, rules.copy_data, rules.meta_commands, rules.trigger_bodies,
        rules.routine_bodies, rules.atomic_bodies}) {
    text += rule ? '1' : '0';
  }
  return text;
}

TEST(LexicalRules, AreTheAdapters) {
  for (const schema::Backend* backend : adapters::backends()) {
    const LexicalRules& real = backend->dialect.lexical_rules();
    if (backend->engine == "postgresql") {
      EXPECT_EQ(print(real), print(postgresql_rules()));
    }
    if (backend->engine == "mysql") {
      EXPECT_EQ(print(real), print(mysql_rules()));
    }
    if (backend->engine == "sqlite") {
      EXPECT_EQ(print(real), print(sqlite_rules()));
    }
  }
}

}  // namespace
}  // namespace covet::tests
