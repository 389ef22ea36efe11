#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/globals.h"
#include "cli/interrupts.h"
#include "cli/style.h"
#include "core/base/clock.h"
#include "core/config/config.h"

namespace covet::cli {

/// Which of the streams are terminals, and how wide the one that shows messages is.
struct Terminal {
  bool in = false;
  bool out = false;
  bool err = false;
  std::size_t width = 100;
};

/// Everything of the outside that a command touches, but files and databases. Not for two threads.
struct Context {
  std::ostream& out;  ///< data
  std::ostream& err;  ///< messages, progress, questions
  std::istream& in;   ///< answers
  Terminal terminal;
  config::Environment environment;
  Clock& clock;
  std::filesystem::path folder;  ///< where relative paths begin; absolute
  Interrupts& interrupts;
  Globals globals{};
  Style out_style{};
  Style err_style{};

  /// A message line; silent with --quiet.
  void say(std::string_view line) const;
  /// Like say, only with --verbose.
  void detail(std::string_view line) const;
  /// "warning: …", also with --quiet.
  void warn(std::string_view message) const;
  /// "note: …".
  void note(std::string_view message) const;

  struct Step {
    std::string command;
    std::string why{};
  };
  /// The last lines of a screen: what to run next, in the same project and on the same database.
  void next(std::vector<Step> steps) const;
  /// `covet …` with the flags by which this run found its project and its database.
  std::string same_place(const std::string& command) const;

  /// True if a person can be asked.
  bool interactive() const;
  /// Prints the question, reads a line; nothing at the end of input.
  std::optional<std::string> ask(std::string_view question) const;
  /// A line of y or n; anything else is no.
  bool confirm(std::string_view question) const;

  /// `path` as seen from `folder`, where that is shorter.
  std::string shown(const std::filesystem::path& path) const;
  /// A moment for this stream of data: "2026-11-01 09:02", with seconds and zone where no person
  /// reads it.
  std::string shown(Timestamp moment) const;
};

/// A word as a shell takes it.
std::string shell_word(const std::string& word);

/// The process's own streams, environment and folder.
Context process_context(Interrupts& interrupts);

}  // namespace covet::cli
