#include "cli/plan_sql.h"

#include <set>

#include "migrations/sql_split.h"

namespace covet::cli {

std::string plan_sql(const schema::Plan& plan, const Dialect& dialect) {
  std::string text;
  for (const schema::Step& step : plan.steps) {
    for (const std::string& statement : step.up.statements) {
      // What the splitter would cut inside needs the engine's other terminator.
      const bool whole =
          migrations::split_sql(statement + ";", dialect.lexical_rules()).size() == 1;
      text += whole ? statement + ";\n" : "DELIMITER //\n" + statement + "\n//\nDELIMITER ;\n";
    }
  }
  return text;
}

PlanCounts counts_of(const schema::Plan& plan) {
  PlanCounts counts;
  for (const schema::Step& step : plan.steps) {
    counts.up += step.up.statements.size();
    counts.down += step.down.statements.size();
  }
  return counts;
}

void say_notes(const Context& context, const schema::Plan& plan,
               const std::vector<std::string>& model_notes) {
  std::set<std::string> said;
  const auto say = [&](const std::string& note) {
    if (said.insert(note).second) context.note(note);
  };
  for (const std::string& note : model_notes)
    say(note);
  for (const schema::Step& step : plan.steps) {
    for (const std::string& note : step.up.notes)
      say(note);
  }
}

}  // namespace covet::cli
