#include "core/model/reader.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::model {

SourceSpan Reader::span(const Place& place) const {
  return {source_.file(), place.line, place.column, place.length};
}

Diagnostic& Reader::fault(const Place& place, std::string code, std::string message,
                          std::string help) {
  return draft_.faults.add(span(place), std::move(code), std::move(message), std::move(help));
}

void Reader::wrong_type(const Entry& entry, std::string_view wanted) {
  fault(entry.value.where, "CV102",
        fmt::format("`{}` wants {}, not {}", entry.key, wanted, kind_of(entry.value)));
}

void Reader::unknown(const Entry& entry, const std::string& where,
                     std::span<const std::string> known) {
  Diagnostic& found =
      fault(entry.where, "CV101", fmt::format("unknown option `{}` {}", entry.key, where));
  found.label = did_you_mean(entry.key, known);
  found.notes.push_back("known here: " + join(known, ", "));
}

void Reader::read(const Entry& entry, std::string& target) {
  const std::string* const text = entry.value.text();
  if (text == nullptr) return wrong_type(entry, "a string");
  if (text->find('\0') != std::string::npos) {
    fault(entry.value.where, "CV104", fmt::format("`{}` holds a NUL character", entry.key),
          "no engine stores one in text: take it out");
    return;
  }
  target = *text;
}

void Reader::read(const Entry& entry, bool& target) {
  const bool* const flag = std::get_if<bool>(&entry.value.value);
  if (flag == nullptr) return wrong_type(entry, "true or false");
  target = *flag;
}

void Reader::read(const Entry& entry, std::optional<bool>& target) {
  bool flag = target.value_or(false);
  read(entry, flag);
  target = flag;
}

void Reader::read(const Entry& entry, std::optional<std::int64_t>& target) {
  const auto* const number = std::get_if<std::int64_t>(&entry.value.value);
  if (number == nullptr) return wrong_type(entry, "a whole number");
  target = *number;
}

void Reader::read(const Entry& entry, std::vector<std::string>& target) {
  if (const std::string* const text = entry.value.text()) {
    target = {*text};
    return;
  }
  const Node::Array* const items = entry.value.array();
  if (items == nullptr) return wrong_type(entry, "a list of strings");
  target.clear();
  for (const Node& item : *items) {
    if (const std::string* const text = item.text()) {
      target.push_back(*text);
    } else {
      fault(item.where, "CV102",
            fmt::format("`{}` wants strings, not {}", entry.key, kind_of(item)));
    }
  }
}

void Reader::read(const Entry& entry, SqlText& target) {
  if (entry.value.text() != nullptr) {
    std::string text;
    read(entry, text);
    target = sql_for_all(std::move(text));
    return;
  }
  const Node::Table* const texts = entry.value.table();
  if (texts == nullptr) return wrong_type(entry, "SQL as a string, or a table of them by engine");
  if (texts->size() == 1 && texts->front().key == "sql") return read(texts->front(), target);
  if (texts->empty()) {
    fault(entry.value.where, "CV103", fmt::format("`{}` holds no SQL", entry.key));
    return;
  }
  const auto words = engine_words();
  for (const Entry& text : *texts) {
    if (std::ranges::find(words, text.key) == words.end()) {
      unknown(text, fmt::format("in `{}`", entry.key),
              std::vector<std::string>(words.begin(), words.end()));
    } else {
      read(text, target.by_engine[text.key]);
    }
  }
}

void Reader::read(const Entry& entry, std::optional<RefAction>& target) {
  std::string text;
  static constexpr std::array<std::string_view, 5> actions = {"NO ACTION", "RESTRICT", "CASCADE",
                                                              "SET NULL", "SET DEFAULT"};
  read_word(entry, actions, text);
  if (const auto action = parse_ref_action(text)) target = *action;
}

