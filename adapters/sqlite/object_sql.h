#pragma once

#include <string>
#include <vector>

#include "schema/backend.h"

namespace covet::sqlite {

/// A CREATE VIEW, TRIGGER or VIRTUAL TABLE as sqlite_schema keeps it: without TEMP, IF NOT EXISTS
/// and the schema before the name. Anything else comes back as it is.
std::string stored_statement(const std::string& sql);

void create_object(const schema::Object& object, schema::Rendered& out);
void drop_object(const schema::Object& object, schema::Rendered& out);

/// A virtual table of another text, with the rows of the old one as far as they can be read there.
void replace_object(const schema::Object& from, const schema::Object& to, schema::Rendered& out);

}  // namespace covet::sqlite
