#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/context.h"

namespace covet::cli {

/// Shows how many rows came or went so far: on a terminal a live line, which goes with it; in a log
/// a line every ten seconds. `context` must outlive it.
class RowProgress {
 public:
  /// `all`: how many there will be; 0: nobody knows.
  explicit RowProgress(const Context& context, std::uint64_t all = 0);
  ~RowProgress();
  RowProgress(const RowProgress&) = delete;
  RowProgress& operator=(const RowProgress&) = delete;

  void at(std::string_view model, std::uint64_t rows);

 private:
  const Context& context_;
  std::uint64_t all_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point next_;
  bool drawn_ = false;
};

/// "450000 of 1000000 rows, 80000 a second, 6.9 s left"; without `all` what is known.
std::string rows_text(std::uint64_t rows, std::uint64_t all, std::chrono::milliseconds taken);

}  // namespace covet::cli
