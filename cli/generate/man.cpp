#include "cli/generate/man.h"

#include <algorithm>

#include <fmt/core.h>

#include "cli/exit_code.h"
#include "cli/generate/man_files.h"
#include "cli/generate/mdoc.h"
#include "cli/generate/prose.h"
#include "cli/generate/wrap.h"
#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

std::string flag_macros(const OptionModel& option) {
  std::vector<std::string> parts;
  for (const std::string& flag : option.flags) {
    parts.push_back("Fl " + mdoc_text(flag.substr(1)) +
                    (option.takes_value() ? " Ar " + option.value : ""));
  }
  return join(parts, " , ");
}

std::string option_list(const std::vector<OptionModel>& options) {
  std::string text = ".Bl -tag -width Ds\n";
  for (const OptionModel& option : options) {
    text += option.is_argument() ? ".It Ar " + option.argument + "\n"
                                 : ".It " + flag_macros(option) + "\n";
    std::string help = option.help;
    if (!option.choices.empty()) help += ": " + join(option.choices, ", ");
    text += mdoc_line(help + ".");
  }
  return text + ".El\n";
}

std::string examples(const CommandProse& prose) {
  if (prose.examples.empty()) return "";
  std::string text = ".Sh EXAMPLES\n.Bl -tag -width Ds\n";
  for (const Example& example : prose.examples) {
    text += ".It Li " + mdoc_quoted(example.command) + "\n" + mdoc_line(example.why);
  }
  return text + ".El\n";
}

std::string exit_status() {
  std::string text = ".Sh EXIT STATUS\n.Bl -tag -width 130 -compact\n";
  for (const ExitCodeInfo& info : exit_codes()) {
    text += fmt::format(".It {}\n{}", number(info.code), mdoc_line(info.meaning));
  }
  return text + ".El\n";
}

Page command_page(const CommandModel& command) {
  const CommandProse& prose = prose_of(command.name);
  const std::string name = "covet-" + command.name;
  std::string text =
      mdoc_head(name, 1, to_lower(command.summary.substr(0, 1)) + command.summary.substr(1));
  text += ".Sh SYNOPSIS\n.Nm covet " + command.name + "\n.Op Ar options\n";
  for (const OptionModel& option : command.options) {
    if (option.is_argument())
      text += (option.required ? ".Ar " : ".Op Ar ") + option.argument + "\n";
  }
  text += ".Sh DESCRIPTION\n";
  bool first = true;
  for (const std::string& paragraph : paragraphs(prose.text)) {
    text += (first ? "" : ".Pp\n") + mdoc_line(paragraph);
    first = false;
  }
  if (!command.alias.empty())
    text += ".Pp\n" + mdoc_line("covet " + command.alias + " is the same.");
  if (!command.options.empty())
    text += ".Pp\nThe options are as follows:\n" + option_list(command.options);
  text += ".Pp\nThe options of every command are described in\n.Xr covet 1 .\n";
  text += examples(prose);
  return {name + ".1", text +
                           ".Sh SEE ALSO\n.Xr covet 1 ,\n.Xr covet-migration 5 ,\n.Xr covet-model "
                           "5 ,\n.Xr covet.toml 5\n"};
}

Page main_page(const TreeModel& tree) {
  std::string text = mdoc_head("covet", 1, "migrations and schema management from TOML");
  text += ".Sh SYNOPSIS\n.Nm\n.Op Ar options\n.Ar command\n.Op Ar arguments\n.Sh DESCRIPTION\n";
  text += mdoc_line(
      "covet keeps a database in step with models that people write in TOML. It compares the "
      "models with a live "
      "PostgreSQL, MySQL, MariaDB or SQLite database, writes migrations forward and backward as "
      "plain SQL, applies "
      "them and rolls them back.");
  text += ".Pp\nThe commands are as follows:\n.Bl -tag -width Ds\n";
  for (const CommandModel& command : tree.commands) {
    text += ".It Xr covet-" + command.name + " 1\n" + mdoc_line(command.summary + ".");
  }
  text += ".El\n.Pp\nThese options are taken by every command, before or behind its name:\n" +
          option_list(tree.globals);
  text += ".Sh ENVIRONMENT\n";
  for (const Topic& topic : topics()) {
    if (topic.name == "environment") text += mdoc_display(topic.text);
  }
  text += exit_status() + ".Sh SEE ALSO\n";
  std::vector<std::string> names;
  for (const CommandModel& command : tree.commands)
    names.push_back(command.name);
  std::ranges::sort(names);
  for (const std::string& name : names)
    text += ".Xr covet-" + name + " 1 ,\n";
  return {
      "covet.1",
      text +
          ".Xr covet-migration 5 ,\n.Xr covet-model 5 ,\n.Xr covet.toml 5 ,\n.Xr covet-limits 7\n"};
}

}  // namespace

std::vector<Page> manual(const TreeModel& tree) {
  std::vector<Page> pages{main_page(tree)};
  for (const CommandModel& command : tree.commands)
    pages.push_back(command_page(command));
  pages.push_back(model_page());
  pages.push_back(migration_page());
  pages.push_back(config_page());
  pages.push_back(limits_page());
  return pages;
}

}  // namespace covet::cli::generate
