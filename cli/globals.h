#pragma once

#include <string>

namespace covet::cli {

/// The options that every command takes, wherever they stand on the command line.
struct Globals {
  std::string folder;  ///< -C: as if started there
  std::string config;  ///< -c
  std::string env;
  std::string url;
  std::string url_file;
  std::string color = "auto";
  std::string approve;  ///< --approve: the name of the protected environment that may be changed
  int verbose = 0;
  bool json = false;
  bool quiet = false;
  bool no_input = false;
  bool yes = false;
  bool help = false;
  bool version = false;
};

}  // namespace covet::cli
