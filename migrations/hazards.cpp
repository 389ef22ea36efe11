#include "migrations/hazards.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/base/strings.h"
#include "core/db/token_reader.h"

namespace covet::migrations {
namespace {

using Hazards = std::vector<schema::Hazard>;

void read_names(TokenReader& tokens, const std::string& kind, Hazards& hazards) {
  do {
    tokens.take("ONLY");
    if (std::string name = tokens.take_name(); !name.empty()) {
      hazards.push_back({kind, std::move(name)});
    }
    tokens.take_symbol("*");
  } while (tokens.take_symbol(","));
}

void read_drop(TokenReader& tokens, Hazards& hazards) {
  if (tokens.take("TABLE") || tokens.take("TABLES")) {
    tokens.take_if_exists();
    read_names(tokens, "drop_table", hazards);
  } else if (tokens.take("SCHEMA") || tokens.take("DATABASE")) {
    tokens.take_if_exists();
    read_names(tokens, "drop_schema", hazards);
  }
}

/// One action of ALTER TABLE, behind DROP.
void read_dropped_part(TokenReader& tokens, const std::string& table, Hazards& hazards) {
  for (const std::string_view word : {"CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK",
                                      "EXPRESSION", "DEFAULT", "IDENTITY", "SYSTEM", "PERIOD"}) {
    if (tokens.sees(word)) return;
  }
  const bool partition = tokens.take("PARTITION");
  if (!partition) tokens.take("COLUMN");
  tokens.take_if_exists();
  if (std::string name = tokens.take_name(); !name.empty()) {
    hazards.push_back({partition ? "drop_partition" : "drop_column", table + "." + name});
  }
}

void read_alter_table(TokenReader& tokens, Hazards& hazards) {
  tokens.take_if_exists();
  tokens.take("ONLY");
  const std::string table = tokens.take_name();
  if (table.empty()) return;
  tokens.take_symbol("*");
  do {
    if (tokens.take("DROP")) {
      read_dropped_part(tokens, table, hazards);
    } else if (tokens.take("TRUNCATE")) {
      hazards.push_back({"truncate", table});
    }
  } while (tokens.skip_to_next_action());
}

void read_delete(TokenReader& tokens, Hazards& hazards) {
  for (const std::string_view word : {"LOW_PRIORITY", "QUICK", "IGNORE"})
    tokens.take(word);
  tokens.take("FROM");
  tokens.take("ONLY");
  std::string table = tokens.take_name();
  for (; !tokens.done(); tokens.skip()) {
    if (tokens.sees("WHERE")) return;
  }
  if (!table.empty()) hazards.push_back({"delete", std::move(table)});
}

/// What an executable comment holds: "/*!50003 DROP TABLE a */" → "DROP TABLE a".
std::string_view executable_text(std::string_view comment) {
  comment.remove_prefix(std::min(comment.find('!') + 1, comment.size()));
  comment.remove_prefix(std::min(comment.find_first_not_of("0123456789"), comment.size()));
  if (comment.ends_with("*/")) comment.remove_suffix(2);
  return comment;
}

bool may_be_a_hazard(const Token& token) {
  return is_word(token, "DROP") || is_word(token, "ALTER") || is_word(token, "TRUNCATE") ||
         is_word(token, "DELETE") || token.kind == TokenKind::executable;
}

/// The new name in ALTER TABLE … RENAME TO name; "" for any other statement.
std::string renamed_to(std::string_view statement, const LexicalRules& rules) {
  // As many as a table's qualified name and the new one take.
  const std::vector<Token> code = first_tokens(statement, 14, rules);
  TokenReader tokens(code);
  if (!tokens.take("ALTER") || !tokens.take("TABLE")) return {};
  tokens.take_if_exists();
  tokens.take_name();
  if (!tokens.take("RENAME") || !tokens.take("TO")) return {};
  return tokens.take_name();
}

}  // namespace

std::vector<schema::Hazard> hazards_of(std::string_view statement, const LexicalRules& rules) {
  Hazards hazards;
  if (statement.empty()) return hazards;
  const Token first = next_token(statement, 0, rules);
  if (first.kind != TokenKind::space && first.kind != TokenKind::comment &&
      !may_be_a_hazard(first)) {
    return hazards;  // a long INSERT is not worth its tokens
  }
  const std::vector<Token> code = lex_code(statement, rules);
  if (code.empty()) return hazards;
  if (code.front().kind == TokenKind::executable && code.front().text.starts_with("/*") &&
      code.front().text.find('!') < 4) {
    return hazards_of(trim(executable_text(code.front().text)), rules);
  }
  TokenReader tokens(code);
  if (tokens.take("DROP")) {
    read_drop(tokens, hazards);
  } else if (tokens.take("TRUNCATE")) {
    tokens.take("TABLE");
    read_names(tokens, "truncate", hazards);
  } else if (tokens.take("DELETE")) {
    read_delete(tokens, hazards);
  } else if (tokens.take("ALTER")) {
    for (const std::string_view word : {"ONLINE", "OFFLINE", "IGNORE"})
      tokens.take(word);
    if (tokens.take("TABLE")) read_alter_table(tokens, hazards);
  }
  return hazards;
}

void forget_rebuilds(std::vector<SqlStatement>& statements, const LexicalRules& rules) {
  std::vector<std::string> returning;
  for (auto statement = statements.rbegin(); statement != statements.rend(); ++statement) {
    if (std::string name = renamed_to(statement->text, rules); !name.empty()) {
      returning.push_back(std::move(name));
      continue;
    }
    std::erase_if(statement->hazards, [&](const schema::Hazard& hazard) {
      return hazard.kind == "drop_table" &&
             std::find(returning.begin(), returning.end(), hazard.object) != returning.end();
    });
  }
}

}  // namespace covet::migrations
