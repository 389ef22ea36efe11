#pragma once

#include "core/db/driver.h"

namespace covet::mysql {

class MysqlDriver final : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const override;
};

const MysqlDriver& driver();

}  // namespace covet::mysql
