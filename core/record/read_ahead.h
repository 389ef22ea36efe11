#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "core/record/record_stream.h"

namespace covet::record {

/// Reads a stream of records in a thread of its own, so that who takes them works while the next
/// ones are on their way; at most `most` wait to be taken. The stream's connection belongs to it
/// until it is at its end or destroyed, which waits for the row that is under way.
class ReadAhead {
 public:
  explicit ReadAhead(RecordStream stream, std::size_t most = 1000);

  /// The next record, which it waits for; nothing behind the last one. Throws what reading threw,
  /// once all records before that are taken. For one thread at a time.
  std::optional<Record> next();

 private:
  void read(const std::stop_token& stop);

  RecordStream stream_;
  const std::size_t most_;
  std::mutex mutex_{};
  std::condition_variable_any changed_{};
  std::deque<Record> waiting_{};
  std::exception_ptr failure_{};
  bool ended_ = false;
  std::jthread reader_;  ///< last: it ends before what it uses
};

}  // namespace covet::record
