#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// A comment that speaks to covet: `-- covet:name rest`.
struct Directive {
  std::string name;    ///< as written, "" where nothing follows the colon
  std::string rest;    ///< what follows, blanks at its ends aside and runs of them as one
  std::size_t offset;  ///< of the comment
  std::size_t length;  ///< of the comment, without its line end
};

/// The directive that `token` is; nullopt for everything else.
std::optional<Directive> read_directive(const Token& token);

/// The first word of `text`, taken off together with the blanks behind it.
std::string take_word(std::string& text);

}  // namespace covet::migrations
