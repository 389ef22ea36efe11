#pragma once

#include <optional>
#include <string>

#include "migrations/migration.h"

namespace covet::migrations {

/// What is wrong with an option of a section's mark.
struct OptionFault {
  std::string message;
  std::string help;
  std::string label{};  ///< what may have been meant
};

/// Reads "transaction=none", "lock_timeout=5s" and their like, as they stand behind `-- covet:up`,
/// into `section`.
std::optional<OptionFault> read_section_option(const std::string& option, Section& section);

}  // namespace covet::migrations
