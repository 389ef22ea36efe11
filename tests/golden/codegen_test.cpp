#include "cli/codegen/language.h"
#include "core/base/error.h"
#include "tests/support/golden.h"

// tests/golden/codegen: models, and the files that are made from them, in each language. That those
// of C++ compile is looked at by tests/codegen/compile.
namespace covet::tests {
namespace {

Txtar rewrite(const Txtar& given) {
  const std::string& toml = given.text("models.toml");
  Txtar made;
  made.comment = given.comment;
  made.set("models.toml", toml);
  const model::SourceText text{"models.toml", toml};
  const cli::codegen::Description description =
      cli::codegen::describe(model::parse_models(std::span(&text, 1)));
  std::string notes;
  for (const std::string& note : description.notes)
    notes += note + "\n";
  if (!notes.empty()) made.set("notes", notes);
  for (const cli::codegen::Language& language : cli::codegen::languages()) {
    try {
      for (const cli::codegen::Code& code : language.write(description, {}))
        made.set(std::string(language.name) + "/" + code.file, code.body);
    } catch (const Error& error) {
      std::string faults;
      for (const Diagnostic& fault : error.diagnostics())
        faults += fault.code + " line " + std::to_string(fault.where.line) + ": " + fault.message +
                  "\n  help: " + fault.help + "\n";
      made.set("refused: " + std::string(language.name), faults);
    }
  }
  return made;
}

const int registered = register_goldens("Codegen", "tests/golden/codegen", rewrite);

}  // namespace
}  // namespace covet::tests
