#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/config/url.h"
#include "core/db/connection.h"

namespace covet {

struct ConnectOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds statement_timeout{0};  ///< zero: none
  std::chrono::milliseconds lock_timeout{0};       ///< zero: the server's
  /// A statement that takes longer costs the connection (Errc::connection), also where the server
  /// is frozen and answers nothing at all. Zero: wait for ever.
  std::chrono::milliseconds command_timeout{0};
  std::string application_name = "covet";
  /// Lets bulk() read local files, as the server asks for them (MySQL's LOAD DATA LOCAL). Only for
  /// servers that are trusted: one that isn't could ask for any file of this machine.
  bool local_files = false;
  /// Nothing may be written through this connection; the database itself enforces it (dry runs,
  /// reading commands).
  Access access = Access::read_write;
};

/// Opens connections. Stateless; safe from any thread.
class Driver {
 public:
  virtual ~Driver() = default;
  /// Throws Errc::connection (unreachable, no answer in time), Errc::login_refused (a wrong
  /// password, no such database, TLS that doesn't fit), Errc::too_many_connections, Errc::config
  /// for a URL that the engine cannot use. No message holds the password.
  virtual std::unique_ptr<Connection> connect(const Url& url,
                                              const ConnectOptions& options) const = 0;
};

}  // namespace covet
