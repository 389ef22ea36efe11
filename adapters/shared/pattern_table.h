#pragma once

#include <span>
#include <utility>

#include "core/query/spelling.h"

namespace covet::adapters {

using Pattern = std::pair<std::string_view, std::string_view>;

/// A Spelling that is all data: an engine's facts, its own patterns by operation, how it names a
/// place within JSON, and how many values become one. What it is made of must outlive it.
class PatternTable final : public query::Spelling {
 public:
  using JsonPath = Value (*)(const std::vector<std::string>& keys);
  using List = std::optional<Value> (*)(std::span<const Value> values);

  constexpr PatternTable(const query::QueryFacts& facts, std::span<const Pattern> patterns,
                         JsonPath path_of, List list_of)
      : facts_(facts), patterns_(patterns), json_path_(path_of), list_(list_of) {}

  const query::QueryFacts& facts() const override { return facts_; }
  std::string_view pattern(std::string_view operation) const override;
  Value json_path(const std::vector<std::string>& keys) const override { return json_path_(keys); }
  std::optional<Value> list(std::span<const Value> values) const override { return list_(values); }

 private:
  const query::QueryFacts& facts_;
  std::span<const Pattern> patterns_;
  JsonPath json_path_;
  List list_;
};

}  // namespace covet::adapters
