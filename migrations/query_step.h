#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrations/directive.h"
#include "migrations/migration.h"

/// Steps in the words of the models, as they stand in a file: `-- covet:query` and the lines below
/// that go on from it.
namespace covet::migrations {

/// True for `-- covet:query …`.
bool is_query(const Directive& directive);

/// The whole comment in `text` that `directive` begins. A line goes on from it that begins with
/// `--` and two blanks or more, or with `--`, blanks and a dot, and says no directive.
std::string_view query_comment(std::string_view text, const Directive& directive);

/// What the comment says, each byte in its place, with blanks for what makes it a comment.
std::string query_text(std::string_view comment);

/// A query that may have several lines as such a comment, with a line's end.
std::string as_comment(std::string_view query);

/// True where `migrations` hold steps.
bool have_steps(std::span<const Migration> migrations);

/// Reads such a comment; knows no models. Throws Error{parse} with one diagnostic, whose line and
/// column are those within `comment`: for what covet query refuses too, and for what changes no
/// rows.
QueryStep parse_query_step(std::string_view comment);

/// The same for two comments that differ in white space, line ends and the kind of quotes only.
std::string canonical_query(std::string_view comment);

/// The texts that stand in the comment in quotes.
std::vector<std::string> query_texts(std::string_view comment);

/// A fault of a comment that stands in `migration` at a line and column, there.
Diagnostic in_file(Diagnostic fault, const Migration& migration, std::size_t line,
                   std::size_t column);

}  // namespace covet::migrations
