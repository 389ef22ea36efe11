#include "core/record/read_ahead.h"

#include <algorithm>
#include <utility>

namespace covet::record {

ReadAhead::ReadAhead(RecordStream stream, std::size_t most)
    : stream_(std::move(stream)),
      most_(std::max<std::size_t>(most, 1)),
      reader_([this](const std::stop_token& stop) { read(stop); }) {}

std::optional<Record> ReadAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || ended_; });
  if (waiting_.empty()) {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return std::nullopt;
  }
  std::optional<Record> record = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return record;
}

void ReadAhead::read(const std::stop_token& stop) {
  std::exception_ptr failure;
  try {
    while (std::optional<Record> record = stream_.next()) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return waiting_.size() < most_; })) break;
      waiting_.push_back(std::move(*record));
      changed_.notify_all();
    }
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  failure_ = failure;
  ended_ = true;
  changed_.notify_all();
}

}  // namespace covet::record
