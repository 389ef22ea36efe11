#pragma once

struct sqlite3;

namespace covet::sqlite {

/// Gives a connection the functions that its queries need and SQLite hasn't got for letters beyond
/// ASCII: covet_lower, covet_upper and covet_fold (case folding, for comparing); and regexp, which
/// makes `text REGEXP pattern` work, in RE2's syntax.
void add_functions(sqlite3* db);

}  // namespace covet::sqlite
