#pragma once

#include "schema/backend.h"

namespace covet::mysql {

/// GET_LOCK with no waiting, on a session of its own. The name is hashed from database and history
/// table, for these locks belong to the whole server.
class MysqlLocker final : public schema::Locker {
 public:
  schema::LockAttempt try_lock(const Url& url, const ConnectOptions& options,
                               const std::string& history_table) const override;
};

const MysqlLocker& locker();

/// At most 64 characters, which is what MySQL takes.
std::string lock_name(std::string_view database, std::string_view history_table);

}  // namespace covet::mysql
