#include <string>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/sql_split.h"
#include "tests/support/golden.h"
#include "tests/support/lexical_rules.h"

namespace covet::tests {
namespace {

std::string print(const Diagnostic& fault) {
  std::string text = fault.code + " " + std::to_string(fault.where.line) + ":" +
                     std::to_string(fault.where.column) + " " + fault.message + "\n";
  text += fault.excerpt + "\n";
  text += std::string(fault.where.column - 1, ' ') + std::string(fault.where.length, '^') + "\n";
  return text + "help: " + fault.help + "\n";
}

/// Each statement behind a line with its place, or the faults.
std::string split(const std::string& sql, const LexicalRules& rules) {
  std::string out;
  try {
    for (const auto& statement : migrations::split_sql(sql, rules)) {
      const LineColumn at = line_column(sql, statement.offset);
      out += "== " + std::to_string(at.line) + ":" + std::to_string(at.column) + "\n";
      out += std::string(statement.text) + "\n";
    }
  } catch (const Error& error) {
    for (const Diagnostic& fault : error.diagnostics())
      out += print(fault);
  }
  return out;
}

Rewrite with(const LexicalRules& rules) {
  return [rules](const Txtar& given) {
    Txtar result = given;
    result.set("out", split(given.text("in.sql"), rules));
    return result;
  };
}

const int postgresql =
    register_goldens("split_postgresql", "tests/golden/split/postgresql", with(postgresql_rules()));
const int mysql = register_goldens("split_mysql", "tests/golden/split/mysql", with(mysql_rules()));
const int sqlite =
    register_goldens("split_sqlite", "tests/golden/split/sqlite", with(sqlite_rules()));

}  // namespace
}  // namespace covet::tests