void Reader::read(const Entry& entry, Deferrable& target) {
  if (const bool* const flag = std::get_if<bool>(&entry.value.value)) {
    target = *flag ? Deferrable::deferrable : Deferrable::no;
    return;
  }
  if (entry.value.text() == nullptr) return wrong_type(entry, "true, false or \"deferred\"");
  static constexpr std::array<std::string_view, 1> words = {"deferred"};
  std::string text;
  read_word(entry, words, text);
  if (!text.empty()) target = Deferrable::initially_deferred;
}

void Reader::read_choice(const Node& node, std::vector<Choice>& target) {
  if (const std::string* const text = node.text()) {
    target.push_back({*text});
  } else if (!node.spelling.empty()) {
    target.push_back({node.spelling});
  } else if (const Node::Table* const table = node.table()) {
    Choice choice;
    const Entry* const value = node.find("value");
    if (value == nullptr) fault(node.where, "CV103", "a choice has no `value`");
    for (const Entry& entry : *table) {
      if (entry.key == "value") {
        read(entry, choice.value);
      } else if (entry.key == "renamed_from") {
        read(entry, choice.renamed_from);
      } else {
        unknown(entry, "in a choice", std::array<std::string, 2>{"value", "renamed_from"});
      }
    }
    if (value != nullptr) target.push_back(std::move(choice));
  } else {
    fault(node.where, "CV102",
          fmt::format("a choice is a string or {{ value = \"…\" }}, not {}", kind_of(node)));
  }
}

void Reader::read(const Entry& entry, std::vector<Choice>& target) {
  const Node::Array* const items = entry.value.array();
  if (items == nullptr) return wrong_type(entry, "a list of strings");
  // A named enum may be without values where the engine has such; a field's own may not.
  if (items->empty() && entry.key == "choices") {
    fault(entry.value.where, "CV104", fmt::format("`{}` is empty", entry.key),
          "name one value at least");
  }
  target.clear();
  for (const Node& item : *items) {
    read_choice(item, target);
    const auto same = std::ranges::count(
        target, target.empty() ? std::string() : target.back().value, &Choice::value);
    if (same > 1) {
      fault(item.where, "CV104",
            fmt::format("`{}` names \"{}\" twice", entry.key, target.back().value));
      target.pop_back();
    }
  }
}

bool Reader::check_name(const Place& place, std::string_view name) {
  if (!name.empty() && name.find('\0') == std::string_view::npos) return true;
  fault(place, "CV115", name.empty() ? "a name is empty" : "a name holds a NUL character");
  return false;
}

void Reader::read(const Entry& entry, std::map<std::string, std::string>& target) {
  const Node::Table* const options = entry.value.table();
  if (options == nullptr) return wrong_type(entry, "a table of options");
  for (const Entry& option : *options) {
    if (const bool* const flag = std::get_if<bool>(&option.value.value)) {
      target[option.key] = *flag ? "true" : "false";
    } else if (!option.value.spelling.empty()) {
      target[option.key] = option.value.spelling;
    } else {
      read(option, target[option.key]);
    }
  }
}

void Reader::read_name(const Entry& entry, std::string& target) {
  const std::string* const text = entry.value.text();
  if (text == nullptr) return wrong_type(entry, "a string");
  if (check_name(entry.value.where, *text)) target = *text;
}

void Reader::read_word(const Entry& entry, std::span<const std::string_view> words,
                       std::string& target) {
  const std::string* const text = entry.value.text();
  if (text == nullptr) return wrong_type(entry, "a string");
  for (const std::string_view word : words) {
    if (equals_ignoring_case(word, *text)) {
      target = word;
      return;
    }
  }
  Diagnostic& found =
      fault(entry.value.where, "CV104", fmt::format("`{}` can't be \"{}\"", entry.key, *text),
            fmt::format("it is {}", any_of_words(words)));
  found.label = did_you_mean(*text, std::vector<std::string>(words.begin(), words.end()));
}

std::span<const std::string_view> engine_words() {
  static constexpr std::array<std::string_view, 4> words = {"postgresql", "mysql", "mariadb",
                                                            "sqlite"};
  return words;
}

std::string any_of_words(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("\"{}\"", words[i]);
  }
  return text;
}

}  // namespace covet::model
