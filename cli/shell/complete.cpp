#include "cli/shell/complete.h"

#include <algorithm>
#include <cctype>

#include "core/base/strings.h"
#include "core/query/lookups.h"
#include "core/query/query_reader.h"
#include "core/query/relations.h"

namespace covet::cli {
namespace {

using model::Model;
using model::ModelSet;

bool is_word(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return std::isalnum(byte) != 0 || letter == '_' || byte >= 0x80U;
}

std::string_view last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_word(text[begin - 1]))
    --begin;
  return text.substr(begin);
}

/// Where the brackets and quotes of a text stand at its end.
struct Depth {
  int brackets = 0;
  char quote = 0;
};

Depth depth_of(std::string_view text) {
  Depth depth;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (depth.quote != 0) {
      if (letter == '\\') {
        ++i;
      } else if (letter == depth.quote) {
        depth.quote = 0;
      }
      continue;
    }
    if (letter == '"' || letter == '\'') depth.quote = letter;
    if (letter == '(' || letter == '[') ++depth.brackets;
    if (letter == ')' || letter == ']') --depth.brackets;
  }
  return depth;
}

Completion chosen(std::string_view word, std::string_view before, std::vector<std::string> all) {
  Completion made{word.size(), {}};
  const std::string_view rest = word.substr(before.size());
  for (std::string& each : all) {
    if (each.starts_with(rest)) made.words.push_back(std::string(before) + each);
  }
  std::ranges::sort(made.words);
  made.words.erase(std::unique(made.words.begin(), made.words.end()), made.words.end());
  return made;
}

std::vector<std::string> fields_of(const ModelSet& models, const Model& model) {
  std::vector<std::string> names = query::relation_names(models, model);
  for (const model::Field& field : model.fields)
    names.push_back(field.name);
  return names;
}

std::vector<std::string> lookup_names() {
  std::vector<std::string> names;
  for (const query::LookupInfo& lookup : query::lookups()) {
    if (lookup.name.find('.') == std::string_view::npos) names.emplace_back(lookup.name);
  }
  return names;
}

/// "author__na": what stands behind the last two underscores of a path that begins at `model`.
Completion path(const ModelSet& models, const Model& model, std::string_view word) {
  const Model* at = &model;
  std::size_t begin = 0;
  for (std::size_t end = word.find("__"); end != std::string_view::npos && at != nullptr;
       end = word.find("__", begin)) {
    const auto relation = query::find_relation(models, *at, word.substr(begin, end - begin));
    at = relation ? relation->to : nullptr;
    begin = end + 2;
  }
  std::vector<std::string> names;
  if (at != nullptr) names = fields_of(models, *at);
  // A relation may be compared itself, too.
  if (begin > 0) {
    for (std::string& lookup : lookup_names())
      names.push_back(std::move(lookup));
  }
  return chosen(word, word.substr(0, begin), std::move(names));
}

std::vector<std::string> handles(const ModelSet& models) {
  std::vector<std::string> names;
  for (const Model& model : models.models)
    names.push_back(model.handle);
  return names;
}

}  // namespace

const std::vector<ShellCommand>& shell_commands() {
  static const std::vector<ShellCommand> commands = {
      {"\\d", "[MODEL]", "the models, or one's fields and relations"},
      {"\\explain", "QUERY", "how the database would find the rows"},
      {"\\format", "FORMAT", "rows as table, json, jsonl or csv"},
      {"\\help", "", "this list"},
      {"\\q", "", "leave, as Ctrl-D does"},
      {"\\sql", "QUERY", "the statement, without running it"},
      {"\\timing", "on|off", "how long each query took"},
      {"\\write", "on|off", "let update(…) and delete() change rows"},
  };
  return commands;
}

Completion complete(const ModelSet& models, std::string_view line) {
  if (line.starts_with('\\')) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) {
      std::vector<std::string> names;
      for (const ShellCommand& command : shell_commands())
        names.emplace_back(command.name);
      return chosen(line, "", std::move(names));
    }
    line.remove_prefix(blank + 1);
  }
  const std::string_view word = last_word(line);
  const std::string_view before = trim(line.substr(0, line.size() - word.size()));
  if (before.empty()) return chosen(word, "", handles(models));
  const Depth depth = depth_of(before);
  if (depth.brackets == 0 && depth.quote == 0) {
    if (!before.ends_with('.')) return {};
    const std::vector<std::string_view> methods = query::method_names();
    return chosen(word, "", {methods.begin(), methods.end()});
  }
  const std::string_view start = trim(line);
  const Model* const model = models.find(start.substr(0, start.find_first_of(".([ ")));
  // Behind a sign of comparison stands a value.
  if (model == nullptr || (depth.quote == 0 && before.ends_with('='))) return {};
  return path(models, *model, word);
}

bool is_open(std::string_view text) {
  const Depth depth = depth_of(text);
  return depth.brackets > 0 || depth.quote != 0;
}

}  // namespace covet::cli
