#pragma once

#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/globals.h"

namespace covet::cli {

/// The program's CLI11 tree with the commands that stand in it. `globals` must outlive it and
/// receives what is parsed.
class CommandTree {
 public:
  explicit CommandTree(Globals& globals);
  ~CommandTree();
  CommandTree(const CommandTree&) = delete;
  CommandTree& operator=(const CommandTree&) = delete;

  CLI::App& root() { return *root_; }
  const CLI::App& root() const { return *root_; }
  /// The command that was parsed, or null.
  Command* chosen() const;

 private:
  struct Entry {
    std::unique_ptr<Command> command;
    CLI::App* app;
  };
  std::unique_ptr<CLI::App> root_;
  std::vector<Entry> entries_;
};

}  // namespace covet::cli
