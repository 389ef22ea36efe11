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
  std::string application_name = "covet";
  /// Nothing may be written through this connection; the database itself enforces it (dry runs,
  /// reading commands).
  Access access = Access::read_write;
};

/// Opens connections. Stateless; safe from any thread.
class Driver {
 public:
  virtual ~Driver() = default;
  /// Throws Errc::connection (unreachable, refused, bad password), Errc::timeout never (it is a
  /// connection error here), Errc::config for a URL that the engine cannot use. No message holds
  /// the password.
  virtual std::unique_ptr<Connection> connect(const Url& url,
                                              const ConnectOptions& options) const = 0;
};

}  // namespace covet
