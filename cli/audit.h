#pragma once

#include <optional>

#include "cli/context.h"
#include "cli/project.h"
#include "core/db/connection.h"
#include "core/record/audit.h"

namespace covet::cli {

/// The audit log that covet.toml asks for, for one command. Not to be moved, as its observer points
/// into it.
class CommandAudit {
 public:
  /// Makes the table where it is missing. The connection is in no transaction.
  CommandAudit(const Context& context, const Project& project, Connection& connection);
  CommandAudit(const CommandAudit&) = delete;
  CommandAudit& operator=(const CommandAudit&) = delete;

  /// Null where nothing is logged.
  record::Observer* observer() { return auditor_ ? &*auditor_ : nullptr; }

 private:
  std::optional<record::Audit> audit_;
  std::optional<record::Auditor> auditor_;
};

}  // namespace covet::cli
