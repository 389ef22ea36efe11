#include "core/db/sql_lexer.h"

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace covet {
namespace {

LexicalRules postgresql() {
  return {.dollar_quotes = true,
          .nested_comments = true,
          .escape_strings = true,
          .copy_data = true,
          .meta_commands = true,
          .atomic_bodies = true};
}

LexicalRules mysql() {
  return {.backslash_escapes = true,
          .double_quoted_strings = true,
          .backtick_identifiers = true,
          .hash_comments = true,
          .dashes_need_space = true,
          .executable_comments = true,
          .delimiter_command = true,
          .routine_bodies = true};
}

LexicalRules sqlite() {
  return {.backtick_identifiers = true, .bracket_identifiers = true, .trigger_bodies = true};
}

std::vector<LexicalRules> all_rules() {
  return {postgresql(), mysql(), sqlite(), LexicalRules{}};
}

// Tokens but white space as "kind text", one letter a kind.
std::string show(std::string_view sql, const LexicalRules& rules) {
  std::string shown;
  for (const Token& token : lex(sql, rules)) {
    if (token.kind == TokenKind::space) continue;
    if (!shown.empty()) shown += '|';
    shown += std::string_view("wqsnycxp")[static_cast<std::size_t>(token.kind)];
    shown += ':';
    shown += token.text;
  }
  return shown;
}

bool ends_open(std::string_view sql, const LexicalRules& rules) {
  return unterminated(lex(sql, rules).back(), rules);
}

TEST(SqlLexer, CutsStringsOfEveryKind) {
  EXPECT_EQ(show("'it''s'", sqlite()), "s:'it''s'");
  EXPECT_EQ(show("'a' 'b'", postgresql()), "s:'a'|s:'b'");
  EXPECT_EQ(show(R"('a\' c')", postgresql()), R"(s:'a\'|w:c|s:')");
  EXPECT_EQ(show(R"('a\' b')", mysql()), R"(s:'a\' b')");
  EXPECT_EQ(show(R"('a\\' b)", mysql()), R"(s:'a\\'|w:b)");
  EXPECT_EQ(show(R"(E'a\'b' e'c')", postgresql()), R"(s:E'a\'b'|s:e'c')");
  EXPECT_EQ(show("U&'\\0061' U&\"x\" N'n' X'ff' b'01'", postgresql()),
            "s:U&'\\0061'|q:U&\"x\"|s:N'n'|s:X'ff'|s:b'01'");
  EXPECT_EQ(show("_utf8'x'", mysql()), "w:_utf8|s:'x'");
  EXPECT_EQ(show("name'x'", postgresql()), "w:name|s:'x'");
  EXPECT_EQ(show("E'x'", sqlite()), "w:E|s:'x'");
  EXPECT_EQ(show("\"a\"\"b\"", postgresql()), "q:\"a\"\"b\"");
  EXPECT_EQ(show(R"("a\"b")", mysql()), R"(s:"a\"b")");
}

TEST(SqlLexer, ContinuesAnEscapeStringBehindALineEnd) {
  EXPECT_EQ(show("E'a' \n 'b\\'c' d", postgresql()), "s:E'a' \n 'b\\'c'|w:d");
  EXPECT_EQ(show("E'a' -- why\n 'b\\'c'", postgresql()), "s:E'a' -- why\n 'b\\'c'");
  EXPECT_EQ(show("E'a' 'b'", postgresql()), "s:E'a'|s:'b'");
  EXPECT_TRUE(ends_open("E'a'\n'b\\'", postgresql()));
}

TEST(SqlLexer, CutsDollarQuotes) {
  EXPECT_EQ(show("$$a'b$$ c", postgresql()), "s:$$a'b$$|w:c");
  EXPECT_EQ(show("$f$ $$ x $$ $g$ $f$;", postgresql()), "s:$f$ $$ x $$ $g$ $f$|y:;");
  EXPECT_EQ(show("a$b$c", postgresql()), "w:a$b$c");
  EXPECT_EQ(show("$1 $2a$b$", postgresql()), "p:$1|p:$2|w:a$b$");
  EXPECT_EQ(show("$1$ x", postgresql()), "p:$1|y:$|w:x");
  EXPECT_EQ(show("$é$ $e$ $é$", postgresql()), "s:$é$ $e$ $é$");
  EXPECT_EQ(show("$$a$$", mysql()), "w:$$a$$");
  EXPECT_TRUE(ends_open("$a$ $b$ $A$", postgresql()));
}

TEST(SqlLexer, CutsComments) {
  EXPECT_EQ(show("a--b\nc", postgresql()), "w:a|c:--b|w:c");
  EXPECT_EQ(show("a--b\r\nc", sqlite()), "w:a|c:--b|w:c");
  EXPECT_EQ(show("a--b\rc", postgresql()), "w:a|c:--b|w:c");
  EXPECT_EQ(show("a--b\rc", mysql()), "w:a|y:-|y:-|w:b|w:c");
  EXPECT_EQ(show("5--1", mysql()), "n:5|y:-|y:-|n:1");
  EXPECT_EQ(show("5-- 1", mysql()), "n:5|c:-- 1");
  EXPECT_EQ(show("5--", mysql()), "n:5|c:--");
  EXPECT_EQ(show("a # b\nc", mysql()), "w:a|c:# b|w:c");
  EXPECT_EQ(show("a #> b", postgresql()), "w:a|y:#>|w:b");
  EXPECT_EQ(show("/* /* */ x */ y", postgresql()), "c:/* /* */ x */|w:y");
  EXPECT_EQ(show("/* /* */ x", sqlite()), "c:/* /* */|w:x");
  EXPECT_EQ(show("/*/ x */", sqlite()), "c:/*/ x */");
  EXPECT_TRUE(ends_open("/* /* */", postgresql()));
  EXPECT_FALSE(ends_open("-- to the end", postgresql()));
}

TEST(SqlLexer, KeepsExecutableCommentsWhole) {
  EXPECT_EQ(show("/*!50003 SELECT '*/' */ a", mysql()), "x:/*!50003 SELECT '*/' */|w:a");
  EXPECT_EQ(show("/*M!100 x */ /*+ hint */", mysql()), "x:/*M!100 x */|x:/*+ hint */");
  EXPECT_EQ(show("/*! a /* b */ c */ d", mysql()), "x:/*! a /* b */ c */|w:d");
  EXPECT_EQ(show("/*!*/a", mysql()), "x:/*!*/|w:a");
  EXPECT_EQ(show("/*!1 x */", postgresql()), "c:/*!1 x */");
  EXPECT_TRUE(ends_open("/*! 'a */", mysql()));
}

TEST(SqlLexer, CutsQuotedIdentifiers) {
  EXPECT_EQ(show("`a``b`.[c d].\"e\"", sqlite()), "q:`a``b`|y:.|q:[c d]|y:.|q:\"e\"");
  EXPECT_EQ(show("a[1:n]", postgresql()), "w:a|y:[|n:1|y::|w:n|y:]");
  EXPECT_TRUE(ends_open("[abc", sqlite()));
}

TEST(SqlLexer, CutsNumbers) {
  EXPECT_EQ(show("1.5e10 0xFF .5 1. 1e-3 1_000", postgresql()),
            "n:1.5e10|n:0xFF|n:.5|n:1.|n:1e-3|n:1_000");
  EXPECT_EQ(show("1..10", postgresql()), "n:1|y:..|n:10");
  EXPECT_EQ(show("1abc", mysql()), "w:1abc");
  EXPECT_EQ(show("a.1", mysql()), "w:a|n:.1");
}

TEST(SqlLexer, CutsParametersAndVariables) {
  EXPECT_EQ(show("? ?12 :name @name $name", sqlite()), "p:?|p:?12|p::name|p:@name|p:$name");
  EXPECT_EQ(show("a ?| b ? c :: text", postgresql()), "w:a|y:?||w:b|y:?|w:c|y:::|w:text");
  EXPECT_EQ(show("@a := @@global.b", mysql()), "w:@a|y::=|w:@@global|y:.|w:b");
  EXPECT_EQ(show("`u`@`h`", mysql()), "q:`u`|y:@|q:`h`");
  EXPECT_EQ(show("done:BEGIN ?", mysql()), "w:done|y::|w:BEGIN|p:?");
}

TEST(SqlLexer, CutsOperators) {
  EXPECT_EQ(show("a<=>b<>c->>d:=e", mysql()), "w:a|y:<=>|w:b|y:<>|w:c|y:->>|w:d|y::=|w:e");
  EXPECT_EQ(show("a>-1 @-1 a->'b'", postgresql()), "w:a|y:>|y:-|n:1|y:@-|n:1|w:a|y:->|s:'b'");
  EXPECT_EQ(show("a*/*c*/b", postgresql()), "w:a|y:*|c:/*c*/|w:b");
  EXPECT_EQ(show("a+--c", postgresql()), "w:a|y:+|c:--c");
}

TEST(SqlLexer, TakesAByteOrderMarkForSpace) {
  EXPECT_EQ(show("\xEF\xBB\xBFSELECT", postgresql()), "w:SELECT");
}

TEST(SqlLexer, UnquotesNames) {
  const auto first = [](std::string_view sql) { return unquote(lex(sql, sqlite()).front()); };
  EXPECT_EQ(first("Name"), "Name");
  EXPECT_EQ(first("\"a\"\"b\""), "a\"b");
  EXPECT_EQ(first("`a``b`"), "a`b");
  EXPECT_EQ(first("[a b]"), "a b");
}

TEST(SqlLexer, SqueezesToTheTokens) {
  const LexicalRules rules = postgresql();
  EXPECT_EQ(squeeze("A>0", rules), squeeze(" a  >\n0 -- why", rules));
  EXPECT_EQ(squeeze("Coalesce ( \"A\" , 'B' )::TEXT", rules), "coalesce(\"A\",'B'):: text");
  EXPECT_EQ(squeeze("A", rules, false), "A");
  EXPECT_EQ(squeeze("1 .5", rules), "1 .5");
  EXPECT_NE(squeeze("a - -1", rules), squeeze("a -1", rules));
  EXPECT_EQ(squeeze("/*!1 x */ a", mysql()), "/*!1 x */ a");
}

// Nasty pieces in any order; plain characters would seldom meet.
rc::Gen<std::string> nasty_sql() {
  static const std::vector<std::string> pieces = {
      "'",   "''",   "\"", "`",  "[",  "]",    "\\",    "$",   "$$",
      "$a$", "$1",   "--", "-",  "/*", "*/",   "*",     "/",   "/*!",
      "/*+", "/*M!", "#",  "\n", "\r", "\r\n", " ",     "\t",  "E'",
      "U&'", "N'",   "x'", "a",  "b1", "_",    "é",     "1",   "1.",
      ".5",  "0x",   "e+", ".",  ",",  ";",    "(",     ")",   ":",
      "::",  ":=",   "?",  "@",  "@@", "<",    "=",     ">",   "!",
      "|",   "&",    "~",  "%",  "^",  "+",    "BEGIN", "END", std::string(1, '\0'),
      "\xFF"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& chosen) {
                        std::string sql;
                        for (const std::string& piece : chosen)
                          sql += piece;
                        return sql;
                      });
}

RC_GTEST_PROP(SqlLexer, EveryByteIsInOneToken, ()) {
  const std::string sql = *nasty_sql();
  for (const LexicalRules& rules : all_rules()) {
    std::string joined;
    const std::vector<Token> tokens = lex(sql, rules);
    for (const Token& token : tokens) {
      RC_ASSERT(token.offset == joined.size());
      RC_ASSERT(!token.text.empty());
      joined += token.text;
      const bool last = joined.size() == sql.size();
      RC_ASSERT(last || !unterminated(token, rules));
    }
    RC_ASSERT(joined == sql);
  }
}

RC_GTEST_PROP(SqlLexer, SqueezingTwiceChangesNothing, ()) {
  const std::string sql = *nasty_sql();
  for (const LexicalRules& rules : all_rules()) {
    const std::string once = squeeze(sql, rules);
    RC_ASSERT(squeeze(once, rules) == once);
  }
}

TEST(SqlLexer, IsLinear) {
  // Each of these would take hours if a token looked back or far ahead more than a fixed number of
  // times.
  constexpr std::array<std::string_view, 11> pieces = {"'",  "$a",  "$a$b", "E'' ", "/*", "/*!",
                                                       "--", "$$x", "@",    "1e",   "(-"};
  for (const std::string_view piece : pieces) {
    std::string sql;
    while (sql.size() < 200'000)
      sql += piece;
    for (const LexicalRules& rules : all_rules())
      EXPECT_FALSE(lex(sql, rules).empty());
  }
}

}  // namespace
}  // namespace covet
