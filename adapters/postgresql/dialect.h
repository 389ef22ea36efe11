#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/db/dialect.h"
#include "schema/schema.h"

namespace covet::postgresql {

/// The one Dialect of this engine.
const Dialect& dialect();

std::string quote(std::string_view identifier);
/// "audit"."events", or "events" where the name is in the default schema.
std::string quote(const schema::TableName& name);
/// "a", "b"
std::string quote_list(const std::vector<std::string>& identifiers);
/// 'it''s'
std::string quote_text(std::string_view text);

/// The name as the catalog prints it: quoted only where it must be.
std::string spell_name(std::string_view identifier);
std::string spell_name(const schema::TableName& name);

}  // namespace covet::postgresql
