#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/seed/maker.h"
#include "core/seed/pattern_text.h"
#include "core/seed/text_kind.h"

namespace covet::seed {
namespace {

using model::Field;
using model::FieldType;

constexpr std::uint64_t letters_and_digits = 36;

/// The first characters of a text, `count` at most, without a blank at the end.
std::string cut(std::string_view text, std::int64_t count) {
  std::size_t end = 0;
  while (end < text.size()) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (starts && count-- <= 0) break;
    ++end;
  }
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '-'))
    --end;
  return std::string(text.substr(0, end));
}

/// A number in as few letters and digits as there can be, with zeros before it where it is to be
/// longer.
std::string compact(std::uint64_t number, std::int64_t least) {
  std::string text;
  do {
    text += "0123456789abcdefghijklmnopqrstuvwxyz"[number % letters_and_digits];
    number /= letters_and_digits;
  } while (number > 0);
  while (std::cmp_less(text.size(), least))
    text += '0';
  std::ranges::reverse(text);
  return text;
}

std::uint64_t power(std::uint64_t base, std::int64_t exponent) {
  std::uint64_t made = 1;
  for (; exponent > 0 && made < endless / base; --exponent)
    made *= base;
  return exponent > 0 ? endless : made;
}

bool fits(std::string_view text, const Lengths& lengths) {
  const std::size_t length = code_points(text);
  return std::cmp_greater_equal(length, lengths.least) && std::cmp_less_equal(length, lengths.most);
}

class TextMaker : public Maker {
 public:
  TextMaker(TextKind kind, Lengths lengths)
      : kind_(kind), lengths_(lengths), formed_(has_form(kind)) {}

  Value any(Dice dice) const override {
    std::string text = text_of(kind_, dice);
    while (std::cmp_less(code_points(text), lengths_.least) && lengthen(text, dice)) {
    }
    if (formed_ && !fits(text, lengths_)) return short_form(dice.below(short_ones()));
    return fits(text, lengths_) ? text : padded(cut(text, lengths_.most));
  }

  std::uint64_t capacity() const override {
    constexpr std::uint64_t addresses = 256 * 256 * 256;
    if (kind_ == TextKind::ipv4) return addresses;
    if (kind_ == TextKind::postcode) return power(10, lengths_.most);
    return short_ones();
  }

  Value distinct(std::uint64_t number, Dice dice) const override {
    if (kind_ == TextKind::hex && lengths_.most >= 16)
      return cut(text_of(kind_, dice, number), lengths_.most);
    std::string text = text_of(kind_, dice, number);
    // No word ends in a blank and digits, so that no two numbers give one text.
    const std::string end = formed_ ? "" : fmt::format(" {}", number + 1);
    const Lengths room = {lengths_.least - static_cast<std::int64_t>(end.size()),
                          lengths_.most - static_cast<std::int64_t>(end.size())};
    while (std::cmp_less(code_points(text), room.least) && lengthen(text, dice)) {
    }
    if (!formed_ && room.most > 0) text = cut(text, room.most);
    if (!fits(text, room) || room.most <= 0) return short_form(number);
    return text + end;
  }

 private:
  /// False where the form has no place for more.
  bool lengthen(std::string& text, Dice& dice) const {
    if (!formed_) {
      text += " " + more_words(dice, ' ');
    } else if (kind_ == TextKind::slug || kind_ == TextKind::code) {
      text = more_words(dice, '-') + "-" + text;
    } else if (kind_ == TextKind::user_name) {
      text = more_words(dice, '_') + "_" + text;
    } else if (kind_ == TextKind::email) {
      text = more_words(dice, '.') + "." + text;
    } else if (kind_ == TextKind::path) {
      text = "/" + more_words(dice, '/') + text;
    } else {
      return false;
    }
    return true;
  }

  std::string padded(std::string text) const {
    while (std::cmp_less(code_points(text), lengths_.least))
      text += 'x';
    return text;
  }

  static constexpr std::string_view short_host = "@x.io";
  static constexpr std::string_view short_site = "http://x.io/";

  /// What a form adds to the shortest texts.
  std::int64_t around() const {
    if (kind_ == TextKind::email) return static_cast<std::int64_t>(short_host.size());
    if (kind_ == TextKind::url) return static_cast<std::int64_t>(short_site.size());
    return 0;
  }
  std::uint64_t short_ones() const { return power(letters_and_digits, lengths_.most - around()); }
  std::string short_form(std::uint64_t number) const {
    std::string text = compact(number, lengths_.least - around());
    if (kind_ == TextKind::email) text += short_host;
    if (kind_ == TextKind::url) text.insert(0, short_site);
    return text;
  }

  TextKind kind_;
  Lengths lengths_;
  bool formed_;
};

/// Of a field with `regex`.
class PatternMaker : public Maker {
 public:
  PatternMaker(std::vector<Pattern> patterns, Lengths lengths)
      : text_(patterns.front().text(), lengths.most),
        patterns_(std::move(patterns)),
        lengths_(lengths) {
    if (patterns_.size() > 1 || lengths_.least > 0) find_those_that_hold();
  }

  Value any(Dice dice) const override {
    constexpr std::uint64_t tries = 100;
    for (std::uint64_t i = 0; i < tries; ++i) {
      std::string text = text_.any(dice.of(i));
      if (holds(text)) return text;
    }
    return text_.nth(number_of(0));
  }
  std::uint64_t capacity() const override { return chosen_ ? chosen_->size() : text_.capacity(); }
  Value distinct(std::uint64_t number, Dice /*dice*/) const override {
    return text_.nth(number_of(number));
  }

 private:
  bool holds(const std::string& text) const {
    return fits(text, lengths_) && std::ranges::all_of(patterns_, [&](const Pattern& pattern) {
             return pattern.found_in(text);
           });
  }
  /// No order tells which of the pattern's texts are long enough, or match the others too.
  void find_those_that_hold() {
    constexpr std::uint64_t most_tried = 200'000;
    const std::uint64_t end = std::min(text_.capacity(), most_tried);
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t i = 0; i < end; ++i) {
      if (holds(text_.nth(i))) numbers.push_back(i);
    }
    if (numbers.empty())
      throw Error(Errc::unsupported, "no text was found that is long enough and matches it all");
    if (numbers.size() < text_.capacity()) chosen_ = std::move(numbers);
  }
  std::uint64_t number_of(std::uint64_t place) const {
    return chosen_ ? chosen_->at(static_cast<std::size_t>(place)) : place;
  }

  PatternText text_;
  std::vector<Pattern> patterns_;
  Lengths lengths_;
  std::optional<std::vector<std::uint64_t>> chosen_{};  ///< none: all
};

std::int64_t usual_length(const Field& field) {
  if (field.type == FieldType::email) return 254;
  if (field.type == FieldType::url) return 2048;
  return field.size == "tiny" ? 60 : 1000;
}

}  // namespace

std::unique_ptr<Maker> text_maker(const Purpose& purpose, const Field& field) {
  const Lengths lengths = lengths_of(field, usual_length(field));
  if (lengths.least > lengths.most || lengths.most < 1)
    throw cant_make(purpose.model, field, "nothing is within its limits");
  std::vector<Pattern> patterns;
  for (const model::ValidatorDef& validator : field.validators) {
    if (validator.pattern) patterns.push_back(*validator.pattern);
  }
  if (patterns.empty())
    return std::make_unique<TextMaker>(text_kind(purpose.model, field), lengths);
  try {
    return std::make_unique<PatternMaker>(std::move(patterns), lengths);
  } catch (const Error& error) {
    throw cant_make(purpose.model, field, error.message());
  }
}

}  // namespace covet::seed
