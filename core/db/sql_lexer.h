#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace covet {

/// How an engine's SQL is cut into tokens and statements. A value, from its Dialect.
struct LexicalRules {
  bool dollar_quotes = false;          ///< $tag$ … $tag$
  bool nested_comments = false;        ///< /* /* */ */
  bool escape_strings = false;         ///< E'…\'…'
  bool backslash_escapes = false;      ///< '…\'…' in every string
  bool double_quoted_strings = false;  ///< "…" is a string, not an identifier
  bool backtick_identifiers = false;   ///< `…`
  bool bracket_identifiers = false;    ///< […]
  bool hash_comments = false;          ///< # to the end of the line
  bool dashes_need_space = false;      ///< "--" opens a comment only before white space or the end
  bool executable_comments = false;    ///< /*! … */ and /*M! … */ are code
  bool delimiter_command = false;      ///< DELIMITER // on a line of its own
  bool copy_data = false;              ///< COPY … FROM stdin; carries data up to a line "\."
  bool meta_commands =
      false;  ///< lines that begin with a backslash belong to the engine's own shell
  /// CREATE TRIGGER … BEGIN … END; and routines: semicolons inside belong to the statement.
  bool trigger_bodies = false;  ///< SQLite: CREATE TRIGGER … BEGIN … END
  bool routine_bodies =
      false;  ///< MySQL: BEGIN … END, IF, CASE, LOOP, REPEAT, WHILE of stored programs
  bool atomic_bodies = false;  ///< PostgreSQL 14: BEGIN ATOMIC … END
};

enum class TokenKind : std::uint8_t {
  word,    ///< key word, bare identifier
  quoted,  ///< quoted identifier, quotes included
  string,  ///< string literal with its quotes (and prefix: E, N, X, B, U&, _utf8 is a word of its
           ///< own)
  number,
  symbol,      ///< an operator or a punctuation mark; one character each but for the engine's
               ///< multi-character ones
  comment,     ///< with its markers; executable comments are `executable`
  executable,  ///< /*! … */, /*+ … */
  parameter,   ///< $1; ?, :name, @name where '?' is no operator, ':' ends no label, '@' begins no
               ///< variable
  space,
};

/// A token is a view into the text that was lexed.
struct Token {
  TokenKind kind;
  std::string_view text;
  std::size_t offset;
};

/// Every byte of `sql` lands in exactly one token: joining the tokens' texts gives `sql` back. An
/// unfinished quote or comment runs to the end of the text (see `unterminated`).
std::vector<Token> lex(std::string_view sql, const LexicalRules& rules);

/// The same without spaces and comments (executable ones stay).
std::vector<Token> lex_code(std::string_view sql, const LexicalRules& rules);

/// The first `count` of those, or fewer; never reads further than that.
std::vector<Token> first_tokens(std::string_view sql, std::size_t count, const LexicalRules& rules);

/// The next token from `offset`; for readers that stream. Precondition: offset < sql.size().
Token next_token(std::string_view sql, std::size_t offset, const LexicalRules& rules);

/// True if `token` opens a quote or comment that the text does not close.
bool unterminated(const Token& token, const LexicalRules& rules);

/// A word in any case: is_word(t, "CREATE").
bool is_word(const Token& token, std::string_view upper_case_word);

/// The name that a word or quoted token stands for, without quotes. Bare words are returned as
/// written.
std::string unquote(const Token& token);

/// `sql` with white space and comments between tokens reduced to single blanks, bare words outside
/// quotes lowered where `lower_words`. For comparing texts that an engine keeps as they were
/// written.
std::string squeeze(std::string_view sql, const LexicalRules& rules, bool lower_words = true);

}  // namespace covet
