#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/model/model.h"
#include "tests/support/golden.h"

// tests/golden/messages: model files, and every fault that reading them finds.
namespace covet::tests {
namespace {

std::string shown(const Diagnostic& fault) {
  std::string text = fmt::format("error[{}]: {}\n  --> {}:{}:{}\n", fault.code, fault.message,
                                 fault.where.file, fault.where.line, fault.where.column);
  if (fault.where.line > 0) {
    const std::size_t marks = std::max<std::size_t>(fault.where.length, 1);
    text += fmt::format("   | {}\n   | {}{}{}{}\n", fault.excerpt,
                        std::string(fault.where.column - 1, ' '), std::string(marks, '^'),
                        fault.label.empty() ? "" : " ", fault.label);
  }
  for (const std::string& note : fault.notes)
    text += fmt::format("   = note: {}\n", note);
  if (!fault.help.empty()) text += fmt::format("   = help: {}\n", fault.help);
  return text;
}

std::string faults_of(const std::vector<model::SourceText>& files) {
  try {
    model::parse_models(files);
    return "none\n";
  } catch (const Error& error) {
    std::vector<std::string> texts;
    for (const Diagnostic& fault : error.diagnostics())
      texts.push_back(shown(fault));
    return join(texts, "\n");
  }
}

Txtar rewrite(const Txtar& given) {
  Txtar made = given;
  std::vector<model::SourceText> files;
  for (const Txtar::File& file : given.files) {
    if (file.name.ends_with(".toml")) files.push_back({file.name, file.text});
  }
  made.set("faults", faults_of(files));
  return made;
}

const int registered = register_goldens("Messages", "tests/golden/messages", rewrite);

}  // namespace
}  // namespace covet::tests
