#include "migrations/chain.h"

#include <algorithm>

#include "migrations/fault.h"

namespace covet::migrations {

std::string label(const Link& link) {
  return label(link.version, link.files.front()->name);
}

Chain::Chain(std::span<const Migration> migrations) {
  std::map<Version, Link> by_version;
  for (const Migration& migration : migrations) {
    if (migration.version.repeatable()) continue;
    Link& link = by_version[migration.version];
    link.version = migration.version;
    link.files.push_back(&migration);
    if (!link.said) link.said = migration.parent;
  }
  Version previous;
  for (auto& [version, link] : by_version) {
    link.parent = link.said.value_or(previous);
    previous = version;
    children_[link.parent].push_back(links_.size());
    links_.push_back(std::move(link));
  }
}

const Link* Chain::find(const Version& version) const {
  const auto found = std::lower_bound(
      links_.begin(), links_.end(), version,
      [](const Link& link, const Version& wanted) { return link.version < wanted; });
  return found != links_.end() && found->version == version ? &*found : nullptr;
}

std::vector<const Link*> Chain::children(const Version& parent) const {
  std::vector<const Link*> result;
  const auto found = children_.find(parent);
  if (found == children_.end()) return result;
  for (const std::size_t index : found->second)
    result.push_back(&links_[index]);
  return result;
}

std::vector<std::vector<const Link*>> Chain::circles() const {
  std::vector<std::vector<const Link*>> circles;
  std::set<Version> known;  // leads to no circle, or to one that is told already
  for (const Link& start : links_) {
    std::vector<const Link*> path;
    std::set<Version> on_path;
    const Link* link = &start;
    while (link != nullptr && !known.contains(link->version) && !on_path.contains(link->version)) {
      path.push_back(link);
      on_path.insert(link->version);
      link = find(link->parent);
    }
    known.insert(on_path.begin(), on_path.end());
    if (link == nullptr || !on_path.contains(link->version)) continue;
    std::vector<const Link*> circle(std::find(path.begin(), path.end(), link), path.end());
    std::rotate(
        circle.begin(),
        std::min_element(circle.begin(), circle.end(),
                         [](const Link* a, const Link* b) { return a->version < b->version; }),
        circle.end());
    circles.push_back(std::move(circle));
  }
  return circles;
}

std::vector<const Link*> Chain::branch(const Link& link) const {
  std::vector<const Link*> result;
  std::set<Version> seen;
  std::vector<const Link*> open = {&link};
  while (!open.empty()) {
    const Link* next = open.back();
    open.pop_back();
    if (!seen.insert(next->version).second) continue;
    result.push_back(next);
    const std::vector<const Link*> followers = children(next->version);
    open.insert(open.end(), followers.rbegin(), followers.rend());
  }
  return result;
}

std::set<Version> Chain::ancestors(const Link& link) const {
  std::set<Version> result;
  for (const Link* at = find(link.parent); at != nullptr && result.insert(at->version).second;)
    at = find(at->parent);
  return result;
}

}  // namespace covet::migrations
