#include "cli/doctor_shell.h"

#include <algorithm>

#include <fmt/core.h>
#include <unistd.h>

#include "adapters/backends.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

bool in_path(std::string_view program, const Context& context) {
  const std::vector<std::string> folders =
      split(context.environment("PATH").value_or("/usr/bin:/bin"), ':');
  return std::ranges::any_of(folders, [&](const std::string& folder) {
    const fs::path file = context.folder / folder / program;
    return !folder.empty() && fs::is_regular_file(file) && ::access(file.c_str(), X_OK) == 0;
  });
}

struct ShellPlaces {
  std::string_view shell;
  /// Beneath the home folder, where a person puts them by hand.
  std::string_view own;
  std::vector<std::string_view> shared;
};

const std::vector<ShellPlaces>& shells() {
  static const std::vector<ShellPlaces> all{
      {"bash",
       ".local/share/bash-completion/completions/covet",
       {"/usr/share/bash-completion/completions/covet",
        "/usr/local/share/bash-completion/completions/covet", "/etc/bash_completion.d/covet"}},
      {"zsh",
       ".zfunc/_covet",
       {"/usr/share/zsh/vendor-completions/_covet", "/usr/share/zsh/site-functions/_covet",
        "/usr/local/share/zsh/site-functions/_covet"}},
      {"fish",
       ".config/fish/completions/covet.fish",
       {"/usr/share/fish/vendor_completions.d/covet.fish",
        "/usr/local/share/fish/vendor_completions.d/covet.fish"}},
  };
  return all;
}

}  // namespace

void check_programs(DoctorReport& report, const Context& context) {
  std::vector<std::string> found;
  std::vector<std::string> missing;
  for (const schema::Backend* backend : adapters::backends()) {
    const auto programs = backend->client.programs;
    const auto there = std::ranges::find_if(
        programs, [&](std::string_view program) { return in_path(program, context); });
    if (there != programs.end()) {
      found.emplace_back(*there);
    } else {
      missing.emplace_back(programs.front());
    }
  }
  std::string detail = found.empty() ? "none found" : join(found, ", ");
  if (!missing.empty()) detail += fmt::format("; without {}", join(missing, ", "));
  report.fine("clients", detail + " (covet needs none)");
}

void check_completions(DoctorReport& report, const Context& context) {
  const std::string shell = fs::path(context.environment("SHELL").value_or("")).filename().string();
  const auto known = std::ranges::find(shells(), shell, &ShellPlaces::shell);
  if (known == shells().end()) {
    report.fine("completions", shell.empty() ? "SHELL is not set" : "none for " + shell);
    return;
  }
  const fs::path own = fs::path(context.environment("HOME").value_or("")) / known->own;
  std::vector<fs::path> places(known->shared.begin(), known->shared.end());
  places.insert(places.begin(), own);
  const auto there =
      std::ranges::find_if(places, [](const fs::path& place) { return fs::exists(place); });
  if (there != places.end()) {
    report.fine("completions", fmt::format("{}, {}", shell, there->string()));
    return;
  }
  report.attention("completions", "not installed for " + shell,
                   fmt::format("covet completions {} > ~/{}", shell, known->own));
}

void check_terminal(DoctorReport& report, const Context& context) {
  if (!context.terminal.out) {
    report.fine("terminal", "output goes to no terminal");
    return;
  }
  const std::string detail = fmt::format("{} columns, {}", context.terminal.width,
                                         context.out_style.colour() ? "colours" : "no colours");
  if (context.out_style.unicode()) {
    report.fine("terminal", detail + ", UTF-8");
  } else {
    report.attention("terminal", detail + ", not UTF-8: signs are shown in ASCII",
                     "export LC_ALL=C.UTF-8");
  }
}

}  // namespace covet::cli
