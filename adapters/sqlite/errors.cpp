#include "adapters/sqlite/errors.h"

#include <cerrno>
#include <cstring>
#include <iterator>
#include <string>

#include <fmt/core.h>
#include <sqlite3.h>

namespace covet::sqlite {
namespace {

struct Meaning {
  Errc code;
  std::string_view hint;
};

constexpr std::string_view full_disk_hint =
    "the disk is full, and the transaction was undone: make room and run it again";
constexpr std::string_view busy_hint =
    "another process has the database open for writing: wait for it, or give it longer with "
    "lock_timeout";

Meaning constraint_meaning(int code, std::string_view message) {
  // ON DELETE RESTRICT is a trigger to the library.
  if (code == SQLITE_CONSTRAINT_TRIGGER && message == "FOREIGN KEY constraint failed") {
    return {Errc::foreign_key_violation,
            "other rows refer to it, and their key says RESTRICT: change those first"};
  }
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {Errc::unique_violation,
              "two rows would have the same key: look for the duplicates first"};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return {Errc::foreign_key_violation,
              "PRAGMA foreign_key_check lists the rows that refer to nothing"};
    case SQLITE_CONSTRAINT_NOTNULL:
      return {Errc::not_null_violation, "give the column a default, or fill the rows first"};
    case SQLITE_CONSTRAINT_CHECK:
      return {Errc::check_violation, "mend the rows that break the condition first"};
    case SQLITE_CONSTRAINT_DATATYPE:
      return {Errc::check_violation, "the table is STRICT: the value is not of the column's type"};
    default:
      return {Errc::statement, ""};
  }
}

/// SQLite has one code, SQLITE_ERROR, for a mistyped word, a missing table and much else; only the
/// message tells.
Meaning message_meaning(std::string_view message) {
  const auto has = [&](std::string_view part) {
    return message.find(part) != std::string_view::npos;
  };
  if (has("syntax error") || has("incomplete input") || has("unrecognized token")) {
    return {Errc::syntax, ""};
  }
  if (has("no such table: ") || has("no such column: ") || has(" has no column named ") ||
      has("no such index: ") || has("no such view: ") || has("no such trigger: ") ||
      has("no such function: ") || has("no such collation sequence: ") || has("no such module: ")) {
    return {Errc::undefined_object, ""};
  }
  if (has("already exists") || has("duplicate column name") ||
      has("already another table or index")) {
    return {Errc::duplicate_object, ""};
  }
  return {Errc::statement, ""};
}

/// SQLite says "disk I/O error" for much that the system said more of.
bool system_tells_more(int code) {
  const int kind = code & 0xff;
  return kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN;
}

Meaning meaning_of(int code, std::string_view message, int system_error) {
  if (system_tells_more(code)) {
    if (system_error == ENOSPC || system_error == EDQUOT) return {Errc::io, full_disk_hint};
    if (system_error == EROFS) {
      return {Errc::read_only, "the file system may only be read: put the database elsewhere"};
    }
  }
  if (code == SQLITE_BUSY_SNAPSHOT) {
    return {Errc::serialization, "another process wrote in between: begin the transaction again"};
  }
  switch (code & 0xff) {
    case SQLITE_ERROR:
      return message_meaning(message);
    case SQLITE_CONSTRAINT:
      return constraint_meaning(code, message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::lock_timeout, busy_hint};
    case SQLITE_INTERRUPT:
      return {Errc::cancelled, ""};
    case SQLITE_READONLY:
      return {Errc::read_only,
              "the file, its folder or this connection may only be read: see who may write there"};
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Errc::permission, "see who may read and write the file and its folder"};
    case SQLITE_CANTOPEN:
      return {Errc::connection, "see that the folder exists and may be written"};
    case SQLITE_NOTADB:
      return {
          Errc::connection,
          "the file is no SQLite database, or is encrypted: see that the URL names the right file"};
    case SQLITE_CORRUPT:
      return {Errc::io,
              "the file is damaged: restore a backup, or save what is left with `sqlite3 FILE "
              ".recover`"};
    case SQLITE_FULL:
      return {Errc::io, full_disk_hint};
    case SQLITE_IOERR:
      return {Errc::io, "the disk or the network folder failed; the transaction was undone"};
    case SQLITE_MISMATCH:
      return {Errc::check_violation, "an INTEGER PRIMARY KEY holds integers only"};
    default:
      return {Errc::statement, ""};
  }
}

