#include "core/query/array_text.h"

#include "core/base/error.h"
#include "core/query/functions.h"
#include "core/validate/json_text.h"

namespace covet::query {
namespace {

std::string quoted_item(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

class Reader {
 public:
  Reader(std::string_view text, bool bare) : text_(text), bare_(bare) {}

  std::optional<std::string> read() {
    std::string json = list();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return json;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string list() {
    if (peek() != '{') return fail();
    ++at_;
    std::string json = "[";
    while (peek() != '}' && !failed_) {
      if (at_ >= text_.size()) return fail();
      if (json.size() > 1) json += ", ";
      json += peek() == '{' ? list() : element();
      if (peek() == ',') ++at_;
    }
    ++at_;
    return json + "]";
  }

  std::string element() {
    std::string text;
    const bool in_quotes = peek() == '"';
    if (in_quotes) ++at_;
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (in_quotes ? c == '"' : (c == ',' || c == '}')) break;
      if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
      text += c;
      ++at_;
    }
    if (in_quotes) {
      if (peek() != '"') return fail();
      ++at_;
    } else if (text == "NULL") {
      return "null";
    }
    if (!bare_) return validate::json_text(Value(text));
    if (text == "t") return "true";
    if (text == "f") return "false";
    return text;
  }

  std::string fail() {
    failed_ = true;
    return {};
  }

  std::string_view text_;
  bool bare_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<std::string> array_literal(std::string_view json) {
  const auto items = validate::json_items(json);
  if (!items) return std::nullopt;
  std::string literal = "{";
  for (const std::string_view item : *items) {
    if (literal.size() > 1) literal += ',';
    if (const auto nested = item.starts_with('[') ? array_literal(item) : std::nullopt) {
      literal += *nested;
      continue;
    }
    const Value value = validate::json_value(item);
    literal += is_null(value) ? "NULL" : quoted_item(to_text(value));
  }
  return literal + '}';
}

std::optional<std::string> array_json(std::string_view literal, const model::Field& items) {
  const model::Field* element = &items;
  while (element->items)
    element = element->items.get();
  const Kind kind = kind_of(element->type);
  return Reader(literal, kind == Kind::integer || kind == Kind::real || kind == Kind::boolean)
      .read();
}

}  // namespace covet::query
