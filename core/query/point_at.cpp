#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/source.h"
#include "core/query/parse.h"
#include "core/query/query_tokens.h"

namespace covet::query {
namespace {

/// "x" of a message that says `x`.
std::string first_name(const std::string& message) {
  const std::size_t from = message.find('`');
  const std::size_t to = from == std::string::npos ? from : message.find('`', from + 1);
  return to == std::string::npos ? "" : message.substr(from + 1, to - from - 1);
}

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

/// Names in a message that may be what it is about: the second one is ("`post` has no `x`").
std::vector<std::string> names_of(std::string message) {
  std::vector<std::string> names;
  while (true) {
    const std::string name = first_name(message);
    if (name.empty()) break;
    names.insert(names.begin(), name);
    message.erase(0, message.find(name) + name.size() + 1);
  }
  return names;
}

}  // namespace

Error point_at_name(Error error, std::string_view text) {
  if (error.code() != Errc::usage || !error.diagnostics().empty()) return error;
  for (const std::string& name : names_of(error.message())) {
    for (const QueryWord& word : query_words(text)) {
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
