#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/validate/bytes_text.h"
#include "core/validate/convert_types.h"

namespace covet::validate {

namespace {

using model::Field;
using model::FieldType;

std::optional<std::int64_t> longest(const Field& field) {
  if (field.max_length) return field.max_length;
  if (field.type == FieldType::email) return 254;
  if (field.type == FieldType::url) return 2048;
  return std::nullopt;
}

/// Bytes that a Text or Binary of that `size` has room for on the engine that knows sizes.
std::optional<std::size_t> room_of(const Field& field) {
  if (field.size == "tiny") return 0xFF;
  if (field.size == "regular") return 0xFFFF;
  if (field.size == "medium") return 0xFFFFFF;
  return std::nullopt;
}

std::optional<Refusal> check_room(const Field& field, std::size_t bytes) {
  const auto room = room_of(field);
  if (!room || bytes <= *room) return std::nullopt;
  return Refusal{fmt::format("it is of size \"{}\": {} bytes at most", field.size, *room)};
}

}  // namespace

std::optional<Refusal> why_no_text(std::string_view text) {
  if (!is_valid_utf8(text)) return Refusal{"it is no valid UTF-8"};
  if (text.find('\0') != std::string_view::npos)
    return Refusal{"it holds a NUL character", "no engine stores one in text: use Binary"};
  return std::nullopt;
}

std::optional<Refusal> why_not_held(const Field& field, std::string_view text) {
  if (auto why = why_no_text(text)) return why;
  const auto most = longest(field);
  // As many bytes as characters are allowed are never too many.
  if (most && std::cmp_greater(text.size(), *most)) {
    const std::size_t length = code_points(text);
    if (std::cmp_greater(length, *most)) {
      return Refusal{fmt::format("it is {} at most, and this is {}",
                                 count_of(static_cast<std::size_t>(*most), "character"), length)};
    }
  }
  return check_room(field, text.size());
}

Conversion to_text_field(const Field& field, const Value& value) {
  Value made = value;
  const bool holds_uuids = field.type == FieldType::char_ || field.type == FieldType::text;
  if (const auto* const uuid = std::get_if<Uuid>(&value); uuid != nullptr && holds_uuids)
    made = to_text(*uuid);
  const auto* const text = std::get_if<std::string>(&made);
  if (text == nullptr) return Refusal{"it wants text"};
  if (auto why = why_not_held(field, *text)) return *why;
  return made;
}

Conversion to_enum(const model::ModelSet& models, const Field& field, const Value& value) {
  std::vector<std::string> words;
  for (const model::Choice& choice : model::choices_of(models, field))
    words.push_back(choice.value);
  const bool worded = std::holds_alternative<std::string>(value) ||
                      std::holds_alternative<std::int64_t>(value) ||
                      std::holds_alternative<Decimal>(value);
  const std::string text = to_text(value);
  if (worded && std::ranges::find(words, text) != words.end()) return text;
  return Refusal{"it is one of " + join(words, ", "), did_you_mean(text, words)};
}

Conversion to_uuid(const Value& value) {
  if (std::holds_alternative<Uuid>(value)) return value;
  if (const auto* const bytes = std::get_if<Bytes>(&value); bytes != nullptr) {
    Uuid uuid;
    if (bytes->size() == uuid.bytes.size()) {
      std::ranges::copy(*bytes, uuid.bytes.begin());
      return uuid;
    }
  }
  if (const auto* const text = std::get_if<std::string>(&value)) {
    try {
      return parse_uuid(*text);
    } catch (const Error&) {
      // Said below, as for a value of another kind.
    }
  }
  return Refusal{"it wants a UUID", "write 8-4-4-4-12 hex digits"};
}

Conversion to_binary(const Field& field, const Value& value) {
  std::optional<Bytes> bytes;
  if (const auto* const given = std::get_if<Bytes>(&value)) bytes = *given;
  if (const auto* const text = std::get_if<std::string>(&value)) bytes = bytes_from(*text);
  if (!bytes) return Refusal{"it wants bytes", "as text: base64, or hex behind \\x"};
  if (field.max_length && std::cmp_greater(bytes->size(), *field.max_length))
    return Refusal{fmt::format("it is {} at most, and this is {}",
                               count_of(static_cast<std::size_t>(*field.max_length), "byte"),
                               bytes->size())};
  if (field.max_length && field.fixed && std::cmp_less(bytes->size(), *field.max_length))
    return Refusal{fmt::format("it is {} long, always",
                               count_of(static_cast<std::size_t>(*field.max_length), "byte"))};
  if (auto why = check_room(field, bytes->size())) return *why;
  return std::move(*bytes);
}

Conversion to_native(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) {
    if (auto why = why_no_text(*text)) return *why;
  }
  return value;
}

}  // namespace covet::validate
