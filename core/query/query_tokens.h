#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace covet::query {

enum class QueryToken : std::uint8_t { name, text, number, symbol, end };

struct QueryWord {
  QueryToken kind = QueryToken::end;
  std::string text;  ///< a text's without its quotes and escapes
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// Cuts a query into words; the last one is the end. Throws Error{parse}.
std::vector<QueryWord> query_words(std::string_view text);

/// Points at a place of `text`.
Diagnostic query_diagnostic(std::string_view text, std::size_t offset, std::size_t size,
                            const std::string& message, const std::string& help);
/// Throws it as Error{parse}.
[[noreturn]] void query_fault(std::string_view text, std::size_t offset, std::size_t size,
                              const std::string& message, const std::string& help);

}  // namespace covet::query
