#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/imports/format.h"
#include "migrations/imports/formats.h"
#include "tests/support/lexical_rules.h"

namespace covet::migrations::imports {

/// Each file that the folder becomes, "== name" above its text; then the notes; or the faults.
inline std::string converted(std::vector<SourceFile> files, const Options& options = {},
                             const LexicalRules& rules = tests::postgresql_rules(),
                             std::string_view from = {}) {
  const Folder folder{"old", std::move(files)};
  std::string result;
  try {
    Conversion conversion = format_for(folder, from).read(folder, options);
    for (const ImportedFile& file : write_files(conversion, "", rules))
      result += "== " + file.name + " [" + file.key + "]\n" + file.text;
    for (const std::string& note : conversion.notes)
      result += "note: " + note + "\n";
  } catch (const Error& error) {
    if (error.diagnostics().empty()) return error.message() + " | " + error.hint();
    for (const Diagnostic& fault : error.diagnostics()) {
      EXPECT_FALSE(fault.help.empty()) << fault.message;
      result += fault.code + " " + fault.where.file + ":" + std::to_string(fault.where.line) + " " +
                fault.message + "\n";
    }
  }
  return result;
}

}  // namespace covet::migrations::imports
