#include "cli/json.h"

#include <nlohmann/json.hpp>

namespace covet::cli {
namespace {

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append(std::string& inside, std::string_view text) {
  if (!inside.empty()) inside += ',';
  inside += text;
}

}  // namespace

JsonArray& JsonArray::add(std::string_view value) {
  append(inside_, json_text(value));
  return *this;
}

JsonArray& JsonArray::add(const JsonObject& value) {
  append(inside_, value.line());
  return *this;
}

JsonObject& JsonObject::add(std::string_view key, std::string_view value) {
  return add_text(key, json_text(value));
}

JsonObject& JsonObject::add(std::string_view key, const JsonObject& value) {
  return add_text(key, value.line());
}

JsonObject& JsonObject::add(std::string_view key, const JsonArray& value) {
  return add_text(key, "[" + value.inside() + "]");
}

JsonObject& JsonObject::add(std::string_view key, double value) {
  return add_text(key, nlohmann::json(value).dump());
}

JsonObject& JsonObject::add_unless_empty(std::string_view key, std::string_view value) {
  return value.empty() ? *this : add(key, value);
}

JsonObject& JsonObject::add_text(std::string_view key, std::string_view text) {
  append(inside_, json_text(key) + ":" + std::string(text));
  return *this;
}

std::string JsonObject::text() const {
  return nlohmann::ordered_json::parse(line()).dump(2) + "\n";
}

JsonArray json_array(const std::vector<std::string>& values) {
  JsonArray array;
  for (const std::string& value : values)
    array.add(value);
  return array;
}

JsonObject json_document() {
  return JsonObject().add("version", 1);
}

}  // namespace covet::cli
