#include "cli/app.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command_tree.h"
#include "cli/generate/help_text.h"
#include "cli/report.h"
#include "cli/usage.h"
#include "cli/version.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

void set_styles(Context& context) {
  const std::string& choice = context.globals.color;
  context.out_style = style_for(choice, context.terminal.out, context.environment);
  context.err_style = style_for(choice, context.terminal.err, context.environment);
}

/// "--color: blue not in {auto,always,never}" and its like, in covet's words.
std::string reworded(const CLI::ParseError& error) {
  const std::string text = replace_all(error.what(), "At Most 1 required but received",
                                       "wanted once, but given this often:");
  const std::size_t colon = text.find(": ");
  if (colon == std::string::npos) return text;
  const std::string name = text.substr(0, colon);
  const std::string rest = text.substr(colon + 2);
  const std::size_t set = rest.find(" not in {");
  if (set != std::string::npos && rest.ends_with('}')) {
    const std::string choices = rest.substr(set + 9, rest.size() - set - 10);
    return fmt::format("`{}` takes {}, not `{}`", name, replace_all(choices, ",", ", "),
                       rest.substr(0, set));
  }
  constexpr std::string_view wanted = "1 required ";
  constexpr std::string_view missing = " missing";
  if (rest.starts_with(wanted) && rest.ends_with(missing)) {
    return fmt::format("`{}` needs {}", name,
                       rest.substr(wanted.size(), rest.size() - wanted.size() - missing.size()));
  }
  return text;
}

Error parse_error(const CLI::ParseError& error, const generate::CommandModel* command) {
  std::string message = reworded(error);
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && command != nullptr) {
    for (const generate::OptionModel& option : command->options) {
      if (option.required)
        message = fmt::format("`covet {}` needs {}", command->name, option.display());
    }
  }
  const std::string hint = command == nullptr ? "covet --help" : "usage: " + command->usage();
  return {Errc::usage, message, hint};
}

/// Parses; gives what was wrong, unless help or the version was asked for.
std::optional<Error> parse(std::vector<std::string> arguments, CommandTree& tree,
                           const Globals& globals) {
  std::reverse(arguments.begin(), arguments.end());
  std::optional<Error> fault;
  const auto model = [&] { return generate::model_of(tree.root()); };
  const auto command_in = [&](const generate::TreeModel& in) {
    return tree.chosen() == nullptr ? nullptr : in.find(tree.chosen()->info().name);
  };
  try {
    tree.root().parse(arguments);
    const std::vector<std::string> leftovers = tree.root().remaining(true);
    if (!leftovers.empty()) {
      const generate::TreeModel all = model();
      fault = usage_error(leftovers, all, command_in(all));
    }
  } catch (const CLI::ParseError& error) {
    const generate::TreeModel all = model();
    fault = parse_error(error, command_in(all));
  }
  if (globals.help || globals.version) fault.reset();
  return fault;
}

void change_folder(Context& context) {
  if (context.globals.folder.empty()) return;
  const auto folder = (context.folder / context.globals.folder).lexically_normal();
  if (!std::filesystem::is_directory(folder)) {
    throw Error(Errc::usage, fmt::format("no folder {}", folder.string()),
                "-C DIR names the folder to run in");
  }
  context.folder = folder;
}

ExitCode dispatch(CommandTree& tree, Context& context) {
  if (context.globals.version) {
    context.out << version_text();
    return ExitCode::ok;
  }
  Command* command = tree.chosen();
  if (context.globals.help || command == nullptr) {
    const generate::TreeModel model = generate::model_of(tree.root());
    std::ostream& stream = context.globals.help ? context.out : context.err;
    if (command == nullptr) {
      stream << generate::overview(model);
    } else if (const generate::CommandModel* known = model.find(command->info().name)) {
      stream << generate::command_help(model, *known);
    }
    return context.globals.help ? ExitCode::ok : ExitCode::usage;
  }
  change_folder(context);
  return command->run(context);
}

ExitCode fail(const Error& error, const Context& context) {
  ExitCode code = exit_code(error.code());
  if (error.code() == Errc::cancelled) code = exit_code_for_signal(context.interrupts.signal());
  report(error, context);
  if (context.globals.json) context.out << error_json(error, code);
  return code;
}

ExitCode fail_unexpectedly(std::string_view what, const Context& context) {
  return fail(Error(Errc::internal, fmt::format("covet met what it should not: {}", what),
                    "this is a bug in covet; please report it with the command you ran"),
              context);
}

/// A full disk behind standard output is an error; a reader that left (`| head`) is none.
ExitCode finish(ExitCode code, Context& context) {
  errno = 0;
  context.out.flush();
  if (context.out.good() || errno == EPIPE || code != ExitCode::ok) return code;
  return fail(Error(Errc::io, "cannot write to standard output"), context);
}

}  // namespace

int run(std::vector<std::string> arguments, Context& context) {
  CommandTree tree(context.globals);
  const std::optional<Error> fault = parse(std::move(arguments), tree, context.globals);
  set_styles(context);
  if (fault) return number(fail(*fault, context));
  ExitCode code = ExitCode::ok;
  try {
    code = dispatch(tree, context);
  } catch (const Error& error) {
    code = fail(error, context);
  } catch (const std::exception& error) {
    code = fail_unexpectedly(error.what(), context);
  }
  return number(finish(code, context));
}

}  // namespace covet::cli
