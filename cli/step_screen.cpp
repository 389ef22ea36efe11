#include "cli/step_screen.h"

#include <utility>
#include <vector>

#include "core/base/error.h"
#include "migrations/query_step.h"
#include "migrations/segments.h"
#include "migrations/statements.h"

namespace covet::cli {

using migrations::SqlStatement;

ShownSteps show_steps(const migrations::RunPlan& plan, migrations::LiveSteps& steps,
                      const LexicalRules& rules) {
  ShownSteps shown;
  bool changed = false;  // the schema, before this statement
  for (const migrations::Run& run : plan.runs) {
    const std::vector<SqlStatement>& statements = migrations::section_of(run).statements;
    for (std::size_t i = run.first_statement; i < statements.size(); ++i) {
      const SqlStatement& statement = statements[i];
      if (!statement.query) {
        changed = changed || migrations::may_change_schema(statement, rules);
        continue;
      }
      ShownStep& step = shown[&statement];
      try {
        migrations::StepSql made = changed ? steps.planned(statement) : steps.of(statement);
        step.sql = std::move(made.sql);
        if (made.planned)
          step.remark = "by the models as they are now: what it names isn't in the database yet";
      } catch (const Error& error) {
        if (error.diagnostics().empty()) throw;
        if (changed) {
          step.remark = "can't be shown before the statements above have run: " + error.message();
          continue;
        }
        throw Error(error.code(), error.message(), error.hint())
            .with({migrations::in_file(error.diagnostics().front(), *run.migration, statement.line,
                                       statement.column)});
      }
    }
  }
  return shown;
}

}  // namespace covet::cli
