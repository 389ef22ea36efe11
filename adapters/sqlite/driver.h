#pragma once

#include "core/db/driver.h"

namespace covet::sqlite {

/// Opens files. Parameters of the URL: mode=ro|rw|rwc|memory, cache=shared|private, busy_timeout
/// (milliseconds or "5s"), wal=true|false; others are errors. A file that this call creates (with
/// the folders above it) is put into WAL mode; one that was there stays as it is, unless wal=true.
/// With Access::read_only nothing is created: where there is no file, the connection is to an empty
/// database in memory.
class SqliteDriver final : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const override;
};

const SqliteDriver& driver();

/// True for sqlite::memory: and mode=memory.
bool is_in_memory(const Url& url);

}  // namespace covet::sqlite
