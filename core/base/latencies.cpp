#include "core/base/latencies.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace covet {

using std::chrono::nanoseconds;

void Latencies::add(nanoseconds duration) {
  kept_.at(next_) = duration;
  next_ = (next_ + 1) % most;
  size_ = std::min(size_ + 1, most);
}

nanoseconds Latencies::percentile(double percent) const {
  if (size_ == 0) return nanoseconds::zero();
  std::vector<nanoseconds> sorted(kept_.begin(),
                                  kept_.begin() + static_cast<std::ptrdiff_t>(size_));
  const double wanted = std::ceil(percent / 100.0 * static_cast<double>(size_));
  const auto rank = static_cast<std::size_t>(std::max(wanted, 1.0)) - 1;
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(rank, size_ - 1));
  std::ranges::nth_element(sorted, at);
  return *at;
}

nanoseconds Latencies::average() const {
  if (size_ == 0) return nanoseconds::zero();
  const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(size_);
  return std::accumulate(kept_.begin(), end, nanoseconds::zero()) /
         static_cast<nanoseconds::rep>(size_);
}

}  // namespace covet
