#include "tests/support/queries.h"

#include <filesystem>

#include "core/base/strings.h"
#include "schema/diff.h"
#include "schema/from_models.h"
#include "tests/support/databases.h"
#include "tests/support/edits.h"
#include "tests/support/text_file.h"

namespace covet::tests {

std::string query_folder() {
  return std::string(COVET_SOURCE_DIR) + "/tests/golden/query";
}

std::vector<QueryCase> query_cases(const Txtar& file) {
  std::vector<QueryCase> cases;
  for (const Txtar::File& part : file.files) {
    if (part.name.find(": ") != std::string::npos) continue;
    const Txtar::File* const rows = file.find(part.name + ": rows");
    cases.push_back({part.name, part.text, rows == nullptr ? "" : rows->text});
  }
  return cases;
}

model::ModelSet query_models(const std::string& folder) {
  const std::vector<model::SourceText> sources{{"models.toml", read_text(folder + "/models.toml")}};
  return model::parse_models(sources);
}

void make_tables(Connection& connection, const schema::Backend& backend,
                 const model::ModelSet& models) {
  const auto ddl = backend.make_ddl(connection.server());
  const schema::Wanted wanted = schema::from_models(models, *ddl);
  const auto changes =
      schema::order(schema::diff({}, wanted.schema, wanted.options), {}, backend.dialect.facts());
  const schema::Rendered all = all_up(changes, {}, *ddl);
  run_statements(connection, backend, all.statements, all.foreign_keys_off);
}

void fill_tables(Connection& connection, const schema::Backend& backend,
                 const std::string& folder) {
  for (std::string line : split(read_text(folder + "/data.sql"), '\n')) {
    if (line.empty()) continue;
    if (backend.engine == "mysql") line = replace_all(line, "\"Membership\"", "`Membership`");
    if (backend.engine == "mysql") line = replace_all(line, "\"order\"", "`order`");
    connection.execute(line);
  }
}

}  // namespace covet::tests