/// The library's own name of a result code, which it can't tell itself.
std::string_view name_of_code(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_CHECK:
      return "SQLITE_CONSTRAINT_CHECK";
    case SQLITE_CONSTRAINT_DATATYPE:
      return "SQLITE_CONSTRAINT_DATATYPE";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return "SQLITE_CONSTRAINT_FOREIGNKEY";
    case SQLITE_CONSTRAINT_NOTNULL:
      return "SQLITE_CONSTRAINT_NOTNULL";
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return "SQLITE_CONSTRAINT_PRIMARYKEY";
    case SQLITE_CONSTRAINT_ROWID:
      return "SQLITE_CONSTRAINT_ROWID";
    case SQLITE_CONSTRAINT_TRIGGER:
      return "SQLITE_CONSTRAINT_TRIGGER";
    case SQLITE_CONSTRAINT_UNIQUE:
      return "SQLITE_CONSTRAINT_UNIQUE";
    case SQLITE_BUSY_SNAPSHOT:
      return "SQLITE_BUSY_SNAPSHOT";
    default:
      break;
  }
  constexpr std::string_view primary[] = {"",
                                          "SQLITE_ERROR",
                                          "SQLITE_INTERNAL",
                                          "SQLITE_PERM",
                                          "SQLITE_ABORT",
                                          "SQLITE_BUSY",
                                          "SQLITE_LOCKED",
                                          "SQLITE_NOMEM",
                                          "SQLITE_READONLY",
                                          "SQLITE_INTERRUPT",
                                          "SQLITE_IOERR",
                                          "SQLITE_CORRUPT",
                                          "SQLITE_NOTFOUND",
                                          "SQLITE_FULL",
                                          "SQLITE_CANTOPEN",
                                          "SQLITE_PROTOCOL",
                                          "SQLITE_EMPTY",
                                          "SQLITE_SCHEMA",
                                          "SQLITE_TOOBIG",
                                          "SQLITE_CONSTRAINT",
                                          "SQLITE_MISMATCH",
                                          "SQLITE_MISUSE",
                                          "SQLITE_NOLFS",
                                          "SQLITE_AUTH",
                                          "SQLITE_FORMAT",
                                          "SQLITE_RANGE",
                                          "SQLITE_NOTADB"};
  const auto kind = static_cast<std::size_t>(code & 0xff);
  return kind < std::size(primary) ? primary[kind] : "SQLITE_ERROR";
}

std::string message_of(sqlite3* db, int code) {
  std::string message = sqlite3_errmsg(db);
  const int system_error = sqlite3_system_errno(db);
  if (system_tells_more(code) && system_error != 0) {
    message += fmt::format(" ({})", std::strerror(system_error));
  }
  return message;
}

}  // namespace

Error error_from(sqlite3* db, int code, std::string_view sql) {
  const std::string message = message_of(db, code);
  const Meaning meaning = meaning_of(code, message, sqlite3_system_errno(db));
  SqlContext context{std::string(sql), std::string(name_of_code(code)), std::nullopt};
  if (const int offset = sqlite3_error_offset(db); offset >= 0) {
    context.offset = static_cast<std::size_t>(offset);
  }
  return Error(meaning.code, message, std::string(meaning.hint)).with(std::move(context));
}

Error open_error(sqlite3* db, int code, std::string_view path) {
  const std::string message = db == nullptr ? "out of memory" : message_of(db, code);
  const Meaning meaning = meaning_of(code, message, db == nullptr ? 0 : sqlite3_system_errno(db));
  return Error(Errc::connection, fmt::format("can't open {}: {}", path, message),
               std::string(meaning.hint));
}

}  // namespace covet::sqlite
