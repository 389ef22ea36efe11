#include "migrations/imports/folder.h"

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::migrations::imports {
namespace fs = std::filesystem;
namespace {

bool is_read(const fs::path& file) {
  constexpr std::array<std::string_view, 7> kinds = {".sql", ".plan", ".toml", ".conf",
                                                     ".sum", ".txt",  ".ini"};
  return file.filename() == "_journal.json" ||
         std::find(kinds.begin(), kinds.end(), file.extension().string()) != kinds.end();
}

std::string text_of(const fs::path& file) {
  std::string text = read_file(file);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return replace_all(std::move(text), "\r\n", "\n");
}

Error unreadable(const fs::path& folder, const std::error_code& why) {
  return Error(Errc::io, "can't read the folder " + folder.string() + ": " + why.message(),
               "check the path and its permissions");
}

}  // namespace

std::string_view SourceFile::name() const {
  const std::string_view whole = path;
  const std::size_t slash = whole.rfind('/');
  return slash == std::string_view::npos ? whole : whole.substr(slash + 1);
}

std::string_view SourceFile::parent() const {
  const std::string_view whole = path;
  const std::size_t slash = whole.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : whole.substr(0, slash);
}

const SourceFile* Folder::find(std::string_view path) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const SourceFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

std::vector<const SourceFile*> Folder::top() const {
  std::vector<const SourceFile*> result;
  for (const SourceFile& file : files)
    if (file.parent().empty()) result.push_back(&file);
  return result;
}

std::vector<std::string> Folder::folders() const {
  std::set<std::string> names;
  for (const SourceFile& file : files) {
    const std::size_t slash = file.path.find('/');
    if (slash != std::string::npos) names.insert(file.path.substr(0, slash));
  }
  return {names.begin(), names.end()};
}

Folder Folder::below(std::string_view name) const {
  Folder result{root / name, {}};
  const std::string prefix = std::string(name) + "/";
  for (const SourceFile& file : files) {
    if (file.path.starts_with(prefix))
      result.files.push_back({file.path.substr(prefix.size()), file.text});
  }
  return result;
}

std::string Folder::shown(const SourceFile& file) const {
  return (root / file.path).string();
}

Folder read_folder(const fs::path& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) {
    return {path.parent_path(), {{path.filename().string(), text_of(path)}}};
  }
  if (!fs::is_directory(path, failed)) {
    throw Error(Errc::io, "there is no folder " + path.string(),
                "name the folder in which the other tool's migrations lie");
  }
  Folder folder{path, {}};
  fs::recursive_directory_iterator entry(path, failed);
  for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    const bool hidden = entry->path().filename().string().starts_with('.');
    const fs::file_type type = entry->symlink_status().type();
    if (type == fs::file_type::directory && hidden) entry.disable_recursion_pending();
    if (type != fs::file_type::regular || hidden) continue;
    const fs::path& file = entry->path();
    folder.files.push_back(
        {fs::relative(file, path).generic_string(), is_read(file) ? text_of(file) : std::string()});
  }
  if (failed) throw unreadable(path, failed);
  std::sort(folder.files.begin(), folder.files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return folder;
}

}  // namespace covet::migrations::imports
