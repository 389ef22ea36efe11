#pragma once

#include <span>
#include <utility>

#include "core/query/spelling.h"

namespace covet::adapters {

using Pattern = std::pair<std::string_view, std::string_view>;

/// A Spelling that is all data: an engine's facts, its own patterns by operation, and how it names
/// a place within JSON. What it is made of must outlive it.
class PatternTable final : public query::Spelling {
 public:
  using JsonPath = Value (*)(const std::vector<std::string>& keys);

  constexpr PatternTable(const query::QueryFacts& facts, std::span<const Pattern> patterns,
                         JsonPath path_of)
      : facts_(facts), patterns_(patterns), json_path_(path_of) {}

  const query::QueryFacts& facts() const override { return facts_; }
  std::string_view pattern(std::string_view operation) const override;
  Value json_path(const std::vector<std::string>& keys) const override { return json_path_(keys); }

 private:
  const query::QueryFacts& facts_;
  std::span<const Pattern> patterns_;
  JsonPath json_path_;
};

}  // namespace covet::adapters
