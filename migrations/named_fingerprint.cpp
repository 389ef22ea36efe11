#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/sha256.h"
#include "core/base/strings.h"
#include "migrations/run_context.h"

namespace covet::migrations {
namespace {

/// Every name that the statement may mean, key words too: they name nothing. Qualified names stand
/// whole and in parts.
std::set<std::string> names_in(std::string_view statement, const LexicalRules& rules) {
  std::set<std::string> names;
  std::string whole;
  bool after_dot = false;
  for (const Token& token : lex_code(statement, rules)) {
    if (token.kind == TokenKind::word || token.kind == TokenKind::quoted) {
      const std::string name = unquote(token);
      whole = after_dot ? whole + "." + name : name;
      for (const std::string& spelled : {name, whole}) {
        names.insert(spelled);
        // Bare words fold, and some servers fold quoted ones.
        names.insert(to_lower(spelled));
      }
    }
    after_dot = token.kind == TokenKind::symbol && token.text == ".";
  }
  return names;
}

}  // namespace

std::string fingerprint_of_named(const RunContext& context, const SqlStatement& statement) {
  std::set<std::string> names =
      names_in(statement.text, context.connection.dialect().lexical_rules());
  const std::vector<std::string> named(names.begin(), names.end());
  for (std::string& owner : context.backend.guard.owners(context.connection, named))
    names.insert(std::move(owner));
  schema::Scope scope = context.options.scope;
  scope.ignore.clear();
  scope.only.assign(names.begin(), names.end());
  schema::Schema schema = context.backend.inspector.inspect(context.connection, scope);
  schema::sort(schema);
  std::string text = schema::canonical_text(schema);
  for (const schema::Object& object : schema.unmanaged) {
    if (!names.contains(object.name.name) && !names.contains(object.table)) continue;
    for (const std::string& part : {object.kind, object.name.display(), object.table, object.sql}) {
      text += '\n' + std::to_string(part.size()) + ' ' + part;
    }
  }
  return "sha256:" + sha256_hex(text);
}

}  // namespace covet::migrations
