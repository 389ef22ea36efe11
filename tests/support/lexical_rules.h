#pragma once

#include "core/db/sql_lexer.h"

namespace covet::tests {

// The engines' rules, for tests that run without the engines; lexical_rules_test.cpp holds them
// against the adapters'.

inline LexicalRules postgresql_rules() {
  LexicalRules rules;
  rules.dollar_quotes = true;
  rules.nested_comments = true;
  rules.escape_strings = true;
  rules.copy_data = true;
  rules.meta_commands = true;
  rules.atomic_bodies = true;
  return rules;
}

inline LexicalRules mysql_rules() {
  LexicalRules rules;
  rules.backslash_escapes = true;
  rules.double_quoted_strings = true;
  rules.backtick_identifiers = true;
  rules.hash_comments = true;
  rules.dashes_need_space = true;
  rules.executable_comments = true;
  rules.delimiter_command = true;
  rules.routine_bodies = true;
  return rules;
}

inline LexicalRules sqlite_rules() {
  LexicalRules rules;
  rules.backtick_identifiers = true;
  rules.bracket_identifiers = true;
  rules.trigger_bodies = true;
  return rules;
}

}  // namespace covet::tests
