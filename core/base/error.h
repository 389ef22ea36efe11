#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace covet {

/// What went wrong, seen from what a caller would do differently about it.
enum class Errc : std::uint8_t {
  // ours
  usage,        ///< the command line or a call makes no sense
  config,       ///< covet.toml, a URL, an environment variable
  model,        ///< a model file; `diagnostics()` lists every fault
  parse,        ///< a migration file or another text could not be read
  io,           ///< a file or folder
  not_found,    ///< something that was named does not exist
  unsupported,  ///< the engine (or this build) cannot do it
  internal,     ///< a bug in covet
  cancelled,    ///< somebody asked to stop
  // the server's
  connection,            ///< could not connect, or the connection was lost
  login_refused,         ///< the server answers, but lets this user, host or database not in
  circuit_open,          ///< not tried, as too many attempts to connect have failed
  too_many_connections,  ///< could not connect, as the server has no room just now
  timeout,               ///< a deadline passed; the statement did not take effect
  in_doubt,              ///< the connection was lost during COMMIT: the outcome is unknown
  permission,
  read_only,
  syntax,
  unique_violation,
  foreign_key_violation,
  not_null_violation,
  check_violation,
  deadlock,
  serialization,
  lock_timeout,
  undefined_object,  ///< a table, column, type, … that isn't there
  duplicate_object,  ///< one that is there already
  statement,         ///< any other refusal by the server
  // migrations
  lock_held,         ///< another covet holds the migration lock
  refused,           ///< destructive or protected, and nobody approved
  history_mismatch,  ///< an applied file was edited or is missing
};

/// The snake_case name of `code`, as `--json` prints it.
std::string_view name_of(Errc code);

/// True where trying the same thing again may succeed: deadlock, serialization, connection,
/// too_many_connections, lock_timeout. Never for in_doubt.
bool is_transient(Errc code);

/// True where no database answered: connection, too_many_connections, login_refused, circuit_open.
bool is_unreachable(Errc code);

/// A place in a text file. Lines and columns count from 1, columns and lengths in code points; line
/// 0: whole file.
struct SourceSpan {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 0;
  bool operator==(const SourceSpan&) const = default;
};

/// The statement that a server refused.
struct SqlContext {
  std::string sql;
  std::string state;                  ///< SQLSTATE, or the engine's own code as text
  std::optional<std::size_t> offset;  ///< byte in `sql` that the server points at
};

enum class Severity : std::uint8_t { error, warning, note };

/// One fault of something a person wrote, ready to be shown with its line and a caret.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< "CV101"
  std::string message;  ///< one sentence, lower case, no full stop
  SourceSpan where;
  std::string excerpt;  ///< the source line at `where`, without its line end
  std::string label;    ///< what to write beside the caret; may be empty
  std::vector<std::string> notes;
  std::string help;  ///< the way out
};

/// The one exception type of covet. `what()` is the message.
class Error : public std::exception {
 public:
  Error(Errc code, std::string message, std::string hint = {});

  Error&& with(SqlContext sql) &&;
  Error&& with(std::vector<Diagnostic> diagnostics) &&;
  Error&& with_hint(std::string hint) &&;

  Errc code() const noexcept { return code_; }
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const noexcept { return message_; }
  /// What the user can do about it; shown behind "help:".
  const std::string& hint() const noexcept { return hint_; }
  const std::optional<SqlContext>& sql() const noexcept { return sql_; }
  /// Every fault that was found, in file order; empty for errors that are not about a file.
  const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  Errc code_;
  std::string message_;
  std::string hint_;
  std::optional<SqlContext> sql_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace covet
