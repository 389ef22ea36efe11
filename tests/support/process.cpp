#include "tests/support/process.h"

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/text_file.h"

namespace covet::tests {
namespace fs = std::filesystem;
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts)
    result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// posix_spawnp would look into the PATH of this process.
std::string find_program(const std::string& name, const Environment& environment) {
  if (name.find('/') != std::string::npos) return name;
  std::string_view folders = environment.at("PATH");
  while (!folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    const fs::path candidate = fs::path(folder) / name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate.string();
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
  }
  throw std::system_error(ENOENT, std::generic_category(), name);
}

void kill_and_reap(pid_t pid) {
  ::kill(pid, SIGKILL);
  while (::waitpid(pid, nullptr, 0) == -1 && errno == EINTR) {
  }
}

}  // namespace

Process::Process(const std::vector<std::string>& argv, const fs::path& folder,
                 const Environment& environment, const std::string& input)
    : files_(std::make_unique<TempDir>()) {
  const fs::path in = files_->path() / "in";
  const fs::path out = files_->path() / "out";
  const fs::path err = files_->path() / "err";
  write_text(in, input);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, in.c_str(), O_RDONLY, 0);
  const int fresh = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), fresh, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), fresh, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());

  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment)
    variables.push_back(name + "=" + value);
  const std::string program = find_program(argv.at(0), environment);
  const int error = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr,
                                  pointers(arguments).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), program);
}

Process::~Process() {
  if (files_) kill_and_reap(pid_);
}

ProcessResult Process::finish() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) == -1) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  }
  const std::unique_ptr<TempDir> files = std::move(files_);
  return {.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
          .out = read_text(files->path() / "out"),
          .err = read_text(files->path() / "err")};
}

}  // namespace covet::tests
