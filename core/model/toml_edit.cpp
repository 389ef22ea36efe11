#include "core/model/toml_edit.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/model/toml_text.h"

namespace covet::model {

namespace {

/// How a table is written.
enum class Form : std::uint8_t { section, inline_table, dotted };

Form form_of(const Source& source, const Node& table) {
  const std::size_t at = source.offset_of(table.where.line, table.where.column);
  const char first = at < source.text().size() ? source.text()[at] : '[';
  if (first == '{') return Form::inline_table;
  return first == '[' ? Form::section : Form::dotted;
}

std::size_t begin_of(const Source& source, const Place& place) {
  return source.offset_of(place.line, place.column);
}

std::size_t end_of(const Source& source, const Node& node) {
  return source.offset_of(node.end.line, node.end.column);
}

std::string text_of(const Source& source, const Node& node) {
  const std::size_t begin = begin_of(source, node.where);
  return source.text().substr(begin, end_of(source, node) - begin);
}

bool is_header(std::string_view line) {
  return trim(line).starts_with('[');
}

std::string header(const TomlPath& path) {
  std::vector<std::string> keys;
  for (const std::string& key : path)
    keys.push_back(toml_key(key));
  return "[" + join(keys, ".") + "]";
}

bool is_below(std::string_view line, const TomlPath& path) {
  const std::string own = header(path);
  const std::string_view text = trim(line);
  const std::string_view stem = std::string_view(own).substr(0, own.size() - 1);
  return text.starts_with(own) || text.starts_with(std::string(stem) + ".");
}

/// Lines from each header at or below `path` to the next header that isn't.
std::vector<std::pair<std::size_t, std::size_t>> section_lines(const Source& source,
                                                               const TomlPath& path) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  bool inside = false;
  for (std::size_t line = 1; line <= source.line_count(); ++line) {
    if (is_header(source.line(line))) {
      const bool below = is_below(source.line(line), path);
      if (below && !inside) found.emplace_back(line, line);
      inside = below;
    }
    if (inside) found.back().second = line;
  }
  return found;
}

std::string lines_text(const Source& source, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t line = first; line <= last; ++line)
    text += std::string(source.line(line)) + "\n";
  while (text.ends_with("\n\n"))
    text.pop_back();
  return text;
}

std::string section_text(const Source& source, const TomlPath& path) {
  std::vector<std::string> parts;
  for (const auto& [first, last] : section_lines(source, path))
    parts.push_back(lines_text(source, first, last));
  return join(parts, "\n");
}

bool same_value(const Node& a, const Node& b) {
  return kind_of(a) == kind_of(b) && to_json(a) == to_json(b);
}

class Comparer {
 public:
  explicit Comparer(const Source& to) : to_(to) {}

  std::vector<TomlEdit> run(const Node& from, const Node& to) {
    compare(from, to, {});
    return std::move(edits_);
  }

 private:
  void compare(const Node& from, const Node& to, const TomlPath& path) {
    for (const Entry& entry : *to.table()) {
      TomlPath own = path;
      own.push_back(entry.key);
      const Entry* const old = from.find(entry.key);
      if (old == nullptr) {
        add(entry.value, own);
      } else if (old->value.table() != nullptr && entry.value.table() != nullptr) {
        compare(old->value, entry.value, own);
      } else if (!same_value(old->value, entry.value)) {
        set(entry.value, own);
      }
    }
    for (const Entry& entry : *from.table()) {
      if (to.find(entry.key) != nullptr) continue;
      TomlPath own = path;
      own.push_back(entry.key);
      edits_.push_back({TomlEdit::Kind::remove, std::move(own)});
    }
  }

  void add(const Node& node, const TomlPath& path) {
    if (node.table() == nullptr) return set(node, path);
    switch (form_of(to_, node)) {
      case Form::inline_table:
        return set(node, path);
      case Form::section:
        return edits_.push_back({TomlEdit::Kind::section, path, section_text(to_, path)});
      case Form::dotted:
        for (const Entry& entry : *node.table()) {
          TomlPath own = path;
          own.push_back(entry.key);
          add(entry.value, own);
        }
    }
  }

  void set(const Node& node, const TomlPath& path) {
    edits_.push_back({TomlEdit::Kind::set, path, text_of(to_, node)});
  }

  const Source& to_;
  std::vector<TomlEdit> edits_;
};

/// The entries on the way to a path; shorter than the path where the document ends before it.
std::vector<const Entry*> walk(const Node& document, const TomlPath& path) {
  std::vector<const Entry*> way;
  const Node* node = &document;
  for (const std::string& key : path) {
    const Entry* const entry = node->find(key);
    if (entry == nullptr) break;
    way.push_back(entry);
    node = &entry->value;
  }
  return way;
}

[[noreturn]] void cannot(const Source& source, const TomlPath& path, std::string_view what) {
  throw Error(Errc::usage, fmt::format("{}: {} {}", source.file(), header(path), what),
              "change it by hand, or pass --force to write the whole file anew");
}

class Editor {
 public:
  explicit Editor(const Source& source)
      : source_(source), text_(source.text()), document_(parse_document(source)) {}

  std::string carry_out(const TomlEdit& edit) {
    switch (edit.kind) {
      case TomlEdit::Kind::set:
        set(edit.path, edit.text);
        break;
      case TomlEdit::Kind::section:
        insert_section(edit.path, edit.text);
        break;
      case TomlEdit::Kind::remove:
        remove(edit.path);
        break;
    }
    return std::move(text_);
  }

