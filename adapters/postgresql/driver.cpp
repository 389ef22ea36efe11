#include "adapters/postgresql/driver.h"

#include "adapters/postgresql/connection.h"

namespace covet::postgresql {
namespace {

class PostgresqlDriver final : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url& url,
                                      const ConnectOptions& options) const override {
    return open(url, options);
  }
};

}  // namespace

const Driver& driver() {
  static const PostgresqlDriver instance;
  return instance;
}

}  // namespace covet::postgresql
