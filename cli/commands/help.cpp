#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/generate/help_text.h"
#include "cli/generate/prose.h"
#include "core/base/hints.h"

namespace covet::cli {
namespace {

class Help : public Command {
 public:
  CommandInfo info() const override {
    return {"help", "", "Explain a command or a topic", Group::shell};
  }

  void define(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("topic", topic_, "A command, or environment, exit-codes, types, config, query")
        ->type_name("TOPIC");
    app.add_option("name", name_, "With types: one field type")->type_name("NAME");
  }

  ExitCode run(Context& context) override {
    const generate::TreeModel tree = generate::model_of(*root_);
    if (topic_.empty()) {
      context.out << generate::overview(tree);
      return ExitCode::ok;
    }
    const generate::CommandModel* const command = tree.find(topic_);
    const auto text = generate::topic_help(topic_, name_);
    if (command == nullptr && !text) throw unknown_topic(tree);
    if (command != nullptr) context.out << generate::command_help(tree, *command);
    if (command != nullptr && text) context.out << '\n';
    if (text) context.out << *text;
    return ExitCode::ok;
  }

 private:
  Error unknown_topic(const generate::TreeModel& tree) const {
    std::vector<std::string> known;
    for (const generate::CommandModel& command : tree.commands)
      known.push_back(command.name);
    for (const generate::Topic& topic : generate::topics())
      known.emplace_back(topic.name);
    const std::string hint = did_you_mean(topic_, known);
    return {Errc::usage, fmt::format("no help on `{}`{}{}", topic_, hint.empty() ? "" : "; ", hint),
            "covet --help lists commands and topics"};
  }

  const CLI::App* root_ = nullptr;
  std::string topic_;
  std::string name_;
};

}  // namespace

std::unique_ptr<Command> help_command() {
  return std::make_unique<Help>();
}

}  // namespace covet::cli
