#include "core/seed/maker.h"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "core/validate/fill.h"

namespace covet::seed {
namespace {

using model::Field;
using model::FieldType;

/// One of a few values.
class ChoiceMaker : public Maker {
 public:
  explicit ChoiceMaker(std::vector<Value> values) : values_(std::move(values)) {}
  Value any(Dice dice) const override { return values_[dice.below(values_.size())]; }
  std::uint64_t capacity() const override { return values_.size(); }
  Value distinct(std::uint64_t number, Dice /*dice*/) const override { return values_.at(number); }

 private:
  std::vector<Value> values_;
};

/// What `choices`, an enum or `one_of` allow; nothing where all is allowed.
std::vector<Value> choices_of(const Purpose& purpose, const Field& field) {
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    validate::Conversion made = validate::try_convert(purpose.models, field, value);
    auto* const converted = std::get_if<Value>(&made);
    const bool fits = converted != nullptr &&
                      validate::faults_of(purpose.models, field, *converted, {}).empty() &&
                      std::ranges::find(values, *converted) == values.end();
    if (fits) values.push_back(std::move(*converted));
  };
  for (const model::Choice& choice : field.choices)
    add(Value(choice.value));
  if (const model::EnumDef* const of = purpose.models.find_enum(field.enum_name)) {
    for (const model::Choice& choice : of->values)
      add(Value(choice.value));
  }
  if (!values.empty()) return values;
  for (const Value& value : parameters_of(purpose.models, field, "one_of"))
    add(value);
  if (values.empty() && field.type == FieldType::boolean) values = {Value(false), Value(true)};
  return values;
}

void refuse_own(const Purpose& purpose, const Field& field) {
  for (const model::ValidatorDef& validator : field.validators) {
    if (validator.name != "own") continue;
    throw cant_make(purpose.model, field, "only the program knows what its own validator takes");
  }
}

std::unique_ptr<Maker> plain_maker(const Purpose& purpose, const Field& field) {
  switch (field.type) {
    case FieldType::integer:
    case FieldType::big_integer:
    case FieldType::small_integer:
    case FieldType::float_:
    case FieldType::decimal:
      return number_maker(purpose, field);
    case FieldType::date_time:
    case FieldType::date:
    case FieldType::time:
      return time_maker(purpose, field);
    case FieldType::char_:
    case FieldType::text:
    case FieldType::email:
    case FieldType::url:
      return text_maker(purpose, field);
    case FieldType::json:
      return json_maker();
    case FieldType::uuid:
      return uuid_maker();
    case FieldType::binary:
      return binary_maker(field);
    case FieldType::array:
      return array_maker(purpose, field);
    case FieldType::boolean:
    case FieldType::enum_:
    case FieldType::native:
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      break;
  }
  throw cant_make(purpose.model, field, "none of its choices passes its validators");
}

}  // namespace

std::unique_ptr<Maker> maker_for(const Purpose& purpose, const Field& field) {
  refuse_own(purpose, field);
  const bool limited = !field.choices.empty() || !field.enum_name.empty() ||
                       !parameters_of(purpose.models, field, "one_of").empty();
  if (std::vector<Value> values = choices_of(purpose, field); !values.empty())
    return std::make_unique<ChoiceMaker>(std::move(values));
  if (limited) throw cant_make(purpose.model, field, "none of its choices passes its validators");
  if (field.type == FieldType::native) {
    if (field.nullable || validate::database_fills(field)) return nullptr;
    throw cant_make(purpose.model, field, "its type is the engine's own");
  }
  return plain_maker(purpose, field);
}

Error cant_make(const model::Model& model, const Field& field, const std::string& why) {
  return Error(Errc::unsupported,
               fmt::format("values of `{}.{}` can't be made up: {}", model.handle, field.name, why),
               fmt::format("write its rows into seeds/{}.jsonl, and run covet seed without --rows",
                           model.handle));
}

Lengths lengths_of(const Field& field, std::int64_t most) {
  Lengths lengths{field.min_length.value_or(0), field.max_length.value_or(most)};
  for (const model::ValidatorDef& validator : field.validators) {
    if (validator.name != "length" || validator.parameters.size() != 2) continue;
    lengths.least = std::max(lengths.least, as_int(validator.parameters[0]));
    lengths.most = std::min(lengths.most, as_int(validator.parameters[1]));
  }
  if (field.fixed && field.max_length) lengths.least = *field.max_length;
  return lengths;
}

std::vector<Value> parameters_of(const model::ModelSet& models, const Field& field,
                                 std::string_view name) {
  std::vector<Value> values;
  Field bare = field;
  bare.choices.clear();
  for (const model::ValidatorDef& validator : field.validators) {
    if (validator.name != name) continue;
    for (const Value& given : validator.parameters) {
      validate::Conversion made = validate::try_convert(models, bare, given);
      auto* const converted = std::get_if<Value>(&made);
      values.push_back(converted == nullptr ? given : std::move(*converted));
    }
  }
  return values;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  bool lower = false;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool part = std::isalnum(byte) != 0 || byte >= 0x80U;
    if ((!part || (lower && std::isupper(byte) != 0)) && !words.back().empty())
      words.emplace_back();
    lower = std::islower(byte) != 0;
    if (part) words.back() += static_cast<char>(std::tolower(byte));
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_about(const std::vector<std::string>& words, std::string_view what) {
  const std::vector<std::string> wanted = split(what, '_');
  return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
}

}  // namespace covet::seed
