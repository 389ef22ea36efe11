#pragma once

#include <string>

#include "core/db/rows.h"
#include "schema/sessions.h"

namespace covet::mysql {

/// Sessions by connection number, the client's address, and the moment the server started.
const schema::Sessions& sessions();

/// What describe_session reads, of a row `p` of information_schema.processlist.
std::string session_columns();
/// The name that Sessions::identify has for it.
std::string session_of(Connection& connection, const Row& row);
/// "connection 17 of anna from 10.0.0.7, running for 12 s: ALTER TABLE …"
std::string describe_session(const Row& row);

}  // namespace covet::mysql
