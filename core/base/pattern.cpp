#include "core/base/pattern.h"

#include <utility>

#include <re2/re2.h>

#include "core/base/error.h"

namespace covet {

struct Pattern::Compiled {
  explicit Compiled(const std::string& pattern) : expression(pattern, RE2::Quiet) {}
  RE2 expression;
};

Pattern::Pattern(std::string pattern)
    : text_(std::move(pattern)), compiled_(std::make_shared<const Compiled>(text_)) {
  if (compiled_->expression.ok()) return;
  throw Error(Errc::parse, "the pattern does not read: " + compiled_->expression.error(),
              "its syntax is RE2's, which has no look-around and no back references: "
              "github.com/google/re2/wiki/Syntax");
}

bool Pattern::found_in(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

}  // namespace covet
