#include "cli/generate/mdoc.h"

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

std::string escaped(std::string_view text) {
  std::string result = replace_all(std::string(text), "\\", "\\e");
  result = replace_all(std::move(result), "…", "...");
  // A plain hyphen, quote or tilde would be set typographically.
  return replace_all(replace_all(std::move(result), "`", "\\(ga"), "~", "\\(ti");
}

}  // namespace

std::string mdoc_text(std::string_view text) {
  std::string result = escaped(text);
  if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
  return result;
}

std::string mdoc_line(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t stop = text.find(". ");
    const std::string_view sentence =
        stop == std::string_view::npos ? text : text.substr(0, stop + 1);
    lines += mdoc_text(sentence) + "\n";
    text.remove_prefix(stop == std::string_view::npos ? text.size() : stop + 2);
  }
  return lines;
}

std::string mdoc_quoted(std::string_view text) {
  return "\"" + replace_all(escaped(text), "\"", "\\(dq") + "\"";
}

std::string mdoc_tagged_list(std::span<const MdocEntry> entries) {
  std::string text = ".Bl -tag -width Ds\n";
  for (const MdocEntry& entry : entries) {
    text += ".It Cm " + mdoc_text(entry.name) + "\n" + mdoc_line(entry.text);
  }
  return text + ".El\n";
}

std::string mdoc_display(std::string_view text) {
  std::string lines = ".Bd -literal\n";
  for (const std::string& line : split(text, '\n'))
    lines += line.empty() ? ".Pp\n" : mdoc_text(line) + "\n";
  while (lines.ends_with(".Pp\n"))
    lines.resize(lines.size() - 4);
  return lines + ".Ed\n";
}

std::string mdoc_head(std::string_view name, int section, std::string_view about) {
  return fmt::format(
      ".\\\" Made by `covet generate man`; do not edit.\n"
      ".Dd November 23, 2026\n.Dt {} {}\n.Os\n.Sh NAME\n.Nm {}\n.Nd {}\n",
      to_upper(name), section, name, mdoc_text(about));
}

}  // namespace covet::cli::generate
