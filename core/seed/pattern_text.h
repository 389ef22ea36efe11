#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/seed/dice.h"

namespace covet::seed {

/// Texts that a regular expression matches: those of letters, classes, groups, alternatives and
/// repetitions. What repeats without end repeats a few times only. Immutable.
class PatternText {
 public:
  /// `most`: how many characters a text has room for. Throws Error{unsupported} for what it can't
  /// make texts of (\b, \p{…}, flags), saying what that is.
  PatternText(std::string_view pattern, std::int64_t most);

  std::string any(Dice dice) const;
  /// How many texts nth() has, `endless` at most.
  std::uint64_t capacity() const;
  /// Another one for each number below capacity(), where the pattern makes each text in one way
  /// only; upper case letters are left out where the lower ones are there.
  std::string nth(std::uint64_t number) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

}  // namespace covet::seed
