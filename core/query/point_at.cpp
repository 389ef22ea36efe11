#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/source.h"
#include "core/base/strings.h"
#include "core/query/parse.h"
#include "core/query/query_tokens.h"

namespace covet::query {
namespace {

/// A whole name, or one of those that two underscores join.
std::optional<std::size_t> place_in(const QueryWord& word, const std::string& name) {
  if (word.kind != QueryToken::name && word.kind != QueryToken::text) return std::nullopt;
  const std::string& text = word.text;
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins =
        at == 0 || (at == 1 && text[0] == '-') || text.substr(0, at).ends_with("__");
    const bool ends = end == text.size() || text.substr(end).starts_with("__");
    if (begins && ends) return at + (word.kind == QueryToken::text ? 1 : 0);
  }
  return std::nullopt;
}

/// What stands in backticks, the last one first: "`post` has no field `x`" is about x.
std::vector<std::string> names_of(std::string_view message) {
  const std::vector<std::string> parts = split(message, '`');
  std::vector<std::string> names;
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
    if (!parts[i].empty()) names.push_back(parts[i]);
  }
  std::reverse(names.begin(), names.end());
  return names;
}

}  // namespace

Error point_at_name(Error error, std::string_view text) {
  if (error.code() != Errc::usage || !error.diagnostics().empty()) return error;
  const std::vector<QueryWord> words = query_words(text);
  for (const std::string& name : names_of(error.message())) {
    for (const QueryWord& word : words) {
      const auto at = place_in(word, name);
      if (!at) continue;
      return error_of(
          Errc::usage, "query",
          {query_diagnostic(text, word.offset + *at, name.size(), error.message(), error.hint())});
    }
  }
  return error;
}

}  // namespace covet::query
