#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace covet {

/// A regular expression in RE2's syntax, over UTF-8. Matching takes time linear in the text,
/// whatever the pattern: one that a person wrote can't hang a program. Copies share what was
/// compiled; several threads may use one at once.
class Pattern {
 public:
  /// Throws Error{parse} saying what is wrong with `pattern`.
  explicit Pattern(std::string pattern);

  const std::string& text() const { return text_; }
  /// True if any part of `text` matches; "^…$" asks for the whole of it, where $ is the very end.
  /// False for what is not UTF-8.
  bool found_in(std::string_view text) const;

  /// As they are written.
  bool operator==(const Pattern& other) const { return text_ == other.text_; }

 private:
  struct Compiled;
  std::string text_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace covet
