#include "core/base/hints.h"

#include <algorithm>
#include <vector>

#include "core/base/strings.h"

namespace covet {
namespace {

// Damerau-Levenshtein in its restricted form: no stretch of text is edited twice.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t longest = 128;
  if (word.empty() || word.size() > longest) return std::nullopt;
  const std::string lower = to_lower(word);
  std::optional<std::string> best;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest) continue;
    const std::size_t length = std::max(word.size(), candidate.size());
    const std::size_t allowed = std::max<std::size_t>(1, length / 3);
    if (length - std::min(word.size(), candidate.size()) > allowed) continue;
    const std::size_t found = distance(lower, to_lower(candidate));
    // A word of which nothing is left is another word.
    if (found > allowed || found >= length) continue;
    if (!best || found < best_distance) {
      best = candidate;
      best_distance = found;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const auto found = nearest(word, candidates);
  return found ? "did you mean `" + *found + "`?" : std::string{};
}

}  // namespace covet
