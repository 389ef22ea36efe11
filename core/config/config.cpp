#include "core/config/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>

#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_name = "covet.toml";
constexpr int max_nesting = 16;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array<Unit, 4> units = {{{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

// The brace that closes the one before `from`.
std::size_t closing_brace(std::string_view text, std::size_t from) {
  int depth = 1;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '}' && --depth == 0) return i;
    if (text[i] == '$' && text.substr(i + 1, 1) == "{") {
      ++depth;
      ++i;
    }
  }
  return std::string_view::npos;
}

std::string expand(std::string_view text, const Environment& environment, int nesting);

std::string file_content(std::string_view path) {
  try {
    std::string content = read_file(fs::path(path), std::size_t{1} << 20);
    while (content.ends_with('\n') || content.ends_with('\r'))
      content.pop_back();
    return content;
  } catch (const Error& error) {
    throw Error(Errc::config, "${file:" + std::string(path) + "}: " + error.message(),
                error.hint());
  }
}

// What stands between the braces.
std::string expand_reference(std::string_view inner, const Environment& environment, int nesting) {
  if (inner.starts_with("file:")) {
    return file_content(expand(inner.substr(5), environment, nesting + 1));
  }
  const std::size_t colon = inner.find(':');
  const std::string name(inner.substr(0, colon));
  const std::string_view form =
      colon == std::string_view::npos ? std::string_view{} : inner.substr(colon, 2);
  if (!is_name(name) || (!form.empty() && form != ":-" && form != ":?")) {
    throw Error(Errc::config, "${" + std::string(inner.substr(0, 60)) + "} is not a reference",
                "write ${NAME}, ${NAME:-default}, ${NAME:?message} or ${file:/path}; "
                "a dollar sign itself is $$");
  }
  const std::optional<std::string> value = environment(name);
  if (value && (form.empty() || !value->empty())) return *value;
  if (form == ":-") return expand(inner.substr(colon + 2), environment, nesting + 1);
  const std::string_view message = form == ":?" ? inner.substr(colon + 2) : std::string_view{};
  throw Error(Errc::config,
              "the environment variable " + name + " is not set" +
                  (message.empty() ? std::string{} : ": " + std::string(message)),
              "set " + name + ", or write ${" + name + ":-default}");
}

std::string expand(std::string_view text, const Environment& environment, int nesting) {
  if (nesting > max_nesting)
    throw Error(Errc::config, "${…} are nested too deeply", "write fewer defaults in defaults");
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "$$") {
      result += '$';
      ++i;
    } else if (two == "${") {
      const std::size_t close = closing_brace(text, i + 2);
      if (close == std::string_view::npos)
        throw Error(Errc::config, "a ${ has no }", "close it, or write $$ for a dollar sign");
      result += expand_reference(text.substr(i + 2, close - i - 2), environment, nesting);
      i = close;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

std::optional<fs::path> find_config(const fs::path& start) {
  std::error_code fault;
  fs::path folder = fs::absolute(start, fault).lexically_normal();
  while (!fault) {
    const fs::path candidate = folder / file_name;
    std::error_code ignored;
    if (fs::is_regular_file(candidate, ignored)) return candidate;
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

Config load_config(const fs::path& file) {
  Config config = parse_config(read_file(file), file.string());
  config.file = file;
  config.root = fs::absolute(file).lexically_normal().parent_path();
  return config;
}

std::string expand(std::string_view text, const Environment& environment) {
  return expand(text, environment, 0);
}

std::chrono::milliseconds parse_duration(std::string_view text) {
  if (text == "0") return std::chrono::milliseconds::zero();
  std::int64_t count = -1;
  const auto [stopped, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view name = text.substr(static_cast<std::size_t>(stopped - text.data()));
  const auto* unit = std::ranges::find(units, name, &Unit::name);
  if (fault != std::errc{} || count < 0 || unit == units.end() ||
      count > std::numeric_limits<std::int64_t>::max() / unit->milliseconds) {
    throw Error(Errc::config, "\"" + std::string(text.substr(0, 60)) + "\" is not a duration",
                "write it as \"500ms\", \"5s\", \"2m\" or \"1h\"; \"0\" is none");
  }
  return std::chrono::milliseconds{count * unit->milliseconds};
}

std::string format_duration(std::chrono::milliseconds duration) {
  if (duration.count() == 0) return "0";
  const auto* unit = std::ranges::find_if(
      units, [&](const Unit& one) { return duration.count() % one.milliseconds == 0; });
  return std::to_string(duration.count() / unit->milliseconds) + std::string(unit->name);
}

}  // namespace covet::config
