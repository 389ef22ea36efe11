#include "core/model/toml_text.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::model {

namespace {

using Json_ = nlohmann::ordered_json;

Error no_toml_for(std::string_view what) {
  return Error(Errc::usage, fmt::format("TOML has no word for {}", what));
}

std::string number_text(double number) {
  std::string text = fmt::format("{}", number);
  const bool whole = text.find_first_not_of("-0123456789") == std::string::npos;
  return whole ? text + ".0" : text;
}

std::string of_json(const Json_& json) {
  switch (json.type()) {
    case Json_::value_t::string:
      return toml_string(json.get_ref<const std::string&>());
    case Json_::value_t::boolean:
      return json.get<bool>() ? "true" : "false";
    case Json_::value_t::number_integer:
    case Json_::value_t::number_unsigned:
      return json.dump();
    case Json_::value_t::number_float:
      return number_text(json.get<double>());
    case Json_::value_t::array: {
      std::vector<std::string> items;
      for (const Json_& item : json)
        items.push_back(of_json(item));
      return fmt::format("[{}]", join(items, ", "));
    }
    case Json_::value_t::object: {
      TomlOptions options;
      for (const auto& [key, value] : json.items())
        options.add(toml_key(key), of_json(value));
      return options.inline_table();
    }
    case Json_::value_t::null:
    case Json_::value_t::binary:
    case Json_::value_t::discarded:
      break;
  }
  throw no_toml_for("null");
}

std::string of_json_text(const std::string& text) {
  const Json_ json = Json_::parse(text, nullptr, false);
  if (json.is_discarded()) throw no_toml_for("broken JSON");
  return of_json(json);
}

}  // namespace

std::string toml_key(std::string_view name) {
  const auto is_bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  const bool bare = !name.empty() && std::ranges::all_of(name, is_bare);
  return bare ? std::string(name) : toml_string(name);
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string toml_text(std::string_view text) {
  const auto fits = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7F : c == '\n' || c == '\t';
  };
  const bool lines = text.find('\n') != std::string_view::npos &&
                     text.find("'''") == std::string_view::npos && !text.ends_with('\'') &&
                     std::ranges::all_of(text, fits);
  return lines ? fmt::format("'''\n{}'''", text) : toml_string(text);
}

std::string toml_list(std::span<const std::string> texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts)
    items.push_back(toml_string(text));
  return fmt::format("[{}]", join(items, ", "));
}

std::string toml_choices(std::span<const Choice> choices) {
  std::vector<std::string> items;
  for (const Choice& choice : choices) {
    TomlOptions renamed;
    renamed.add("value", toml_string(choice.value));
    renamed.add_text("renamed_from", choice.renamed_from);
    items.push_back(choice.renamed_from.empty() ? toml_string(choice.value)
                                                : renamed.inline_table());
  }
  return fmt::format("[{}]", join(items, ", "));
}

std::string toml_value(const Value& value) {
  const auto whole = [](auto number) { return std::to_string(number); };
  return std::visit(
      overloaded{
          [](Null) -> std::string { throw no_toml_for("null"); },
          [](const Bytes&) -> std::string { throw no_toml_for("bytes"); },
          [](bool flag) -> std::string { return flag ? "true" : "false"; },
          [&whole](std::int64_t number) -> std::string { return whole(number); },
          [&whole](std::uint64_t number) -> std::string { return whole(number); },
          [](double number) -> std::string { return number_text(number); },
          [](const Decimal& number) -> std::string { return toml_string(number.text); },
          [](const std::string& text) -> std::string { return toml_string(text); },
          [](const Uuid& uuid) -> std::string { return toml_string(to_text(uuid)); },
          [](const Json& json) -> std::string { return of_json_text(json.text); },
          [](Date date) -> std::string { return to_text(date); },
          [](TimeOfDay time) -> std::string { return to_text(time); },
          [](Timestamp moment) -> std::string { return to_text(moment); },
      },
      value);
}

void TomlOptions::add(std::string_view key, std::string value) {
  options_.emplace_back(key, std::move(value));
}

void TomlOptions::add_text(std::string_view key, std::string_view text) {
  if (!text.empty()) add(key, toml_string(text));
}

void TomlOptions::add_flag(std::string_view key, bool flag, bool usual) {
  if (flag != usual) add(key, flag ? "true" : "false");
}

void TomlOptions::add_list(std::string_view key, std::span<const std::string> texts) {
  if (!texts.empty()) add(key, toml_list(texts));
}

void TomlOptions::add_options(std::string_view key, const OptionTexts& texts) {
  if (texts.empty()) return;
  TomlOptions options;
  for (const auto& [name, value] : texts) {
    const bool flag = value == "true" || value == "false";
    options.add(toml_key(name), flag ? value : toml_string(value));
  }
  add(key, options.inline_table());
}

void TomlOptions::add_sql(std::string_view key, const SqlText& sql) {
  if (sql.by_engine.size() == 1 && sql.by_engine.begin()->first.empty()) {
    return add(key, toml_text(sql.by_engine.begin()->second));
  }
  for (const auto& [engine, text] : sql.by_engine) {
    add(fmt::format("{}.{}", key, toml_key(engine)), toml_text(text));
  }
}

std::string TomlOptions::inline_table() const {
  if (options_.empty()) return "{}";
  std::vector<std::string> parts;
  for (const auto& [key, value] : options_)
    parts.push_back(fmt::format("{} = {}", key, value));
  return fmt::format("{{ {} }}", join(parts, ", "));
}

std::string TomlOptions::lines() const {
  // A single long name must not push all others off the screen.
  constexpr std::size_t widest = 32;
  std::size_t width = 0;
  for (const auto& [key, value] : options_) {
    if (code_points(key) <= widest) width = std::max(width, code_points(key));
  }
  std::string out;
  for (const auto& [key, value] : options_) {
    const std::size_t own = code_points(key);
    out += fmt::format("{}{} = {}\n", key, std::string(width > own ? width - own : 0, ' '), value);
  }
  return out;
}

}  // namespace covet::model
