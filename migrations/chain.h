#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "migrations/migration.h"

namespace covet::migrations {

/// One version of a project, with a file for each engine that has one.
struct Link {
  Version version{};
  std::vector<const Migration*> files{};
  std::optional<Version> said{};  ///< the parent that a file writes down; empty version: "none"
  Version parent{};               ///< what it says, else the version before it; empty: the first
};

/// "20261120093000 create posts": for messages.
std::string label(const Link& link);

/// The files of a project in their order: who follows whom; repeatable ones follow nobody. Pure;
/// points into the span that it was made from.
class Chain {
 public:
  /// `migrations` may hold one file an engine for a version, in any order.
  explicit Chain(std::span<const Migration> migrations);

  const std::vector<Link>& links() const { return links_; }  ///< by version
  const Link* find(const Version& version) const;
  /// Those that follow `parent`, by version; an empty version: the first ones.
  std::vector<const Link*> children(const Version& parent) const;
  /// Parents in a circle, each circle once, beginning with its lowest version.
  std::vector<std::vector<const Link*>> circles() const;
  /// `link` and all that follow it, a parent before its child, a branch in one piece.
  std::vector<const Link*> branch(const Link& link) const;
  /// The versions that `link` follows, near or far.
  std::set<Version> ancestors(const Link& link) const;

 private:
  std::vector<Link> links_;
  std::map<Version, std::vector<std::size_t>> children_;
};

}  // namespace covet::migrations
