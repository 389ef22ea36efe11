#include "cli/whole_file.h"

#include <system_error>
#include <utility>

#include "core/base/error.h"

namespace covet::cli {
namespace fs = std::filesystem;

WholeFile::WholeFile(fs::path path) : path_(std::move(path)), part_(path_) {
  part_ += ".part";
  out_.open(part_, std::ios::binary | std::ios::trunc);
  require(out_.is_open());
}

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (!kept_) fs::remove(part_, ignored);
}

void WholeFile::write(std::string_view text) {
  out_.write(text.data(), static_cast<std::streamsize>(text.size()));
  require(out_.good());
}

void WholeFile::keep() {
  out_.close();
  require(!out_.fail());
  fs::rename(part_, path_);
  kept_ = true;
}

void WholeFile::require(bool good) const {
  if (good) return;
  throw Error(Errc::io, "can't write " + path_.string(), "look at its folder and the disk");
}

}  // namespace covet::cli
