#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/strings.h"

namespace covet::migrations {

/// Line and column of ascending offsets in one text, in linear time altogether. The text must
/// outlive it.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  /// Starts over where `offset` lies before the last one.
  LineColumn at(std::size_t offset) {
    if (offset < position_) *this = LineCounter(text_);
    for (; position_ < offset && position_ < text_.size(); ++position_) {
      const auto byte = static_cast<unsigned char>(text_[position_]);
      if (byte == '\n') {
        place_ = {place_.line + 1, 1};
      } else if ((byte & 0xC0U) != 0x80U) {
        ++place_.column;
      }
    }
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  LineColumn place_{1, 1};
};

}  // namespace covet::migrations
