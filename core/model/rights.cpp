#include "core/model/rights.h"

#include "core/base/strings.h"

namespace covet::model {
namespace {

constexpr std::string_view option = "with grant option";

bool is_privilege(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") == std::string_view::npos;
}

std::string single_spaced(std::string_view text) {
  std::string words;
  for (const std::string& word : split(text, ' ')) {
    if (!word.empty()) words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

}  // namespace

std::optional<Grant> parse_grant(std::string_view text) {
  Grant grant;
  std::string_view rest = trim(text);
  if (to_lower(rest).ends_with(option)) {
    grant.with_grant_option = true;
    rest = trim(rest.substr(0, rest.size() - option.size()));
  }
  if (const std::size_t open = rest.find('('); open != std::string_view::npos) {
    if (!rest.ends_with(')')) return std::nullopt;
    for (const std::string& column : split(rest.substr(open + 1, rest.size() - open - 2), ',')) {
      if (trim(column).empty()) return std::nullopt;
      grant.columns.emplace_back(trim(column));
    }
    if (grant.columns.empty()) return std::nullopt;
    rest = trim(rest.substr(0, open));
  }
  grant.privilege = single_spaced(to_lower(rest));
  if (!is_privilege(grant.privilege)) return std::nullopt;
  return grant;
}

std::string print_grant(const Grant& grant) {
  std::string text = grant.privilege;
  if (!grant.columns.empty()) text += " (" + join(grant.columns, ", ") + ")";
  if (grant.with_grant_option) text += " " + std::string(option);
  return text;
}

}  // namespace covet::model
