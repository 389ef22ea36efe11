#pragma once

#include <map>
#include <string>
#include <string_view>

namespace covet::postgresql {

/// CREATE DOMAIN taken apart.
struct DomainText {
  std::string base;  ///< type and collation
  std::string default_sql;
  bool not_null = false;
  std::map<std::string, std::string> constraints;  ///< name → CHECK (…); unnamed ones under ""
};
DomainText parse_domain(std::string_view sql);

}  // namespace covet::postgresql
