#pragma once

#include <map>
#include <span>

#include "migrations/decide.h"

namespace covet::migrations {

/// Which pending versions lie below the highest applied one, and whether whoever wrote them knew
/// that one: then their parents say so. Points into the lines that it was made from.
class Lateness {
 public:
  explicit Lateness(std::span<const StatusLine> lines);
  bool is_late(const StatusLine& line) const { return line.version < highest_; }
  bool was_known(const StatusLine& line) const;
  const Version& highest() const { return highest_; }

 private:
  Version highest_;
  std::map<Version, const Migration*> pending_;
};

}  // namespace covet::migrations
