#include "adapters/sqlite/values.h"

#include <limits>
#include <string_view>

#include <sqlite3.h>

#include "adapters/shared/value_text.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"

namespace covet::sqlite {
namespace {

/// Whether SQLite copies a text or blob, or reads it where it is.
using Keep = sqlite3_destructor_type;

int bind_text(sqlite3_stmt* statement, int index, std::string_view text, Keep keep) {
  return sqlite3_bind_text64(statement, index, text.data(), text.size(), keep, SQLITE_UTF8);
}

int bind_blob(sqlite3_stmt* statement, int index, const Bytes& bytes, Keep keep) {
  if (bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
  return sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), keep);
}

int bind_unsigned(sqlite3_stmt* statement, int index, std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw Error(Errc::usage, "SQLite has no integers above 9223372036854775807",
                "store the number as a Decimal");
  }
  return sqlite3_bind_int64(statement, index, static_cast<std::int64_t>(value));
}

}  // namespace

std::string stored_text(Date date) {
  return to_text(date);
}
std::string stored_text(TimeOfDay time) {
  return to_text(time);
}
std::string stored_text(Timestamp moment) {
  return adapters::date_time_text(moment);
}
std::string stored_text(const Uuid& uuid) {
  return to_text(uuid);
}

namespace {

int bind(sqlite3_stmt* statement, int index, const Value& value, Keep keep) {
  const auto copied = SQLITE_TRANSIENT;  // NOLINT
  return std::visit(overloaded{
                        [&](Null) { return sqlite3_bind_null(statement, index); },
                        [&](bool b) { return sqlite3_bind_int(statement, index, b ? 1 : 0); },
                        [&](std::int64_t n) { return sqlite3_bind_int64(statement, index, n); },
                        [&](std::uint64_t n) { return bind_unsigned(statement, index, n); },
                        [&](double d) { return sqlite3_bind_double(statement, index, d); },
                        [&](const Decimal& d) { return bind_text(statement, index, d.text, keep); },
                        [&](const std::string& s) { return bind_text(statement, index, s, keep); },
                        [&](const Bytes& b) { return bind_blob(statement, index, b, keep); },
                        [&](const Json& j) { return bind_text(statement, index, j.text, keep); },
                        [&](const auto& other) {
                          return bind_text(statement, index, stored_text(other), copied);
                        },
                    },
                    value);
}

}  // namespace

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  return bind(statement, index, value, SQLITE_TRANSIENT);  // NOLINT
}

int bind_in_place(sqlite3_stmt* statement, int index, const Value& value) {
  return bind(statement, index, value, SQLITE_STATIC);
}

std::shared_ptr<const std::vector<std::string>> column_names(sqlite3_stmt* statement) {
  auto names = std::make_shared<std::vector<std::string>>();
  const int count = statement == nullptr ? 0 : sqlite3_column_count(statement);
  for (int i = 0; i < count; ++i)
    names->emplace_back(sqlite3_column_name(statement, i));
  return names;
}

void read_into(Value& value, sqlite3_stmt* statement, int column) {
  auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || sqlite3_column_type(statement, column) != SQLITE_TEXT) {
    value = read(statement, column);
    return;
  }
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  text->assign(data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

Value read(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return std::string(text, size);
    }
    case SQLITE_BLOB: {
      const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return data == nullptr ? Bytes{} : Bytes(data, data + size);
    }
    default:
      return Null{};
  }
}

}  // namespace covet::sqlite
