#include "tests/support/queries.h"

#include <filesystem>

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

}  // namespace covet::tests
