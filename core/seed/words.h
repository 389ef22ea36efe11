#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace covet::seed {

/// Lists of words that texts are made of.
enum class Words : std::uint8_t {
  first_names,
  last_names,
  cities,
  countries,
  streets,
  adjectives,
  nouns,
  verbs,
  company_kinds,
  jobs,
  colours,
  currencies,
  languages,
  topics,
};

/// At least one; some of the names have letters beyond ASCII, the other lists have none but a
/// blank.
std::span<const std::string_view> words(Words list);

}  // namespace covet::seed
