#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/config/config.h"

namespace covet::cli {

enum class Colour : std::uint8_t { red, green, yellow, cyan, dim, bold };

/// Signs that screens use; each has an ASCII form for terminals that aren't UTF-8.
enum class Sign : std::uint8_t {
  ok,
  failed,
  attention,
  unknown,
  pending,
  running,
  arrow,
  rename,
  ellipsis,
  bar_full,
  bar_empty,
};

/// How one stream wants its text. A value; nothing is ever said by colour alone.
class Style {
 public:
  Style() = default;
  Style(bool colour, bool unicode) : colour_(colour), unicode_(unicode) {}
  std::string paint(Colour colour, std::string_view text) const;
  std::string_view sign(Sign sign) const;
  /// The sign in the colour that goes with it.
  std::string painted(Sign sign) const;
  bool colour() const { return colour_; }
  bool unicode() const { return unicode_; }

 private:
  bool colour_ = false;
  bool unicode_ = false;
};

/// `choice` is --color's value. On auto: a terminal, unless NO_COLOR or TERM=dumb; FORCE_COLOR wins
/// over both.
Style style_for(std::string_view choice, bool is_terminal, const config::Environment& environment);

}  // namespace covet::cli
