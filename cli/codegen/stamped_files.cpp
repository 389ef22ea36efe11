#include "cli/codegen/stamped_files.h"

#include <algorithm>
#include <fstream>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/base/version.h"

namespace covet::cli::codegen {
namespace fs = std::filesystem;
namespace {

std::string stamp_start(const Language& language) {
  return fmt::format("{} covet codegen {}: made by covet ", language.comment, language.name);
}

std::string stamp_end(const Code& code) {
  return fmt::format(" from sha256 {}; change the models, not this file\n",
                     sha256_hex(code.made_from));
}

[[noreturn]] void unreadable(const fs::path& path, const std::error_code& fault) {
  throw Error(Errc::io, fmt::format("can't read {}: {}", path.string(), fault.message()),
              "look at what it is and who may read it, or name another folder with --out");
}

/// not_found for what isn't there.
fs::file_type link_type(const fs::path& path) {
  std::error_code fault;
  const fs::file_type type = fs::symlink_status(path, fault).type();
  if (fault && type != fs::file_type::not_found) unreadable(path, fault);
  return type;
}

bool is_plain_file(const fs::path& path) {
  std::error_code fault;
  const fs::file_type type = fs::status(path, fault).type();
  if (fault && type != fs::file_type::not_found) unreadable(path, fault);
  return type == fs::file_type::regular;
}

/// Of a folder that isn't there: none.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code fault;
  fs::directory_iterator entry(folder, fault);
  if (fault == std::errc::no_such_file_or_directory) return files;
  while (!fault && entry != fs::directory_iterator()) {
    files.push_back(entry->path());
    entry.increment(fault);
  }
  if (fault) unreadable(folder, fault);
  return files;
}

bool is_stamped(const fs::path& path, const Language& language) {
  const std::string start = stamp_start(language);
  std::string begins(start.size(), '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(begins.data(), static_cast<std::streamsize>(begins.size()));
  return in.gcount() == static_cast<std::streamsize>(start.size()) && begins == start;
}

/// All but the version.
bool is_fresh(std::string_view text, const Language& language, const Code& code) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  const std::string_view first = text.substr(0, end + 1);
  return first.starts_with(stamp_start(language)) && first.ends_with(stamp_end(code)) &&
         text.substr(end + 1) == code.body;
}

Freshness standing_of(const fs::path& path, const Language& language, const Code& code) {
  if (link_type(path) == fs::file_type::not_found) return Freshness::missing;
  if (!is_plain_file(path) || !is_stamped(path, language)) return Freshness::foreign;
  return is_fresh(read_file(path), language, code) ? Freshness::fresh : Freshness::stale;
}

void remove_file(const fs::path& path) {
  std::error_code fault;
  fs::remove(path, fault);
  if (fault) {
    throw Error(Errc::io, fmt::format("can't remove {}: {}", path.string(), fault.message()),
                "look at who may write to its folder");
  }
}

}  // namespace

std::string stamp(const Language& language, const Code& code) {
  return stamp_start(language) + std::string(version) + stamp_end(code);
}

std::vector<StampedFile> compare(const fs::path& folder, const Language& language,
                                 const std::vector<Code>& code) {
  std::vector<StampedFile> files;
  for (const Code& each : code) {
    const fs::path path = folder / each.file;
    files.push_back({path, standing_of(path, language, each), stamp(language, each) + each.body});
  }
  for (const fs::path& path : files_in(folder)) {
    const bool made = std::ranges::find(code, path.filename().string(), &Code::file) != code.end();
    if (made || path.extension() != language.extension || !is_plain_file(path)) continue;
    if (is_stamped(path, language)) files.push_back({path, Freshness::left_over});
  }
  std::ranges::sort(files, {}, &StampedFile::path);
  return files;
}

void bring_up_to_date(const fs::path& folder, const std::vector<StampedFile>& files) {
  for (const StampedFile& file : files) {
    if (file.standing != Freshness::foreign) continue;
    throw Error(Errc::usage,
                fmt::format("{} is there already, and covet didn't write it", file.path.string()),
                "name another folder with --out, or move the file away");
  }
  make_folders(folder);
  for (const StampedFile& file : files) {
    if (file.standing == Freshness::missing || file.standing == Freshness::stale)
      write_file(file.path, file.text);
    if (file.standing == Freshness::left_over) remove_file(file.path);
  }
}

}  // namespace covet::cli::codegen
