#pragma once

#include "schema/backend.h"

namespace covet::sqlite {

/// An open file description lock on "<database>.covet-lock": the kernel lets it go with the
/// process, however that ends. The file says who holds it and is removed by its holder. A database
/// in memory needs none.
class SqliteLocker final : public schema::Locker {
 public:
  schema::LockAttempt try_lock(const Url& url, const ConnectOptions& options,
                               const std::string& history_table) const override;
};

const SqliteLocker& locker();

}  // namespace covet::sqlite
