#include <algorithm>

#include <fmt/core.h>

#include "core/seed/maker.h"
#include "core/seed/words.h"
#include "core/validate/convert.h"
#include "core/validate/json_text.h"

namespace covet::seed {
namespace {

std::string word(Dice& dice, Words list) {
  const auto all = words(list);
  return std::string(all[dice.below(all.size())]);
}

/// Of version 4 by its looks.
class UuidMaker : public Maker {
 public:
  Value any(Dice dice) const override {
    const std::uint64_t high = dice.next();
    return made(high, dice.next());
  }
  std::uint64_t capacity() const override { return endless; }
  Value distinct(std::uint64_t number, Dice dice) const override {
    // 62 bits that no other number has: each step can be undone.
    constexpr std::uint64_t bits = endless - 1;
    constexpr unsigned half = 31;
    std::uint64_t low = number & bits;
    for (int round = 0; round < 3; ++round) {
      low = low * 0xbf58476d1ce4e5b9U & bits;
      low ^= low >> half;
    }
    return made(dice.next(), low);
  }

 private:
  static Value made(std::uint64_t high, std::uint64_t low) {
    constexpr std::uint64_t version = 0x4000U;
    constexpr std::uint64_t variant = std::uint64_t{2} << 62U;
    high = (high & ~std::uint64_t{0xf000U}) | version;
    low = (low & (endless - 1)) | variant;
    Uuid uuid;
    for (std::size_t i = 0; i < 8; ++i) {
      const auto shift = static_cast<unsigned>(56 - 8 * i);
      uuid.bytes.at(i) = static_cast<std::byte>(high >> shift & 0xffU);
      uuid.bytes.at(8 + i) = static_cast<std::byte>(low >> shift & 0xffU);
    }
    return uuid;
  }
};

class BinaryMaker : public Maker {
 public:
  explicit BinaryMaker(Lengths lengths) : lengths_(lengths) {}
  Value any(Dice dice) const override {
    const auto more = static_cast<std::uint64_t>(lengths_.most - lengths_.least);
    Bytes bytes(static_cast<std::size_t>(lengths_.least) + dice.below(more + 1));
    for (std::byte& each : bytes)
      each = static_cast<std::byte>(dice.below(256));
    return bytes;
  }
  std::uint64_t capacity() const override {
    constexpr std::int64_t many = 7;
    return lengths_.most > many ? endless : std::uint64_t{1} << unsigned(8 * lengths_.most);
  }
  Value distinct(std::uint64_t number, Dice /*dice*/) const override {
    Bytes bytes(static_cast<std::size_t>(lengths_.most));
    for (std::size_t i = bytes.size(); i-- > 0 && number > 0; number >>= 8U)
      bytes[i] = static_cast<std::byte>(number & 0xffU);
    return bytes;
  }

 private:
  Lengths lengths_;
};

/// An object, spelled as the engines spell it that keep no text.
class JsonMaker : public Maker {
 public:
  Value any(Dice dice) const override { return made(dice, dice.of("size").below(1'000)); }
  std::uint64_t capacity() const override { return endless; }
  Value distinct(std::uint64_t number, Dice dice) const override { return made(dice, number); }

 private:
  static Value made(Dice dice, std::uint64_t size) {
    const std::string topic = word(dice, Words::topics);
    const std::string noun = word(dice, Words::nouns);
    return Json{fmt::format(R"({{"size": {}, "tags": ["{}", "{}"], "color": "{}"}})", size, topic,
                            noun, word(dice, Words::colours))};
  }
};

class ArrayMaker : public Maker {
 public:
  ArrayMaker(std::unique_ptr<Maker> items, Lengths lengths)
      : items_(std::move(items)), lengths_(lengths) {}
  Value any(Dice dice) const override {
    const auto more = static_cast<std::uint64_t>(lengths_.most - lengths_.least);
    std::string text;
    const std::uint64_t count = static_cast<std::uint64_t>(lengths_.least) + dice.below(more + 1);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!text.empty()) text += ", ";
      text += validate::json_text(items_->any(dice.of(i)));
    }
    return Json{"[" + text + "]"};
  }
  std::uint64_t capacity() const override { return lengths_.least > 0 ? items_->capacity() : 1; }
  Value distinct(std::uint64_t number, Dice dice) const override {
    if (lengths_.least == 0) return Json{"[]"};
    std::string text = validate::json_text(items_->distinct(number, dice));
    for (std::int64_t i = 1; i < lengths_.least; ++i)
      text += ", " + validate::json_text(items_->any(dice.of(static_cast<std::uint64_t>(i))));
    return Json{"[" + text + "]"};
  }

 private:
  std::unique_ptr<Maker> items_;
  Lengths lengths_;
};

}  // namespace

std::unique_ptr<Maker> uuid_maker() {
  return std::make_unique<UuidMaker>();
}

std::unique_ptr<Maker> json_maker() {
  return std::make_unique<JsonMaker>();
}

std::unique_ptr<Maker> binary_maker(const model::Field& field) {
  constexpr std::int64_t some = 16;
  Lengths lengths = lengths_of(field, some);
  lengths.most = std::max(lengths.least, std::min(lengths.most, some));
  return std::make_unique<BinaryMaker>(lengths);
}

std::unique_ptr<Maker> array_maker(const Purpose& purpose, const model::Field& field) {
  constexpr std::int64_t some = 4;
  Lengths lengths = lengths_of(field, some);
  lengths.most = std::max(lengths.least, std::min(lengths.most, some));
  // Those of a unique one need an item to differ in.
  if (field.unique) lengths.least = std::max<std::int64_t>(lengths.least, 1);
  model::Field item;
  item.type = model::FieldType::text;
  if (field.items) item = *field.items;
  if (item.name.empty()) item.name = field.name;
  std::unique_ptr<Maker> items = maker_for(purpose, item);
  if (!items) throw cant_make(purpose.model, field, "its items are of the engine's own type");
  return std::make_unique<ArrayMaker>(std::move(items), lengths);
}

}  // namespace covet::seed
