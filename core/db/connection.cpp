#include "core/db/connection.h"

namespace covet {

std::string ServerInfo::display() const {
  // "10.11.19-MariaDB", "15.6 (Debian 15.6-1.pgdg120+1)": what comes behind is the packager's.
  const std::string number = version.substr(0, version.find_first_of("- (+~"));
  return number.empty() ? vendor : vendor + ' ' + number;
}

}  // namespace covet
