#include "cli/style.h"

#include "core/base/strings.h"

namespace covet::cli {
namespace {

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "31";
    case Colour::green:
      return "32";
    case Colour::yellow:
      return "33";
    case Colour::cyan:
      return "36";
    case Colour::dim:
      return "2";
    case Colour::bold:
      return "1";
  }
  return "0";
}

bool is_set(const config::Environment& environment, const std::string& name) {
  const auto value = environment(name);
  return value && !value->empty();
}

/// The locale that decides how bytes are shown, by POSIX's order.
bool is_utf8_locale(const config::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = environment(name);
    if (!value || value->empty()) continue;
    const std::string lower = to_lower(*value);
    return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace

std::string Style::paint(Colour colour, std::string_view text) const {
  if (!colour_ || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code_of(colour)) + "m" + std::string(text) + "\x1b[0m";
}

std::string_view Style::sign(Sign sign) const {
  switch (sign) {
    case Sign::ok:
      return unicode_ ? "✓" : "ok";
    case Sign::failed:
      return unicode_ ? "✗" : "FAIL";
    case Sign::attention:
      return "!";
    case Sign::unknown:
      return "?";
    case Sign::pending:
      return unicode_ ? "•" : "*";
    case Sign::running:
      return unicode_ ? "▸" : ">";
    case Sign::arrow:
      return unicode_ ? "→" : "->";
    case Sign::rename:
      return unicode_ ? "»" : ">";
    case Sign::ellipsis:
      return unicode_ ? "…" : "...";
    case Sign::bar_full:
      return unicode_ ? "━" : "=";
    case Sign::bar_empty:
      return unicode_ ? "─" : "-";
  }
  return "";
}

std::string Style::painted(Sign sign) const {
  switch (sign) {
    case Sign::ok:
      return paint(Colour::green, this->sign(sign));
    case Sign::failed:
    case Sign::unknown:
      return paint(Colour::red, this->sign(sign));
    case Sign::attention:
      return paint(Colour::yellow, this->sign(sign));
    case Sign::running:
    case Sign::rename:
      return paint(Colour::cyan, this->sign(sign));
    case Sign::pending:
    case Sign::arrow:
    case Sign::ellipsis:
    case Sign::bar_full:
    case Sign::bar_empty:
      break;
  }
  return std::string(this->sign(sign));
}

Style style_for(std::string_view choice, bool is_terminal, const config::Environment& environment) {
  const bool unicode = is_utf8_locale(environment);
  if (choice == "always") return {true, unicode};
  if (choice == "never") return {false, unicode};
  if (is_set(environment, "FORCE_COLOR")) return {environment("FORCE_COLOR") != "0", unicode};
  const bool dumb = environment("TERM").value_or("") == "dumb";
  return {is_terminal && !dumb && !is_set(environment, "NO_COLOR"), unicode};
}

}  // namespace covet::cli
