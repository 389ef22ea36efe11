#pragma once

#include <memory>
#include <string>

#include "core/config/url.h"
#include "core/db/driver.h"

namespace covet::postgresql {

/// Opens a session; throws as Driver::connect does.
std::unique_ptr<Connection> open(const Url& url, const ConnectOptions& options);

}  // namespace covet::postgresql
