#include "cli/change_screen.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "cli/table.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

using schema::Change;
using schema::Verb;

struct VerbFace {
  std::string_view word;
  Colour colour;
};

VerbFace face_of(Verb verb) {
  switch (verb) {
    case Verb::add:
      return {"add", Colour::green};
    case Verb::alter:
      return {"alter", Colour::yellow};
    case Verb::drop:
      return {"drop", Colour::red};
    case Verb::rename:
      return {"rename", Colour::cyan};
  }
  return {"alter", Colour::yellow};
}

std::string sign_of(Verb verb, const Style& style) {
  switch (verb) {
    case Verb::add:
      return "+";
    case Verb::alter:
      return "~";
    case Verb::drop:
      return "-";
    case Verb::rename:
      return std::string(style.sign(Sign::rename));
  }
  return "~";
}

std::string for_terminal(std::string text, const Style& style) {
  return style.unicode() ? text : replace_all(std::move(text), "→", "->");
}

}  // namespace

std::string changes_text(std::span<const Change> changes, const Style& style, std::size_t width) {
  Table table({{""}, {""}, {""}, {"", false, 1}, {""}});
  for (const Change& change : changes) {
    const Verb verb = verb_of(change);
    const schema::Description parts = describe_parts(change);
    const bool loses = !hazards(change).empty();
    table.add({Cell(sign_of(verb, style), face_of(verb).colour), parts.kind, parts.name,
               for_terminal(parts.detail, style),
               loses ? Cell("loses data", Colour::red) : Cell()});
  }
  return table.text(style, width, 2);
}

std::string changes_summary(std::span<const Change> changes) {
  std::map<Verb, std::size_t> counts;
  bool loses = false;
  for (const Change& change : changes) {
    ++counts[verb_of(change)];
    loses = loses || !hazards(change).empty();
  }
  std::vector<std::string> parts;
  for (const auto& [verb, count] : counts) {
    std::string part = fmt::format("{} to {}", count, face_of(verb).word);
    if (verb == Verb::drop && loses) part += " (loses data)";
    parts.push_back(std::move(part));
  }
  return count_of(changes.size(), "change") + ": " + join(parts, ", ");
}

JsonArray hazards_json(const std::vector<schema::Hazard>& hazards) {
  JsonArray array;
  for (const schema::Hazard& hazard : hazards) {
    array.add(JsonObject().add("kind", hazard.kind).add("object", hazard.object));
  }
  return array;
}

JsonArray changes_json(std::span<const Change> changes) {
  JsonArray array;
  for (const Change& change : changes) {
    const schema::Description parts = describe_parts(change);
    JsonObject object;
    object.add("verb", face_of(verb_of(change)).word)
        .add("kind", parts.kind)
        .add("name", parts.name);
    object.add("detail", parts.detail).add("description", describe(change));
    array.add(object.add("hazards", hazards_json(hazards(change))));
  }
  return array;
}

}  // namespace covet::cli
