#include "adapters/mysql/object_text.h"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "adapters/mysql/definer.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::vector<Token> tokens_of(std::string_view sql) {
  return lex_code(sql, dialect().lexical_rules());
}

std::size_t end_of(const Token& token) {
  return token.offset + token.text.size();
}

/// The text without [from, to).
std::string cut_out(std::string_view text, std::size_t from, std::size_t to) {
  return std::string(text.substr(0, from)) + std::string(text.substr(to));
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\r\n", at);
  return next == std::string_view::npos ? text.size() : next;
}

bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x7f; });
}

/// The token of ROW in FOR EACH ROW, or the end.
std::vector<Token>::const_iterator find_row(const std::vector<Token>& tokens) {
  for (auto it = tokens.begin(); it != tokens.end(); ++it) {
    const bool each = is_word(*it, "EACH") && it + 1 != tokens.end() && is_word(*(it + 1), "ROW");
    if (each) return it + 1;
  }
  return tokens.end();
}

struct Place {
  std::size_t from, to;  ///< of the clause, from the end of ROW
  std::string word, other;
};

std::optional<Place> place_of(std::string_view create) {
  const std::vector<Token> tokens = tokens_of(create);
  const auto row = find_row(tokens);
  if (tokens.end() - row < 3) return std::nullopt;
  const Token& word = *(row + 1);
  if (!is_word(word, "FOLLOWS") && !is_word(word, "PRECEDES")) return std::nullopt;
  const Token& other = *(row + 2);
  return Place{end_of(*row), end_of(other), to_upper(word.text), unquote(other)};
}

/// Where an event's status stands, or would: from, to.
std::pair<std::size_t, std::size_t> status_span(std::string_view create) {
  const std::vector<Token> tokens = tokens_of(create);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_word(tokens[i], "DO") || is_word(tokens[i], "COMMENT"))
      return {tokens[i].offset, tokens[i].offset};
    if (is_word(tokens[i], "ENABLE")) return {tokens[i].offset, end_of(tokens[i])};
    if (!is_word(tokens[i], "DISABLE")) continue;
    const bool on = i + 2 < tokens.size() && is_word(tokens[i + 1], "ON");
    return {tokens[i].offset, end_of(tokens[on ? i + 2 : i])};
  }
  return {create.size(), create.size()};
}

}  // namespace

std::string settings_for(const CreatedUnder& under, std::string_view create,
                         const ServerInfo& server) {
  std::string text;
  const std::string usual_mode = usual_sql_mode(server);
  if (under.sql_mode && *under.sql_mode != usual_mode)
    text += "SET sql_mode = " + quoted_text(*under.sql_mode) + ";\n";
  const bool usual = under.charset == "utf8mb4" && under.collation == default_collation(server);
  // Sent in another character set, letters beyond ASCII would become others.
  const bool sendable = is_ascii(create) || under.charset.starts_with("utf8");
  if (!under.charset.empty() && !usual && sendable) {
    // The two may have been set one by one.
    const char* form = charset_of(under.collation) == under.charset
                           ? "SET NAMES {} COLLATE {};\n"
                           : "SET NAMES {};\nSET collation_connection = {};\n";
    text += fmt::format(fmt::runtime(form), under.charset, under.collation);
  }
  if (!under.time_zone.empty() && under.time_zone != "+00:00")
    text += "SET time_zone = " + quoted_text(under.time_zone) + ";\n";
  return text;
}

ObjectText take_apart(std::string_view sql) {
  ObjectText text;
  sql = trim(sql);
  const std::vector<Token> tokens = tokens_of(sql);
  std::size_t from = 0;
  for (auto it = tokens.begin(); it != tokens.end() && is_word(*it, "SET");) {
    const auto end =
        std::find_if(it, tokens.end(), [](const Token& token) { return token.text == ";"; });
    if (end == tokens.end()) break;
    text.settings.emplace_back(trim(sql.substr(it->offset, end->offset - it->offset)));
    from = end_of(*end);
    it = end + 1;
  }
  text.create = std::string(trim(sql.substr(from)));
  return text;
}

std::string ObjectText::with_settings() const {
  std::string text;
  for (const std::string& setting : settings)
    text += setting + ";\n";
  return text + create;
}

std::string without_database(std::string_view create, const std::string& database) {
  const std::string prefix = dialect().quote(database);
  if (create.find(prefix + ".") == std::string_view::npos) return std::string(create);
  std::string text;
  std::size_t kept = 0;
  const std::vector<Token> tokens = tokens_of(create);
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool prefixes = tokens[i].text == prefix && tokens[i + 1].text == "." &&
                          (i == 0 || tokens[i - 1].text != ".");
    if (!prefixes) continue;
    text += create.substr(kept, tokens[i].offset - kept);
    kept = end_of(tokens[i + 1]);
  }
  return text + std::string(create.substr(kept));
}

std::string view_text(std::string_view create) {
  std::string text = without_definer(create);
  text = replace_all(std::move(text), "CREATE ALGORITHM=UNDEFINED ", "CREATE ");
  const std::size_t view = text.find("VIEW ");
  const std::size_t usual = text.find("SQL SECURITY DEFINER ");
  if (usual < view) text.erase(usual, std::string_view("SQL SECURITY DEFINER ").size());
  int depth = 0;
  for (const Token& token : tokens_of(text)) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (depth > 0 || !is_word(token, "AS")) continue;
    const std::size_t end = end_of(token);
    return text.substr(0, end) + "\n" + std::string(trim(std::string_view(text).substr(end)));
  }
  return text;
}

std::string with_place(std::string_view create, std::string_view place) {
  const std::vector<Token> tokens = tokens_of(create);
  const auto row = find_row(tokens);
  if (row == tokens.end()) return std::string(create);
  const std::size_t at = end_of(*row);
  return fmt::format("{} {}{}", create.substr(0, at), place, create.substr(at));
}

std::string without_place(std::string_view create) {
  const auto place = place_of(create);
  return place ? cut_out(create, place->from, place->to) : std::string(create);
}

std::string followed(std::string_view create) {
  const auto place = place_of(create);
  return place && place->word == "FOLLOWS" ? place->other : std::string();
}

std::string without_start(std::string_view create) {
  const std::vector<Token> tokens = tokens_of(create);
  for (std::size_t i = 0; i + 1 < tokens.size() && !is_word(tokens[i], "DO"); ++i) {
    if (is_word(tokens[i], "STARTS") && tokens[i + 1].kind == TokenKind::string)
      return cut_out(create, tokens[i].offset, skip_blanks(create, end_of(tokens[i + 1])));
  }
  return std::string(create);
}

std::string event_status(std::string_view create) {
  const auto [from, to] = status_span(create);
  return from == to ? "ENABLE" : to_upper(create.substr(from, to - from));
}

std::string with_event_status(std::string_view create, std::string_view status) {
  const auto [from, to] = status_span(create);
  return fmt::format("{}{}{}{}", create.substr(0, from), status, from == to ? " " : "",
                     create.substr(to));
}

}  // namespace covet::mysql
