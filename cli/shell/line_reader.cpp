#include "cli/shell/line_reader.h"

#include <algorithm>
#include <clocale>
#include <cstdio>

#include <fcntl.h>
#include <histedit.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/file.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

class StreamLines : public LineReader {
 public:
  explicit StreamLines(std::istream& in) : in_(in) {}
  Line read(const std::string& /*prompt*/) override {
    Line line;
    if (!std::getline(in_, line.text)) line.kind = Line::Kind::end;
    return line;
  }
  void remember(const std::string& /*text*/) override {}

 private:
  std::istream& in_;
};

/// What all words have in common at their beginning.
std::string common_start(const std::vector<std::string>& words) {
  std::string start = words.front();
  for (const std::string& word : words) {
    const auto differ = std::mismatch(start.begin(), start.end(), word.begin(), word.end());
    start.erase(differ.first, start.end());
  }
  return start;
}

class EditedLines : public LineReader {
 public:
  EditedLines(fs::path file, std::function<Completion(std::string_view)> completer)
      : file_(std::move(file)), completer_(std::move(completer)) {
    // libedit takes bytes for letters by it.
    if (std::setlocale(LC_CTYPE, "") == nullptr) std::setlocale(LC_CTYPE, "C.UTF-8");
    edit_ = el_init("covet", stdin, stdout, stderr);
    history_ = history_init();
    if (edit_ == nullptr || history_ == nullptr)
      throw Error(Errc::io, "can't edit lines on this terminal", "covet shell < FILE reads a file");
    constexpr int remembered = 1000;
    history(history_, &event_, H_SETSIZE, remembered);
    history(history_, &event_, H_SETUNIQUE, 1);
    el_set(edit_, EL_CLIENTDATA, this);
    el_set(edit_, EL_PROMPT, &EditedLines::prompt);
    el_set(edit_, EL_EDITOR, "emacs");
    el_set(edit_, EL_HIST, history, history_);
    el_set(edit_, EL_ADDFN, "covet-complete", "Complete a word", &EditedLines::tab);
    el_set(edit_, EL_ADDFN, "covet-abandon", "Abandon the line", &EditedLines::abandon);
    el_set(edit_, EL_BIND, "^I", "covet-complete", nullptr);
    // While a line is edited Ctrl-C is a key like others; while a query runs it is a signal.
    el_set(edit_, EL_SETTY, "-d", "-isig", nullptr);
    el_set(edit_, EL_BIND, "^C", "covet-abandon", nullptr);
    open_history();
  }
  ~EditedLines() override {
    if (!file_.empty()) history(history_, &event_, H_SAVE, file_.c_str());
    history_end(history_);
    el_end(edit_);
  }
  EditedLines(const EditedLines&) = delete;
  EditedLines& operator=(const EditedLines&) = delete;

  Line read(const std::string& prompt) override {
    prompt_ = prompt;
    abandoned_ = false;
    int count = 0;
    // By itself libedit shows the prompt first: a Ctrl-C in between would be a signal still.
    el_set(edit_, EL_PREP_TERM, 1);
    const char* const text = el_gets(edit_, &count);
    if (abandoned_) {
      el_reset(edit_);
      return {Line::Kind::abandoned};
    }
    if (text == nullptr || count <= 0) return {Line::Kind::end};
    Line line{Line::Kind::text, text};
    while (line.text.ends_with('\n') || line.text.ends_with('\r'))
      line.text.pop_back();
    return line;
  }

  void remember(const std::string& text) override {
    history(history_, &event_, H_ENTER, text.c_str());
  }

 private:
  static EditedLines& self(EditLine* edit) {
    void* data = nullptr;
    el_get(edit, EL_CLIENTDATA, &data);
    return *static_cast<EditedLines*>(data);
  }
  static char* prompt(EditLine* edit) { return self(edit).prompt_.data(); }
  static unsigned char abandon(EditLine* edit, int /*key*/) {
    self(edit).abandoned_ = true;
    std::fputs("^C\n", stdout);
    return CC_EOF;
  }
  static unsigned char tab(EditLine* edit, int /*key*/) { return self(edit).complete(); }

  unsigned char complete() {
    const LineInfo* const line = el_line(edit_);
    const auto length = static_cast<std::size_t>(line->cursor - line->buffer);
    const Completion found = completer_(std::string_view(line->buffer, length));
    if (found.words.empty()) return CC_REFRESH_BEEP;
    const std::string start = common_start(found.words);
    if (start.size() > found.replaced) {
      return el_insertstr(edit_, start.c_str() + found.replaced) == 0 ? CC_REFRESH : CC_ERROR;
    }
    if (found.words.size() == 1) return CC_REFRESH;
    std::fputc('\n', stdout);
    for (const std::string& word : found.words)
      std::fprintf(stdout, "%s  ", word.c_str());
    std::fputc('\n', stdout);
    return CC_REDISPLAY;
  }

  void open_history() {
    if (file_.empty()) return;
    try {
      make_folders(file_.parent_path());
    } catch (const Error&) {
      file_.clear();
      return;
    }
    constexpr mode_t owner_alone = 0600;
    const int descriptor = ::open(file_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, owner_alone);
    if (descriptor < 0) {
      file_.clear();
      return;
    }
    ::fchmod(descriptor, owner_alone);
    ::close(descriptor);
    history(history_, &event_, H_LOAD, file_.c_str());
  }

  fs::path file_;
  std::function<Completion(std::string_view)> completer_;
  EditLine* edit_ = nullptr;
  History* history_ = nullptr;
  HistEvent event_{};
  std::string prompt_;
  bool abandoned_ = false;
};

}  // namespace

std::unique_ptr<LineReader> stream_lines(std::istream& in) {
  return std::make_unique<StreamLines>(in);
}

std::unique_ptr<LineReader> edited_lines(const fs::path& history,
                                         std::function<Completion(std::string_view)> completer) {
  return std::make_unique<EditedLines>(history, std::move(completer));
}

fs::path history_file(const config::Environment& environment) {
  const auto value = [&](const std::string& name) { return environment(name).value_or(""); };
  fs::path state = value("XDG_STATE_HOME");
  if (!state.is_absolute()) {
    const fs::path home = value("HOME");
    if (!home.is_absolute()) return {};
    state = home / ".local" / "state";
  }
  return state / "covet" / "history";
}

}  // namespace covet::cli
