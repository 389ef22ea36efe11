#pragma once

#include <utility>

#include "core/db/connection.h"

namespace covet {

/// While it lives, `listener` hears what the server says on this connection, which must outlive it;
/// nobody hears it afterwards.
class NoticeScope {
 public:
  NoticeScope(Connection& connection, NoticeListener listener) : connection_(connection) {
    connection_.on_notice(std::move(listener));
  }
  ~NoticeScope() { connection_.on_notice({}); }
  NoticeScope(const NoticeScope&) = delete;
  NoticeScope& operator=(const NoticeScope&) = delete;

 private:
  Connection& connection_;
};

}  // namespace covet
