#pragma once

#include <string>

#include "core/config/url.h"
#include "core/db/driver.h"

namespace covet::postgresql {

/// A URL as libpq takes it.
struct Conninfo {
  std::string text;         ///< key='value' …; holds the password
  std::string search_path;  ///< the URL's `search_path`, quoted; libpq has no such key word
  std::string target;       ///< "db.internal:5432", for messages
  std::string database;
};

/// Parameters of the URL stand above `options`. Throws Error{config} for a parameter that libpq
/// doesn't know.
Conninfo make_conninfo(const Url& url, const ConnectOptions& options);

}  // namespace covet::postgresql
