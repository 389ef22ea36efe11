#include "adapters/sqlite/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <utf8proc.h>

#include "core/base/error.h"
#include "core/base/pattern.h"

namespace covet::sqlite {
namespace {

using Letter = utf8proc_int32_t (*)(utf8proc_int32_t);

/// Each letter by itself; what is no UTF-8 stays as it is.
std::string mapped(const utf8proc_uint8_t* text, utf8proc_ssize_t size, Letter letter) {
  std::string result;
  result.reserve(static_cast<std::size_t>(size));
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t read = utf8proc_iterate(text + at, size - at, &code);
    if (read <= 0) {
      result += static_cast<char>(text[at++]);
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t written = utf8proc_encode_char(letter(code), bytes.data());
    result.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(written));
    at += read;
  }
  return result;
}

void answer(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);  // NOLINT
}

template <Letter letter>
void each_letter(sqlite3_context* context, int, sqlite3_value** arguments) {
  const utf8proc_uint8_t* const text = sqlite3_value_text(arguments[0]);
  if (text == nullptr) return sqlite3_result_null(context);
  answer(context, mapped(text, sqlite3_value_bytes(arguments[0]), letter));
}

/// Unicode's case folding: also "ß" and "SS" are equal.
void fold(sqlite3_context* context, int, sqlite3_value** arguments) {
  const utf8proc_uint8_t* const text = sqlite3_value_text(arguments[0]);
  if (text == nullptr) return sqlite3_result_null(context);
  const utf8proc_ssize_t size = sqlite3_value_bytes(arguments[0]);
  utf8proc_uint8_t* folded = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      text, size, &folded, static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_STABLE));
  if (length < 0) {
    answer(context, mapped(text, size, utf8proc_tolower));
  } else {
    sqlite3_result_text64(context, reinterpret_cast<const char*>(folded),
                          static_cast<sqlite3_uint64>(length), SQLITE_TRANSIENT,  // NOLINT
                          SQLITE_UTF8);
  }
  std::free(folded);  // NOLINT: utf8proc says so
}

std::string_view text_of(sqlite3_value* value) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// regexp(pattern, text). SQLite keeps a constant pattern compiled for the statement.
void regexp(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL ||
      sqlite3_value_type(arguments[1]) == SQLITE_NULL)
    return sqlite3_result_null(context);
  const auto* pattern = static_cast<const Pattern*>(sqlite3_get_auxdata(context, 0));
  std::unique_ptr<Pattern> made;
  try {
    if (pattern == nullptr) {
      made = std::make_unique<Pattern>(std::string(text_of(arguments[0])));
      pattern = made.get();
    }
    sqlite3_result_int(context, pattern->found_in(text_of(arguments[1])) ? 1 : 0);
  } catch (const std::exception& error) {
    return sqlite3_result_error(context, error.what(), -1);
  }
  if (made) {
    sqlite3_set_auxdata(context, 0, made.release(),
                        [](void* kept) { delete static_cast<Pattern*>(kept); });
  }
}

/// Whatever isn't changed by the order of keys, by blanks or by how a number is written.
nlohmann::json canonical(nlohmann::json json) {
  if (json.is_structured()) {
    for (nlohmann::json& each : json)
      each = canonical(std::move(each));
  } else if (json.is_number_float()) {
    const double number = json.get<double>();
    constexpr double exact = 9007199254740992;
    if (std::trunc(number) == number && std::abs(number) <= exact)
      return static_cast<std::int64_t>(number);
  }
  return json;
}

/// JSON that is equal where its values are. NULL for what is no JSON.
void json(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  nlohmann::json parsed = nlohmann::json::parse(text_of(arguments[0]), nullptr, false);
  if (parsed.is_discarded()) return sqlite3_result_null(context);
  answer(
      context,
      canonical(std::move(parsed)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

/// As PostgreSQL's @> has it: what is wanted is in what is there, at the same places; the order and
/// number of an array's items don't count, and a list has its items themselves.
bool contains(const nlohmann::json& whole, const nlohmann::json& part, bool outermost) {
  if (whole.is_object() && part.is_object()) {
    for (const auto& [key, wanted] : part.items()) {
      const auto found = whole.find(key);
      if (found == whole.end() || !contains(*found, wanted, false)) return false;
    }
    return true;
  }
  if (whole.is_array() && part.is_array()) {
    for (const nlohmann::json& wanted : part) {
      const bool there = std::any_of(whole.begin(), whole.end(), [&](const nlohmann::json& each) {
        return contains(each, wanted, false);
      });
      if (!there) return false;
    }
    return true;
  }
  if (outermost && whole.is_array() && part.is_primitive())
    return std::find(whole.begin(), whole.end(), part) != whole.end();
  return whole == part;
}

void json_contains(sqlite3_context* context, int, sqlite3_value** arguments) {
  std::array<nlohmann::json, 2> parsed;
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    if (sqlite3_value_type(arguments[i]) == SQLITE_NULL) return sqlite3_result_null(context);
    parsed[i] = nlohmann::json::parse(text_of(arguments[i]), nullptr, false);
    if (parsed[i].is_discarded()) return sqlite3_result_null(context);
  }
  sqlite3_result_int(context, contains(parsed[0], parsed[1], true) ? 1 : 0);
}

}  // namespace

void add_functions(sqlite3* db) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, auto function, int arguments = 1) {
    sqlite3_create_function_v2(db, name, arguments, flags, nullptr, function, nullptr, nullptr,
                               nullptr);
  };
  add("covet_lower", each_letter<utf8proc_tolower>);
  add("covet_upper", each_letter<utf8proc_toupper>);
  add("covet_fold", fold);
  add("covet_json", json);
  add("covet_json_contains", json_contains, 2);
  add("regexp", regexp, 2);
}

}  // namespace covet::sqlite
