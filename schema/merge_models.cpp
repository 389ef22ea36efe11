#include "schema/merge_models.h"

#include <algorithm>
#include <map>

#include "core/model/toml_edit.h"
#include "schema/to_toml.h"

namespace covet::schema {

namespace {

using model::SourceText;
using model::TomlEdit;
using model::TomlPath;

std::map<std::string, std::string> texts_of(std::vector<TomlPart> parts) {
  std::map<std::string, std::string> texts;
  for (TomlPart& part : parts)
    texts[part.handle] = std::move(part.text);
  return texts;
}

class Merger {
 public:
  explicit Merger(const MergeRequest& request)
      : request_(request), files_(request.files.begin(), request.files.end()) {}

  std::vector<SourceText> run() {
    const auto before = texts_of(to_toml(request_.wanted, request_.ddl, request_.models));
    const auto after = texts_of(to_toml(request_.live, request_.ddl, request_.models));
    for (const auto& [handle, text] : after) {
      const auto old = before.find(handle);
      if (old != before.end()) {
        if (old->second != text) change(old->second, text);
      } else if (handle.empty()) {
        change("", text);
      } else {
        add(handle, text);
      }
    }
    for (const auto& [handle, text] : before) {
      if (after.contains(handle)) continue;
      if (handle.empty()) {
        change(text, "");
      } else {
        edit({TomlEdit::Kind::remove, {"models", handle}});
      }
    }
    return std::move(files_);
  }

 private:
  void change(const std::string& before, const std::string& after) {
    for (const TomlEdit& one : model::toml_edits(Source("before", before), Source("after", after)))
      edit(one);
  }

  /// In the file that has the most of the path already.
  void edit(const TomlEdit& one) {
    SourceText* best = &last_file();
    std::size_t depth = 0;
    for (SourceText& file : files_) {
      const model::Node document = model::parse_document(Source(file.file, file.text));
      TomlPath path = one.path;
      while (path.size() > depth && !model::has_path(document, path))
        path.pop_back();
      if (path.size() <= depth) continue;
      depth = path.size();
      best = &file;
    }
    best->text = model::edit_toml(Source(best->file, best->text), {one});
  }

  void add(const std::string& handle, const std::string& text) {
    const std::string name = request_.new_file ? request_.new_file(handle) : std::string();
    if (!name.empty() && std::ranges::find(files_, name, &SourceText::file) == files_.end()) {
      files_.push_back({name, text});
      return;
    }
    std::string& end = last_file().text;
    if (!end.empty() && !end.ends_with('\n')) end += '\n';
    end += (end.empty() ? "" : "\n") + text;
  }

  SourceText& last_file() {
    if (files_.empty()) files_.push_back({"models.toml", std::string(model_file_header)});
    return files_.back();
  }

  const MergeRequest& request_;
  std::vector<SourceText> files_;
};

}  // namespace

std::vector<SourceText> merge_models(const MergeRequest& request) {
  return Merger(request).run();
}

}  // namespace covet::schema