 private:
  void set(const TomlPath& path, const std::string& value) {
    const std::vector<const Entry*> way = walk(document_, path);
    if (way.size() == path.size()) {
      const Node& old = way.back()->value;
      if (old.end.line == 0) cannot(source_, path, "is a section there");
      const std::size_t begin = begin_of(source_, old.where);
      text_.replace(begin, end_of(source_, old) - begin, value);
      return;
    }
    std::size_t depth = way.size();
    // A dotted key can't be added to by itself: its whole path goes beside it.
    while (depth > 0 && way[depth - 1]->value.table() != nullptr &&
           form_of(source_, way[depth - 1]->value) == Form::dotted)
      --depth;
    std::vector<std::string> keys;
    for (std::size_t i = depth; i < path.size(); ++i)
      keys.push_back(toml_key(path[i]));
    const std::string line = join(keys, ".") + " = " + value;
    if (depth == 0) cannot(source_, path, "has no section there");
    insert(*way[depth - 1], path, line);
  }

  void insert(const Entry& owner, const TomlPath& path, const std::string& line) {
    const Node& node = owner.value;
    if (node.text() != nullptr) {
      // "Text" is short for { type = "Text" }.
      const std::size_t begin = begin_of(source_, node.where);
      const std::size_t end = end_of(source_, node);
      text_.insert(end, ", " + line + " }");
      text_.insert(begin, "{ type = ");
    } else if (node.table() == nullptr) {
      cannot(source_, path, "is no table there");
    } else if (form_of(source_, node) == Form::inline_table) {
      std::size_t brace = end_of(source_, node) - 1;
      while (brace > 0 && text_[brace - 1] == ' ')
        text_.erase(--brace, 1);
      text_.insert(brace, (node.table()->empty() ? " " : ", ") + line + " ");
    } else {
      const std::size_t at = source_.offset_of(last_line(node) + 1, 1);
      text_.insert(at, (at > 0 && text_[at - 1] != '\n' ? "\n" : "") + line + "\n");
    }
  }

  /// Of the keys that stand in the section itself.
  std::size_t last_line(const Node& section) const {
    std::size_t last = section.where.line;
    for (const Entry& entry : *section.table()) {
      const bool below =
          entry.value.table() != nullptr && form_of(source_, entry.value) == Form::section;
      if (!below) last = std::max(last, last_line_of(entry));
    }
    return last;
  }
  std::size_t last_line_of(const Entry& entry) const {
    if (entry.value.end.line != 0) return entry.value.end.line;
    std::size_t last = entry.where.line;
    for (const Entry& inner : *entry.value.table())
      last = std::max(last, last_line_of(inner));
    return last;
  }

  void insert_section(const TomlPath& path, const std::string& section) {
    TomlPath parent(path.begin(), path.end() - 1);
    while (parent.size() > 1 && section_lines(source_, parent).empty())
      parent.pop_back();
    const auto beside = section_lines(source_, parent);
    if (beside.empty() || parent.size() < 2) {
      while (text_.ends_with("\n\n"))
        text_.pop_back();
      if (!text_.empty() && !text_.ends_with('\n')) text_ += '\n';
      text_ += (text_.empty() ? "" : "\n") + section;
      return;
    }
    std::size_t last = beside.back().second;
    while (last > 1 && trim(source_.line(last)).empty())
      --last;
    const std::size_t at = source_.offset_of(last + 1, 1);
    text_.insert(at, (at > 0 && text_[at - 1] != '\n' ? "\n" : "") + std::string("\n") + section);
  }

  void remove(const TomlPath& path) {
    const std::vector<const Entry*> way = walk(document_, path);
    if (way.size() != path.size()) cannot(source_, path, "isn't there");
    const Node& node = way.back()->value;
    if (node.table() != nullptr && form_of(source_, node) == Form::section) {
      auto lines = section_lines(source_, path);
      for (auto it = lines.rbegin(); it != lines.rend(); ++it)
        erase_lines(it->first, it->second);
      return;
    }
    const Node& owner = way.size() == 1 ? document_ : way[way.size() - 2]->value;
    if (form_of(source_, owner) == Form::inline_table) return erase_from_inline(*way.back(), owner);
    erase_lines(way.back()->where.line, last_line_of(*way.back()));
  }

  void erase_lines(std::size_t first, std::size_t last) {
    const std::size_t begin = source_.offset_of(first, 1);
    text_.erase(begin, source_.offset_of(last + 1, 1) - begin);
  }

  void erase_from_inline(const Entry& entry, const Node& owner) {
    std::size_t begin = begin_of(source_, entry.where);
    std::size_t end = end_of(source_, entry.value);
    const bool first = &entry == &owner.table()->front();
    if (!first) {
      begin = text_.rfind(',', begin);
    } else if (const std::size_t comma = text_.find_first_not_of(" \t", end);
               comma < text_.size() && text_[comma] == ',') {
      end = text_.find_first_not_of(" \t", comma + 1);
    }
    text_.erase(begin, end - begin);
  }

  const Source& source_;
  std::string text_;
  Node document_;
};

}  // namespace

std::vector<TomlEdit> toml_edits(const Source& from, const Source& to) {
  return Comparer(to).run(parse_document(from), parse_document(to));
}

bool has_path(const Node& document, const TomlPath& path) {
  return walk(document, path).size() == path.size();
}

std::string edit_toml(const Source& source, const std::vector<TomlEdit>& edits) {
  // One after the other: each finds its place in what the one before has left.
  std::string text = source.text();
  for (const TomlEdit& edit : edits)
    text = Editor(Source(source.file(), text)).carry_out(edit);
  return text;
}

}  // namespace covet::model
