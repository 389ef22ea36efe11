#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace covet::mysql {

/// What the server, or the client library, said.
struct Refusal {
  int number = 0;     ///< 1062, 2013, …; 0: the connector's own
  std::string state;  ///< SQLSTATE
  std::string message;
};

/// Runs `work`. What the connector throws is given to `translate`, and its Error thrown.
void translated(const std::function<void()>& work,
                const std::function<Error(const Refusal&)>& translate);

/// The Error for a refused statement.
Error statement_error(const Refusal& refusal, std::string_view sql);

/// The Error for a connection that was not made: Errc::connection, login_refused or
/// too_many_connections. `target` says to where, without the password.
Error connect_error(const Refusal& refusal, std::string_view target, std::string_view database);

/// The byte of `sql` at which the server says it stopped understanding: "near '…' at line N".
std::optional<std::size_t> syntax_offset(std::string_view message, std::string_view sql);

}  // namespace covet::mysql
