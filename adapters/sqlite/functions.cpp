#include "adapters/sqlite/functions.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

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

}  // namespace

void add_functions(sqlite3* db) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, auto function) {
    sqlite3_create_function_v2(db, name, 1, flags, nullptr, function, nullptr, nullptr, nullptr);
  };
  add("covet_lower", each_letter<utf8proc_tolower>);
  add("covet_upper", each_letter<utf8proc_toupper>);
  add("covet_fold", fold);
  sqlite3_create_function_v2(db, "regexp", 2, flags, nullptr, regexp, nullptr, nullptr, nullptr);
}

}  // namespace covet::sqlite
