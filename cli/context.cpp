#include "cli/context.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

std::size_t terminal_width() {
  constexpr std::size_t widest = 100;
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return widest;
  return std::clamp<std::size_t>(size.ws_col, 40, widest);
}

std::optional<std::string> process_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

}  // namespace

std::string shell_word(const std::string& word) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./:@%+=,").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, plain)) return word;
  return "'" + replace_all(word, "'", "'\\''") + "'";
}

Context process_context(Interrupts& interrupts) {
  std::error_code no_folder;
  return Context{
      .out = std::cout,
      .err = std::cerr,
      .in = std::cin,
      .terminal = {.in = isatty(STDIN_FILENO) == 1,
                   .out = isatty(STDOUT_FILENO) == 1,
                   .err = isatty(STDERR_FILENO) == 1,
                   .width = terminal_width()},
      .environment = process_variable,
      .clock = system_clock(),
      .folder = fs::current_path(no_folder),
      .interrupts = interrupts,
  };
}

void Context::say(std::string_view line) const {
  if (!globals.quiet) err << line << '\n' << std::flush;
}

void Context::detail(std::string_view line) const {
  if (globals.verbose > 0) say(line);
}

void Context::warn(std::string_view message) const {
  err << err_style.paint(Colour::yellow, "warning") << ": " << message << '\n' << std::flush;
}

void Context::note(std::string_view message) const {
  say(err_style.paint(Colour::cyan, "note") + ": " + std::string(message));
}

std::string Context::same_place(const std::string& command) const {
  constexpr std::string_view covet = "covet ";
  if (!command.starts_with(covet)) return command;
  std::string flags;
  if (!globals.folder.empty()) flags += "-C " + shell_word(globals.folder) + " ";
  if (!globals.config.empty()) flags += "-c " + shell_word(globals.config) + " ";
  if (!globals.env.empty()) flags += "--env " + shell_word(globals.env) + " ";
  // A URL may hold a password.
  if (!globals.url.empty()) flags += "--url URL ";
  if (!globals.url_file.empty()) flags += "--url-file " + shell_word(globals.url_file) + " ";
  return std::string(covet) + flags + command.substr(covet.size());
}

void Context::next(std::vector<Step> steps) const {
  if (globals.quiet || globals.json || steps.empty()) return;
  std::size_t width = 0;
  for (Step& step : steps)
    step.command = same_place(step.command);
  for (const Step& step : steps)
    width = std::max(width, display_width(step.command));
  bool first = true;
  for (const Step& step : steps) {
    err << (first ? "next: " : "      ") << step.command;
    if (!step.why.empty()) {
      err << std::string(width - display_width(step.command) + 3, ' ')
          << err_style.paint(Colour::dim, step.why);
    }
    err << '\n';
    first = false;
  }
  err << std::flush;
}

bool Context::interactive() const {
  return terminal.in && terminal.err && !globals.no_input;
}

std::optional<std::string> Context::ask(std::string_view question) const {
  err << question << ' ' << std::flush;
  std::string line;
  if (!std::getline(in, line)) {
    err << '\n' << std::flush;
    return std::nullopt;
  }
  return std::string(trim(line));
}

bool Context::confirm(std::string_view question) const {
  const std::string answer = to_lower(ask(std::string(question) + " [y/N]").value_or(""));
  return answer == "y" || answer == "yes";
}

std::string Context::shown(const fs::path& path) const {
  if (path.is_relative()) return path.string();
  const std::string relative = path.lexically_normal().lexically_relative(folder).string();
  if (relative.empty() || relative.starts_with("../..")) return path.string();
  return relative;
}

std::string Context::shown(Timestamp moment) const {
  if (moment == Timestamp{}) return "";
  std::string text = to_text(Timestamp(std::chrono::floor<std::chrono::seconds>(moment)));
  if (!terminal.out || text.size() < 16) return text;
  text[10] = ' ';
  return text.substr(0, 16);
}

}  // namespace covet::cli
