#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "core/base/error.h"
#include "core/base/value.h"
#include "core/model/model.h"
#include "core/seed/dice.h"

namespace covet::seed {

/// More values than anybody asks for.
inline constexpr std::uint64_t endless = std::uint64_t{1} << 62U;

/// Their product, `endless` at most.
constexpr std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a >= endless / b ? endless : a * b;
}

/// Makes values of one field, as its column holds them (validate/convert.h) and as its validators
/// want them. Immutable; several threads may use one.
class Maker {
 public:
  virtual ~Maker() = default;
  /// Any value.
  virtual Value any(Dice dice) const = 0;
  /// How many different values there are; `endless` at most.
  virtual std::uint64_t capacity() const = 0;
  /// Another value for each number below capacity(), also to a collation that takes no notice of
  /// case; the same for the same number and dice. Nothing has to be remembered.
  virtual Value distinct(std::uint64_t number, Dice dice) const = 0;
};

/// What a field's values are made for.
struct Purpose {
  const model::ModelSet& models;
  const model::Model& model;
  /// Most moments lie in the year before it.
  std::chrono::sys_days as_of;
};

/// Null where nothing can be made and the field can do without: Native ones that may be NULL, or
/// that the database fills. Throws Error{unsupported} for what nobody can make up. Not for
/// relations.
std::unique_ptr<Maker> maker_for(const Purpose& purpose, const model::Field& field);

/// For a field whose values can't be made up: it says to write them instead.
Error cant_make(const model::Model& model, const model::Field& field, const std::string& why);

// The kinds of fields, each in its own file. What their validators say is in them.
std::unique_ptr<Maker> number_maker(const Purpose& purpose, const model::Field& field);
std::unique_ptr<Maker> time_maker(const Purpose& purpose, const model::Field& field);
std::unique_ptr<Maker> text_maker(const Purpose& purpose, const model::Field& field);
std::unique_ptr<Maker> array_maker(const Purpose& purpose, const model::Field& field);
std::unique_ptr<Maker> binary_maker(const model::Field& field);
std::unique_ptr<Maker> json_maker();
std::unique_ptr<Maker> uuid_maker();

/// How long a text, list or row of bytes may be: of max_length, min_length and `length`.
struct Lengths {
  std::int64_t least = 0;
  std::int64_t most = 0;
};
Lengths lengths_of(const model::Field& field, std::int64_t most);

/// The values of a validator of `field`, converted; empty where it has none of that name.
std::vector<Value> parameters_of(const model::ModelSet& models, const model::Field& field,
                                 std::string_view validator);

/// The field's name in words: "unitPrice" and "unit_price" are "unit", "price".
std::vector<std::string> words_of(std::string_view name);
/// Whether one of these is among them; "first_name" asks for one behind the other.
bool is_about(const std::vector<std::string>& words, std::string_view what);

}  // namespace covet::seed
