#include "core/validate/fill.h"

#include "core/base/random.h"
#include "core/base/uuid.h"
#include "core/validate/bytes_text.h"
#include "core/validate/convert.h"

namespace covet::validate {

namespace {

using model::Factory;
using model::FieldType;

std::string random_token() {
  constexpr std::size_t size = 32;
  Bytes bytes(size);
  fill_random(bytes);
  return to_base64url(bytes);
}

Value uuid_for(const model::Field& field, const Uuid& uuid) {
  const bool textual = field.type == FieldType::char_ || field.type == FieldType::text;
  return textual ? Value(to_text(uuid)) : Value(uuid);
}

}  // namespace

Value now_for(const model::Field& field, const Clock& clock) {
  const Timestamp moment = clock.wall();
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  Value value = moment;
  if (field.type == FieldType::date) value = Date{day};
  if (field.type == FieldType::time) value = TimeOfDay{moment - day};
  const Conversion cut = try_convert({}, field, value);
  const auto* const made = std::get_if<Value>(&cut);
  return made == nullptr ? value : *made;
}

Value make(Factory factory, const model::Field& field, const Clock& clock) {
  switch (factory) {
    case Factory::uuid4:
      return uuid_for(field, uuid4());
    case Factory::uuid7:
      return uuid_for(field, uuid7(clock.wall()));
    case Factory::now:
      return now_for(field, clock);
    case Factory::today:
      return Date{std::chrono::floor<std::chrono::days>(clock.wall())};
    case Factory::empty_list:
      return Json{"[]"};
    case Factory::empty_object:
      return Json{"{}"};
    case Factory::random_token:
      return random_token();
  }
  return Null{};
}

std::optional<Value> filled(const model::ModelSet& models, const model::Field& field,
                            const Clock& clock) {
  if (const auto* const factory = model::find_factory(field.default_factory))
    return make(factory->factory, field, clock);
  if (field.auto_generate) return Value(uuid4());
  Value value = default_of(models, field);
  if (is_null(value)) return std::nullopt;
  return value;
}

bool database_fills(const model::Field& field) {
  return field.auto_increment.has_value() || !field.generated.empty() ||
         !std::holds_alternative<std::monostate>(field.default_value);
}

}  // namespace covet::validate
