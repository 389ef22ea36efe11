#pragma once

#include <memory>
#include <string_view>

#include "cli/context.h"
#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace covet::cli {

/// Where a command stands in the list that help shows.
enum class Group : std::uint8_t { start, every_day, check, look, repair, shell, hidden };

/// What is known of a command before it runs.
struct CommandInfo {
  std::string_view name;
  std::string_view alias;  ///< may be empty
  std::string_view summary;
  Group group;
};

/// One command. The object holds the values of its own options between parsing and running.
class Command {
 public:
  virtual ~Command() = default;
  virtual CommandInfo info() const = 0;
  /// Adds its options and arguments.
  virtual void define(CLI::App& app) = 0;
  /// Does it. What goes wrong is thrown as Error; the result says what else the program exits with.
  virtual ExitCode run(Context& context) = 0;
};

}  // namespace covet::cli
