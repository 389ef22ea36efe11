#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace covet::cli {

/// A file that is there whole or not at all: it gets its name in keep(). Throws Error{io}.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void write(std::string_view text);
  void keep();

 private:
  void require(bool good) const;

  std::filesystem::path path_;
  std::filesystem::path part_;
  std::ofstream out_;
  bool kept_ = false;
};

}  // namespace covet::cli
