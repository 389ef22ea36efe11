#include "cli/generate/help_text.h"

#include <algorithm>

#include <fmt/core.h>

#include "cli/exit_code.h"
#include "cli/generate/prose.h"
#include "cli/generate/wrap.h"
#include "core/base/strings.h"
#include "core/model/field_type.h"
#include "core/query/functions.h"
#include "core/query/lookups.h"

namespace covet::cli::generate {
namespace {

constexpr std::size_t width = 80;

using Lines = std::vector<std::pair<std::string, std::string>>;

/// Two columns, the right one wrapped.
std::string two_columns(const Lines& lines, std::size_t widest_left = 26) {
  std::size_t left = 0;
  for (const auto& [name, text] : lines) {
    if (display_width(name) <= widest_left) left = std::max(left, display_width(name));
  }
  std::string out;
  for (const auto& [name, text] : lines) {
    const std::string margin(left + 4, ' ');
    const std::string wrapped = wrap(text, width, margin);
    if (display_width(name) > left) {
      out += "  " + name + "\n" + margin + wrapped + "\n";
    } else {
      out += "  " + name + std::string(left - display_width(name) + 2, ' ') + wrapped + "\n";
    }
  }
  return out;
}

Lines option_lines(const std::vector<OptionModel>& options) {
  Lines lines;
  for (const OptionModel& option : options) {
    std::string help = option.help;
    if (!option.choices.empty()) help += ": " + join(option.choices, ", ");
    lines.emplace_back(option.display(), help);
  }
  return lines;
}

std::string groups(const TreeModel& tree) {
  std::vector<std::string> titles;
  for (const CommandModel& command : tree.commands) {
    if (std::ranges::find(titles, command.group) == titles.end()) titles.push_back(command.group);
  }
  std::string out;
  for (const std::string& title : titles) {
    Lines lines;
    for (const CommandModel& command : tree.commands) {
      if (command.group == title) lines.emplace_back(command.name, command.summary);
    }
    out += "\n" + title + "\n" + two_columns(lines);
  }
  return out;
}

std::string exit_code_lines() {
  Lines lines;
  for (const ExitCodeInfo& info : exit_codes())
    lines.emplace_back(std::to_string(number(info.code)), info.meaning);
  return two_columns(lines);
}

/// Of one type, or of all where `only` is none.
std::string type_lines(std::string_view only) {
  const auto wanted = model::parse_field_type(only);
  Lines lines;
  for (const model::FieldTypeInfo& type : model::field_types()) {
    if (wanted && type.type != *wanted) continue;
    std::string text(type.summary);
    const auto listed = [](std::string_view names) {
      return replace_all(std::string(names), " ", ", ");
    };
    if (!type.required.empty()) text += "; needs " + listed(type.required);
    if (!type.options.empty()) text += "; takes " + listed(type.options);
    lines.emplace_back(type.name, text);
  }
  return two_columns(lines);
}

std::string query_lines() {
  std::string out =
      "A query is a model and the steps behind it:\n\n"
      "  post.filter(author__name__startswith=\"A\", rating__gte=4).order_by(\"-rating\")[:10]\n\n"
      "Two underscores follow a relation, in both directions, or begin a lookup. Conditions in "
      "one\n"
      "filter() all hold; Q(…) | Q(…), Q(…) & Q(…) and ~Q(…) put them together. F(\"field\") is a\n"
      "field as a value, Value(…) a constant where a text would mean a field.\n\n"
      "Steps: filter exclude order_by reverse distinct values annotate aggregate count exists "
      "first "
      "last\n"
      "  get limit offset [a:b] only defer select_related union intersection difference with join\n"
      "  select_for_update none update delete\n\nLookups\n";
  Lines lines;
  for (const query::LookupInfo& lookup : query::lookups()) {
    if (!lookup.summary.empty()) lines.emplace_back(lookup.name, lookup.summary);
  }
  out += two_columns(lines);
  for (const auto& [use, title] :
       {std::pair(query::Use::aggregate, "Aggregates: of all rows, or of each group"),
        std::pair(query::Use::function, "Functions"),
        std::pair(query::Use::window,
                  "Functions of a Window(…, partition_by=[…], order_by=[…])")}) {
    lines.clear();
    for (const query::FunctionInfo& function : query::functions()) {
      if (function.use == use && !function.summary.empty())
        lines.emplace_back(function.name, function.summary);
    }
    out += fmt::format("\n{}\n", title) + two_columns(lines);
  }
  return out +
         "\nAlso Case(When(…, then=…), default=…), Subquery(…), Exists(…), OuterRef(\"pk\"),\n"
         "Cast(…, \"text\"), Extract(…, \"year\"), Trunc(…, \"month\"), Raw(\"sql {}\", …),\n"
         "Json('{\"a\": 1}'), Date(\"2026-11-27\"), Time(\"09:30:00\"), DateTime(\"…\").\n\n"
         "The same on every engine: days and hours are UTC's; whole numbers divide into a whole\n"
         "number, cut towards zero; what is divided by zero is NULL; Greatest and Least of a NULL\n"
         "are NULL. Not the same: where NULL is sorted, unless nulls_first or nulls_last says it\n"
         "(PostgreSQL: behind all others; MySQL and SQLite: before them); how enums sort (SQLite:\n"
         "as texts; the others: as they are declared); how many digits a decimal has that is\n"
         "divided.\n";
}

}  // namespace

std::string overview(const TreeModel& tree) {
  std::string out =
      tree.summary + "\n\nUsage: covet [--env NAME] <command> [options]\n" + groups(tree);
  out += "\nExamples\n" +
         two_columns({{"covet make \"add ratings\"", "write a migration from the changed models"},
                      {"covet migrate --dry-run", "show the plan, change nothing"},
                      {"covet rollback --steps 2", "undo the last two migrations"}},
                     30);
  out += "\nOptions of every command\n" + two_columns(option_lines(tree.globals));
  std::vector<std::string> names;
  for (const Topic& topic : topics())
    names.emplace_back(topic.name);
  out +=
      fmt::format("\nMore: covet help <command>, covet help {}, man covet\n", join(names, " | "));
  return out;
}

std::string command_help(const TreeModel& tree, const CommandModel& command) {
  const CommandProse& prose = prose_of(command.name);
  std::string out = fmt::format("{}\n\nUsage: {}\n", command.summary, command.usage());
  if (!command.alias.empty()) out += fmt::format("Alias: covet {}\n", command.alias);
  for (const std::string& paragraph : paragraphs(prose.text))
    out += "\n" + wrap(paragraph, width, "") + "\n";
  if (!command.options.empty()) out += "\nOptions\n" + two_columns(option_lines(command.options));
  std::vector<std::string> flags;
  for (const OptionModel& option : tree.globals)
    flags.push_back(option.flags.back());
  out += "\nOptions of every command (see covet --help)\n  " + wrap(join(flags, " "), width, "  ") +
         "\n";
  Lines examples;
  for (const Example& example : prose.examples)
    examples.emplace_back(example.command, example.why);
  if (!examples.empty()) out += "\nExamples\n" + two_columns(examples, 46);
  return out;
}

std::optional<std::string> topic_help(std::string_view topic_name, std::string_view name) {
  const auto topic = std::ranges::find(topics(), topic_name, &Topic::name);
  if (topic == topics().end()) return std::nullopt;
  std::string out = std::string(topic->summary) + "\n\n";
  if (topic_name == "exit-codes") return out + exit_code_lines();
  if (topic_name == "types") return out + type_lines(name);
  if (topic_name == "query") return out + query_lines();
  return out + std::string(topic->text);
}

}  // namespace covet::cli::generate
