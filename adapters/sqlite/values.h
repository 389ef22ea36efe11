#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/value.h"

struct sqlite3_stmt;

namespace covet::sqlite {

/// How a time or a UUID stands in a SQLite column: as CURRENT_TIMESTAMP writes it, "2026-11-20
/// 09:30:00", in UTC.
std::string stored_text(Date date);
std::string stored_text(TimeOfDay time);
std::string stored_text(Timestamp moment);
std::string stored_text(const Uuid& uuid);

/// Binds parameter `index`, from 1. Returns SQLite's code; throws Error{usage} for a value SQLite
/// has no room for.
int bind(sqlite3_stmt* statement, int index, const Value& value);
/// The same without copies of texts and blobs: `value` must live until the statement was stepped.
int bind_in_place(sqlite3_stmt* statement, int index, const Value& value);

/// The names of a result's columns; none for null.
std::shared_ptr<const std::vector<std::string>> column_names(sqlite3_stmt* statement);

/// The value of column `column`, from 0, by its storage class: what the declared type says is not
/// looked at.
Value read(sqlite3_stmt* statement, int column);
/// The same into a value that was there before, whose memory is used again.
void read_into(Value& value, sqlite3_stmt* statement, int column);

}  // namespace covet::sqlite
