#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/value.h"
#include "core/model/model.h"

/// Pieces of TOML text. No I/O, and no parser: the inverse of document.h.
namespace covet::model {

std::string toml_key(std::string_view name);     ///< bare where it can be
std::string toml_string(std::string_view text);  ///< a basic string, with quotes
/// The same, over several lines where the text has several.
std::string toml_text(std::string_view text);
std::string toml_list(std::span<const std::string> texts);
std::string toml_choices(std::span<const Choice> choices);
/// The value that reads as `value` again; Json as the table or list that it is. Throws Error{usage}
/// for what TOML has no word for: null, also within Json, and bytes.
std::string toml_value(const Value& value);

/// Options in the order they are added: `{ type = "Char", max_length = 50 }`.
class TomlOptions {
 public:
  /// `value` is TOML already.
  void add(std::string_view key, std::string value);
  /// Nothing for an empty text.
  void add_text(std::string_view key, std::string_view text);
  void add_flag(std::string_view key, bool flag, bool usual = false);
  void add_list(std::string_view key, std::span<const std::string> texts);
  /// Nothing where there are none; flags without quotes.
  void add_options(std::string_view key, const OptionTexts& texts);
  /// `key = "…"`, or `key.postgresql = "…"` for each engine.
  void add_sql(std::string_view key, const SqlText& sql);

  bool empty() const { return options_.empty(); }
  std::string inline_table() const;
  /// One line each, the signs of equality below each other.
  std::string lines() const;

 private:
  std::vector<std::pair<std::string, std::string>> options_;
};

}  // namespace covet::model
