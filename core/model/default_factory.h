#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/model/model.h"

namespace covet::model {

/// What a program fills a new row's field with. The database knows nothing of it.
enum class Factory : std::uint8_t {
  uuid4,
  uuid7,
  now,
  today,
  empty_list,
  empty_object,
  random_token,
};

struct FactoryInfo {
  Factory factory;
  std::string_view name;
  std::string_view summary;
};
std::span<const FactoryInfo> factories();
const FactoryInfo* find_factory(std::string_view name);

/// Characters of a random_token: 256 bits as base64url without padding.
inline constexpr std::int64_t token_length = 43;

/// Why `field` can't hold what the factory makes, or "".
std::string why_no_factory(const FactoryInfo& factory, const Field& field);

}  // namespace covet::model
