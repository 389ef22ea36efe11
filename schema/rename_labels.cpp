#include "schema/rename_labels.h"

#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::schema {
namespace {

using Renamed = std::vector<std::pair<std::string, std::string>>;

std::string literal(const std::string& text) {
  return "'" + replace_all(text, "'", "''") + "'";
}

/// How the tokens from `i` on go on: `::mood`, `::"Mood"[]`, `::other.mood`.
enum class Cast : std::uint8_t { none, value, array };

Cast cast_at(const std::vector<Token>& tokens, std::size_t i, const TableName& type) {
  const auto text = [&](std::size_t at) {
    return at < tokens.size() ? tokens[at].text : std::string_view();
  };
  if (text(i) == "::") {
    ++i;
  } else if (text(i) == ":" && text(i + 1) == ":") {
    i += 2;
  } else {
    return Cast::none;
  }
  if (text(i + 1) == ".") {
    if (unquote(tokens[i]) != type.schema) return Cast::none;
    i += 2;
  } else if (!type.schema.empty()) {
    return Cast::none;
  }
  if (i >= tokens.size() || unquote(tokens[i]) != type.name) return Cast::none;
  return text(i + 1) == "[" || text(i + 1) == "[]" ? Cast::array : Cast::value;
}

std::string new_label(const std::string& label, const Renamed& renamed) {
  for (const auto& [from, to] : renamed) {
    if (from == label) return to;
  }
  return label;
}

/// `'{sad,ok}'`; one with quotes inside stays as it is.
std::string new_array(std::string_view token, const Renamed& renamed) {
  const bool plain = token.size() >= 4 && token.starts_with("'{") && token.ends_with("}'") &&
                     token.find_first_of("\"\\") == std::string_view::npos;
  if (!plain) return std::string(token);
  std::vector<std::string> labels;
  for (const std::string& label : split(token.substr(2, token.size() - 4), ','))
    labels.push_back(new_label(label, renamed));
  return "'{" + join(labels, ",") + "}'";
}

std::string rename_in(const std::string& sql, const TableName& type, const Renamed& renamed) {
  if (sql.find('\'') == std::string::npos) return sql;
  LexicalRules rules;
  rules.escape_strings = true;
  const std::vector<Token> tokens = lex(sql, rules);
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = tokens[i].text;
    const Cast cast =
        tokens[i].kind == TokenKind::string ? cast_at(tokens, i + 1, type) : Cast::none;
    std::string text(token);
    if (cast == Cast::array) text = new_array(token, renamed);
    if (cast == Cast::value) {
      for (const auto& [from, to] : renamed) {
        if (token == literal(from)) text = literal(to);
      }
    }
    out += text;
  }
  return out;
}

}  // namespace

void rename_labels(Schema& schema, const AlterEnum& change) {
  if (change.renamed.empty()) return;
  const auto rename = [&](std::string& sql) {
    sql = rename_in(sql, change.from.name, change.renamed);
  };
  for (Table& table : schema.tables) {
    for (Column& column : table.columns) {
      if (column.default_sql) rename(*column.default_sql);
      if (column.generated) rename(column.generated->sql);
    }
    for (Check& check : table.checks)
      rename(check.sql);
    for (Index& index : table.indexes) {
      rename(index.where);
      for (IndexKey& key : index.keys)
        rename(key.sql);
    }
  }
}

}  // namespace covet::schema
