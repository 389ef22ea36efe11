#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace covet::postgresql {

/// What libpq reports in one text, taken apart.
struct ServerMessage {
  std::string severity{};  ///< "ERROR", "NOTICE", in the server's language; "" where it isn't said
  std::string text;        ///< the primary message, one line, without "ERROR:"
  std::string detail;      ///< what stands behind DETAIL
  std::string hint;        ///< what stands behind HINT
  /// The byte in the statement that the server points at. libpqxx keeps the number to itself, so it
  /// is found by the excerpt and the caret beneath it.
  std::optional<std::size_t> offset;
};

ServerMessage parse_server_message(std::string_view report, std::string_view sql);

}  // namespace covet::postgresql
