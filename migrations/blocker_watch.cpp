#include "migrations/blocker_watch.h"

#include <algorithm>
#include <utility>

namespace covet::migrations {
namespace {

constexpr std::chrono::milliseconds between_looks{1000};

}  // namespace

BlockerWatch::BlockerWatch(const schema::Sessions& sessions, Connect connect, std::string session,
                           std::chrono::milliseconds patience)
    : sessions_(sessions),
      connect_(std::move(connect)),
      session_(std::move(session)),
      patience_(patience) {
  if (session_.empty() || !connect_) return;
  thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

void BlockerWatch::set_running(bool running) {
  const std::lock_guard guard(mutex_);
  running_ = running;
  if (running) blockers_.clear();
  changed_.notify_all();
}

std::vector<std::string> BlockerWatch::blockers() const {
  const std::lock_guard guard(mutex_);
  return blockers_;
}

void BlockerWatch::watch(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return running_; })) {
    std::chrono::milliseconds pause = patience_;
    // It ends, or there is something to look at.
    while (!changed_.wait_for(lock, stop, pause, [&] { return !running_; })) {
      if (stop.stop_requested()) return;
      lock.unlock();
      look();
      lock.lock();
      pause = between_looks;
    }
  }
}

void BlockerWatch::look() {
  std::vector<std::string> seen;
  try {
    if (!connection_ || !connection_->usable()) connection_ = connect_();
    seen = sessions_.blockers(*connection_, session_);
  } catch (const Error&) {
    return;  // to know who is in the way helps, no more
  }
  const std::lock_guard guard(mutex_);
  if (running_ && !seen.empty()) blockers_ = std::move(seen);
}

}  // namespace covet::migrations
