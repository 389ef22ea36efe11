#pragma once

#include <string>
#include <vector>

#include "schema/from_models.h"
#include "tests/support/txtar.h"

namespace covet::tests {

/// The edits of a model under tests/golden/ddl: `from.toml`, `to.toml`, rows.sql, and each engine's
/// SQL. The golden tests compare the SQL; the conformance suite runs it on live servers.
std::string edit_folder();

/// What models in `toml` look like on the engine of `ddl`.
schema::Wanted wanted(const std::string& toml, const schema::Ddl& ddl);

/// "CV118" where making the schema of `toml` is refused on this engine, "" where it is fine.
std::string refusal(const std::string& toml, const schema::Ddl& ddl);

/// What each of the changes says of itself, a line each; "" for none.
std::string told(const std::vector<schema::Change>& changes);

/// Statements one after the other, each with its semicolon.
std::string script(const std::vector<std::string>& statements);

/// The ups of a plan; the downs, last step first.
schema::Rendered all_up(const std::vector<schema::Change>& ordered, const schema::Schema& before,
                        const schema::Ddl& ddl);
schema::Rendered all_down(const std::vector<schema::Change>& ordered, const schema::Schema& before,
                          const schema::Ddl& ddl);

}  // namespace covet::tests
