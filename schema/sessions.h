#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/db/connection.h"

namespace covet::schema {

/// The server's sessions, as far as whoever runs migrations must know of them. This one is for
/// engines whose sessions end with their process.
class Sessions {
 public:
  virtual ~Sessions() = default;
  /// A name for the session of `connection` that no other ever has, also after a restart of the
  /// server; "" where there are none. At most 255 characters.
  virtual std::string identify(Connection& /*connection*/) const { return {}; }
  /// What the session `id` does now, for people; nullopt: it has ended.
  virtual std::optional<std::string> find(Connection& /*connection*/,
                                          const std::string& /*id*/) const {
    return std::nullopt;
  }
  /// Ends it; nothing where it has ended. Throws Error{permission} where the role may not.
  virtual void end(Connection& /*connection*/, const std::string& /*id*/) const {}
  /// Those who hold what the session `id` waits for, for people, as far as the server tells.
  virtual std::vector<std::string> blockers(Connection& /*connection*/,
                                            const std::string& /*id*/) const {
    return {};
  }
};

inline const Sessions& no_sessions() {
  static const Sessions instance;
  return instance;
}

}  // namespace covet::schema
