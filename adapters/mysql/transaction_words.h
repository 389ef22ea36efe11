#pragma once

#include <cstdint>
#include <string_view>

namespace covet::mysql {

/// What a statement does to the transaction it runs in.
enum class TransactionEffect : std::uint8_t {
  none,
  begins,
  ends,
  commits_even_if_refused,  ///< DDL and its like: all but a syntax error commits what was open
};
TransactionEffect effect_on_transaction(std::string_view sql);

}  // namespace covet::mysql
