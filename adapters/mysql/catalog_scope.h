#pragma once

#include <string>
#include <string_view>

#include "schema/backend.h"

namespace covet::mysql {

/// A query of catalog_sql that has a column table_name, about the tables only that `scope` names,
/// where it names some. MariaDB opens every table that such a query may be about, but looks at a
/// condition on names before that.
std::string narrowed(std::string_view sql, const schema::Scope& scope);

}  // namespace covet::mysql
