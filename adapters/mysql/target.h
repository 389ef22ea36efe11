#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/db/driver.h"

namespace covet::mysql {

enum class Tls : std::uint8_t {
  disable,
  prefer,   ///< encrypted if the server offers it; the usual one
  require,  ///< encrypted, whoever answers
  verify,   ///< encrypted, and the certificate bears the host's name (verify-ca means this too)
};

/// A URL understood: where to, and how.
struct Target {
  std::string address;  ///< as the connector wants it: tcp://host:port, unix:///path
  std::string display;  ///< "db.example.com:3306", without user and password
  std::string user;
  std::string password;
  std::string database;
  Tls tls = Tls::prefer;
  std::string ca_file, certificate_file, key_file;
  ConnectOptions options{};  ///< the caller's, where the URL says nothing else
  std::chrono::milliseconds read_timeout{0};
};

/// Throws Error{config} for parameters that are unknown or make no sense.
Target target_of(const Url& url, const ConnectOptions& options);

}  // namespace covet::mysql
