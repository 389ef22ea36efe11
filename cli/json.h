#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace covet::cli {

class JsonObject;

/// JSON for `--json`, built from its end inward; invalid UTF-8 becomes U+FFFD.
class JsonArray {
 public:
  JsonArray& add(std::string_view value);
  JsonArray& add(const JsonObject& value);
  const std::string& inside() const { return inside_; }

 private:
  std::string inside_;
};

/// Keeps its keys in the order in which they were added.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view value);
  JsonObject& add(std::string_view key, const char* value) {
    return add(key, std::string_view(value));
  }
  JsonObject& add(std::string_view key, const std::string& value) {
    return add(key, std::string_view(value));
  }
  JsonObject& add(std::string_view key, const JsonObject& value);
  JsonObject& add(std::string_view key, const JsonArray& value);
  JsonObject& add(std::string_view key, std::same_as<bool> auto value) {
    return add_text(key, value ? "true" : "false");
  }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) JsonObject& add(std::string_view key, Integer value) {
    return add_text(key, std::to_string(value));
  }
  /// null where JSON has no such number (infinity).
  JsonObject& add(std::string_view key, double value);
  /// `json` is a document already.
  JsonObject& add_json(std::string_view key, std::string_view json) { return add_text(key, json); }
  JsonObject& add_null(std::string_view key) { return add_text(key, "null"); }
  /// Left out where empty.
  JsonObject& add_unless_empty(std::string_view key, std::string_view value);

  /// On one line.
  std::string line() const { return "{" + inside_ + "}"; }
  /// Indented, with a line end.
  std::string text() const;

 private:
  JsonObject& add_text(std::string_view key, std::string_view text);
  std::string inside_;
};

JsonArray json_array(const std::vector<std::string>& values);

/// {"version": 1}, which every document and every event begins with.
JsonObject json_document();

}  // namespace covet::cli
