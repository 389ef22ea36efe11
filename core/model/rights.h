#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace covet::model {

/// One privilege, as a model says it: "select", "update (price, stock)", "usage with grant option".
struct Grant {
  std::string privilege;               ///< in lower case; "all"
  std::vector<std::string> columns{};  ///< these alone; empty: the whole
  bool with_grant_option = false;
  auto operator<=>(const Grant&) const = default;
};

/// What each role may do, by its name; `public_role` is everybody.
using Grants = std::map<std::string, std::vector<Grant>>;
inline constexpr std::string_view public_role = "PUBLIC";

/// Whose a thing is, and who may do what with it. What isn't said is left as it is. `grants` says
/// all that anybody but the owner may do; the owner may do everything unless it stands there too.
struct Rights {
  std::string owner{};
  std::optional<Grants> grants{};
  bool operator==(const Rights&) const = default;
  bool empty() const { return owner.empty() && !grants; }
};

/// Nothing for a text that is none.
std::optional<Grant> parse_grant(std::string_view text);
std::string print_grant(const Grant& grant);

}  // namespace covet::model
