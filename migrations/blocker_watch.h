#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core/db/connection.h"
#include "schema/sessions.h"

namespace covet::migrations {

/// Looks from a second session, while a statement runs for long, whom it waits for: afterwards the
/// server no longer knows. Has a thread of its own, and connects only when there is something to
/// look at. Without a session's name or a way to connect it does nothing.
class BlockerWatch {
 public:
  using Connect = std::function<std::unique_ptr<Connection>()>;

  /// `session` as Sessions::identify names it; the first look comes `patience` after a beginning.
  BlockerWatch(const schema::Sessions& sessions, Connect connect, std::string session,
               std::chrono::milliseconds patience);
  BlockerWatch(const BlockerWatch&) = delete;
  BlockerWatch& operator=(const BlockerWatch&) = delete;

  /// A statement runs while this lives.
  class Watched {
   public:
    explicit Watched(BlockerWatch& watch) : watch_(watch) { watch_.set_running(true); }
    ~Watched() { watch_.set_running(false); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

   private:
    BlockerWatch& watch_;
  };

  /// Those seen last during the statement that ran last.
  std::vector<std::string> blockers() const;

 private:
  void set_running(bool running);
  void watch(const std::stop_token& stop);
  void look();

  const schema::Sessions& sessions_;
  Connect connect_;
  std::string session_;
  std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool running_ = false;
  std::vector<std::string> blockers_;
  std::unique_ptr<Connection> connection_;  ///< the thread's alone
  std::jthread thread_;                     ///< the last member: it uses all others
};

}  // namespace covet::migrations
