#include "cli/audit.h"

#include "cli/run_migrations.h"

namespace covet::cli {

CommandAudit::CommandAudit(const Context& context, const Project& project, Connection& connection) {
  const auto& wanted = project.config.audit;
  if (!wanted) return;
  std::string who = config::expand(wanted->who, context.environment);
  if (who.empty()) who = context.environment("COVET_USER").value_or("");
  if (who.empty()) who = who_runs(context);
  record::Audit::create_table(connection);
  audit_.emplace(
      record::AuditOptions{
          .models = wanted->models, .exclude = wanted->exclude, .masked = wanted->masked},
      context.clock);
  auditor_.emplace(*audit_, std::move(who));
}

}  // namespace covet::cli
