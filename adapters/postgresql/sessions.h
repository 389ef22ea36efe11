#pragma once

#include <string>

#include "core/db/rows.h"
#include "schema/sessions.h"

namespace covet::postgresql {

/// Sessions by process number and the moment they began.
const schema::Sessions& sessions();

/// What session_id and describe_session read, of a row `a` of pg_stat_activity.
std::string session_columns();
std::string session_id(const Row& row);
/// "session 4711 of anna on 10.0.0.7 (covet migrate)"
std::string session_name(const Row& row);
/// "session 4711 of anna on 10.0.0.7 (covet migrate), active for 12 s: ALTER TABLE …"
std::string describe_session(const Row& row);

}  // namespace covet::postgresql
