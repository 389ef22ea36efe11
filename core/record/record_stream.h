#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "core/db/cursor.h"
#include "core/record/receiver.h"

namespace covet::record {

/// The records of a query as they come from the server, in constant memory: a range of one pass.
/// Until it is at its end or destroyed its connection runs nothing else. Its Store's models and
/// connection must outlive it.
///
///     for (const Record& entry : store.stream(QuerySet("entry"))) …
class RecordStream {
 public:
  RecordStream(Receiver receiver, std::unique_ptr<Cursor> cursor)
      : receiver_(std::move(receiver)), cursor_(std::move(cursor)) {}

  /// Nothing behind the last one. Throws as Cursor::next does.
  std::optional<Record> next() {
    const Row* const row = cursor_ == nullptr ? nullptr : cursor_->next();
    if (row != nullptr) return receiver_.record(*row);
    cursor_.reset();
    return std::nullopt;
  }

  class Iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = Record;

    explicit Iterator(RecordStream& stream) : stream_(&stream), record_(stream.next()) {}
    Record& operator*() const { return *record_; }
    Iterator& operator++() {
      record_ = stream_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& at, std::default_sentinel_t) { return !at.record_; }

   private:
    RecordStream* stream_;
    mutable std::optional<Record> record_;
  };
  Iterator begin() { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  Receiver receiver_;
  std::unique_ptr<Cursor> cursor_;
};

}  // namespace covet::record
