#pragma once

#include <string>
#include <string_view>

/// Whose rights a view, trigger, routine or event has when it runs, in the text that creates it. In
/// models it is the object's owner: "user@host", "user" for "user@%", "role@" for a role. Pure.
namespace covet::mysql {

/// "app@%"; "" where the text says none, or says who runs it.
std::string definer_of(std::string_view create);
/// Without `DEFINER = user@host`.
std::string without_definer(std::string_view create);
/// With it in its place; as it is where `owner` is "", or the text says one.
std::string with_definer(std::string_view create, std::string_view owner);

/// As inspect says it.
std::string settled_owner(const std::string& owner);

}  // namespace covet::mysql
