#include "adapters/postgresql/prepared.h"

namespace covet::postgresql {

std::optional<PreparedNames::Use> PreparedNames::use(const std::string& sql) {
  const auto found = names_.find(sql);
  if (found != names_.end()) {
    used_.splice(used_.begin(), used_, found->second);
    Entry& entry = *found->second;
    const bool fresh = entry.name.empty();
    if (fresh) entry.name = "covet_" + std::to_string(++count_);
    return Use{entry.name, fresh};
  }
  used_.push_front({sql, {}});
  names_.emplace(used_.front().sql, used_.begin());
  return std::nullopt;
}

std::optional<std::string> PreparedNames::evict() {
  if (names_.size() > most_) forget(used_.back().sql);
  if (forgotten_.empty()) return std::nullopt;
  std::string name = std::move(forgotten_.back());
  forgotten_.pop_back();
  return name;
}

bool PreparedNames::forget(const std::string& sql) {
  const auto found = names_.find(sql);
  if (found == names_.end()) return false;
  const auto entry = found->second;
  names_.erase(found);
  const bool prepared = !entry->name.empty();
  if (prepared) forgotten_.push_back(std::move(entry->name));
  used_.erase(entry);
  return prepared;
}

void PreparedNames::clear() {
  names_.clear();
  used_.clear();
  forgotten_.clear();
}

}  // namespace covet::postgresql
