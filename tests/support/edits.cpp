#include "tests/support/edits.h"

#include "core/base/error.h"
#include "schema/plan.h"

namespace covet::tests {
namespace {

void append(schema::Rendered& all, const schema::Rendered& part) {
  all.statements.insert(all.statements.end(), part.statements.begin(), part.statements.end());
  all.foreign_keys_off = all.foreign_keys_off || part.foreign_keys_off;
}

}  // namespace

std::string edit_folder() {
  return "tests/golden/ddl";
}

schema::Wanted wanted(const std::string& toml, const schema::Ddl& ddl) {
  const std::vector<model::SourceText> files{{"models.toml", toml}};
  return schema::from_models(model::parse_models(files), ddl);
}

std::string refusal(const std::string& toml, const schema::Ddl& ddl) {
  try {
    wanted(toml, ddl);
    return {};
  } catch (const Error& error) {
    return error.diagnostics().empty()
               ? error.message()
               : error.diagnostics().front().code + ": " + error.diagnostics().front().message;
  }
}

std::string told(const std::vector<schema::Change>& changes) {
  std::string text;
  for (const schema::Change& change : changes)
    text += "  " + schema::describe(change) + "\n";
  return text;
}

std::string script(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements)
    text += statement + ";\n";
  return text;
}

schema::Rendered all_up(const std::vector<schema::Change>& ordered, const schema::Schema& before,
                        const schema::Ddl& ddl) {
  schema::Rendered all;
  for (const schema::Step& step : schema::plan(before, ordered, ddl).steps)
    append(all, step.up);
  return all;
}

schema::Rendered all_down(const std::vector<schema::Change>& ordered, const schema::Schema& before,
                          const schema::Ddl& ddl) {
  schema::Rendered all;
  const schema::Plan plan = schema::plan(before, ordered, ddl);
  for (auto step = plan.steps.rbegin(); step != plan.steps.rend(); ++step)
    append(all, step->down);
  return all;
}

}  // namespace covet::tests
