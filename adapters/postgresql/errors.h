#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"

namespace covet::postgresql {

struct Failed {
  Error error;
  bool connection_lost = false;
};

/// Call it in a catch block: the exception being handled as covet's own. `cancelled`: somebody
/// asked for it, which the server's answer alone does not tell from a deadline. `committing`: the
/// statement was a COMMIT, so that a lost connection leaves its outcome unknown. `open`: the client
/// library still has the connection.
Failed translate_current(std::string_view sql, bool cancelled, bool committing, bool open);

/// The same for a connection that could not be opened.
Error translate_connect_failure(std::string_view target, std::string_view database);

}  // namespace covet::postgresql
