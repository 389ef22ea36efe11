#include "migrations/checksum.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "core/base/sha256.h"
#include "core/base/strings.h"
#include "migrations/copy_data.h"
#include "migrations/directive.h"
#include "migrations/query_step.h"

namespace covet::migrations {
namespace {

void append(Sha256& canonical, char kind, std::string_view text) {
  std::array<char, 24> head{};
  char* end = std::to_chars(head.data() + 1, head.data() + head.size() - 1, text.size()).ptr;
  head[0] = kind;
  *end++ = ':';
  canonical.add({head.data(), static_cast<std::size_t>(end - head.data())});
  canonical.add(text);
}

char kind_letter(TokenKind kind) {
  constexpr std::string_view letters = "wqsnycxp ";
  return letters[static_cast<std::size_t>(kind)];
}

/// What a reviewer adds to a file that has run must not change it.
bool counts(const Directive& directive) {
  constexpr std::array uncounted = {"allow",  "ignore", "parent",    "schema",
                                    "hazard", "step",   "rerunnable"};
  return std::find(uncounted.begin(), uncounted.end(), directive.name) == uncounted.end();
}

}  // namespace

std::string checksum(std::string_view sql, const LexicalRules& rules) {
  Sha256 canonical;
  bool after_string = false;
  bool line_break = false;
  for (CodeWalk code(sql, rules); !code.done();) {
    const Token token = code.next();
    if (token.kind == TokenKind::space || token.kind == TokenKind::comment) {
      line_break = line_break || token.text.find('\n') != std::string_view::npos ||
                   (token.kind == TokenKind::comment && token.text.substr(0, 2) == "--");
      if (const auto directive = read_directive(token); directive && counts(*directive)) {
        append(canonical, 'd',
               directive->name + " " +
                   (is_query(*directive) ? canonical_query(query_comment(sql, *directive))
                                         : directive->rest));
      }
      continue;
    }
    const bool string = token.kind == TokenKind::string;
    // 'a' 'b' is one literal on two lines and a fault on one.
    if (string && after_string && line_break) append(canonical, 'l', "");
    if (token.text.find('\r') != std::string_view::npos) {
      append(canonical, kind_letter(token.kind),
             replace_all(std::string(token.text), "\r\n", "\n"));
    } else {
      append(canonical, kind_letter(token.kind), token.text);
    }
    after_string = string;
    line_break = false;
  }
  return "sha256:" + canonical.hex();
}

}  // namespace covet::migrations
