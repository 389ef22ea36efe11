#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <string>

#include "cli/context.h"
#include "cli/shell/complete.h"

namespace covet::cli {

/// Gives a shell its lines.
class LineReader {
 public:
  struct Line {
    enum class Kind : std::uint8_t { text, abandoned, end } kind = Kind::text;
    std::string text{};
  };
  virtual ~LineReader() = default;
  virtual Line read(const std::string& prompt) = 0;
  /// For the history: what was put together of one line or more.
  virtual void remember(const std::string& text) = 0;
};

/// From a file or a pipe: no prompt.
std::unique_ptr<LineReader> stream_lines(std::istream& in);

/// From a terminal, edited with libedit, as long as it is the process's. Keeps its history in
/// `history` (readable by its owner alone; none where that can't be written), and asks `completer`
/// at Tab. Ctrl-C abandons the line. One at a time.
std::unique_ptr<LineReader> edited_lines(const std::filesystem::path& history,
                                         std::function<Completion(std::string_view)> completer);

/// $XDG_STATE_HOME/covet/history, or in ~/.local/state; "" without a home.
std::filesystem::path history_file(const config::Environment& environment);

}  // namespace covet::cli
