#pragma once

#include "schema/schema.h"

namespace covet::sqlite {

/// `wanted`, where each text that says the same as its counterpart in `live` is spelled as that
/// one: types and collations in any case, expressions but for blanks, comments, case of words and
/// outer parentheses, the statements of views and triggers by their tokens. Whether a rowid's alias
/// is declared NOT NULL and whether a reference names the columns changes nothing, and follows
/// `live` too.
schema::Schema with_live_spelling(schema::Schema wanted, const schema::Schema& live);

}  // namespace covet::sqlite
