#include "core/model/document.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/overloaded.h"

namespace covet::model {

namespace {

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const Node& node) {
  const auto array = [&out](const Node::Array& items) {
    out += '[';
    for (const Node& item : items) {
      if (&item != items.data()) out += ", ";
      append_json(out, item);
    }
    out += ']';
  };
  const auto table = [&out](const Node::Table& entries) {
    out += '{';
    for (const Entry& entry : entries) {
      if (&entry != entries.data()) out += ", ";
      append_json_text(out, entry.key);
      out += ": ";
      append_json(out, entry.value);
    }
    out += '}';
  };
  std::visit(overloaded{
                 [&out](const std::string& text) { append_json_text(out, text); },
                 [&out](std::int64_t number) { out += std::to_string(number); },
                 [&out, &node](double) { out += node.spelling; },
                 [&out](bool flag) { out += flag ? "true" : "false"; },
                 [&out](Date date) { append_json_text(out, to_text(date)); },
                 [&out](TimeOfDay time) { append_json_text(out, to_text(time)); },
                 [&out](Timestamp moment) { append_json_text(out, to_text(moment)); },
                 array,
                 table,
             },
             node.value);
}

}  // namespace

const Entry* Node::find(std::string_view key) const {
  const Table* const entries = table();
  if (entries == nullptr) return nullptr;
  const auto found = std::ranges::find(*entries, key, &Entry::key);
  return found == entries->end() ? nullptr : &*found;
}

std::string_view kind_of(const Node& node) {
  return std::visit(overloaded{
                        [](const std::string&) { return std::string_view("a string"); },
                        [](std::int64_t) { return std::string_view("a whole number"); },
                        [](double) { return std::string_view("a number with a point"); },
                        [](bool) { return std::string_view("true or false"); },
                        [](Date) { return std::string_view("a date"); },
                        [](TimeOfDay) { return std::string_view("a time"); },
                        [](Timestamp) { return std::string_view("a date and time"); },
                        [](const Node::Array&) { return std::string_view("a list"); },
                        [](const Node::Table&) { return std::string_view("a table"); },
                    },
                    node.value);
}

std::string to_json(const Node& node) {
  std::string out;
  append_json(out, node);
  return out;
}

}  // namespace covet::model
