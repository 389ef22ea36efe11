#include "core/base/file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace covet {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  bool close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0;
  }

 private:
  int number_;
};

std::string hint_for(int code) {
  switch (code) {
    case ENOENT:
      return "check the path; the folder must exist";
    case EACCES:
    case EPERM:
      return "check the permissions of the file and of its folder";
    case ENOSPC:
    case EDQUOT:
      return "make room on the disk";
    case EROFS:
      return "the file system is mounted read-only";
    default:
      return {};
  }
}

[[noreturn]] void fail(const std::string& what, const fs::path& path, int code) {
  throw Error(Errc::io,
              "can't " + what + ' ' + path.string() + ": " + std::generic_category().message(code),
              hint_for(code));
}

void write_all(int descriptor, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", path, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Without this a power cut may forget the rename; file systems that can't do it are left alone.
void sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.open()) ::fsync(handle.number());
}

fs::path free_name_beside(const fs::path& target, int attempt) {
  return target.parent_path() / ('.' + target.filename().string() + '.' +
                                 std::to_string(::getpid()) + '-' + std::to_string(attempt));
}

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
  // O_NONBLOCK: a pipe without a writer must not hang us before fstat() can refuse it.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.open()) fail("read", path, errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) fail("read", path, errno);
  if (!S_ISREG(status.st_mode)) {
    throw Error(Errc::io, "can't read " + path.string() + ": it is not a regular file",
                "give the path of a plain file");
  }
  const auto refuse_size = [&] {
    throw Error(
        Errc::io,
        "can't read " + path.string() + ": it is larger than " + std::to_string(limit) + " bytes",
        "split the file up");
  };
  if (static_cast<std::size_t>(status.st_size) > limit) refuse_size();
  std::string content;
  content.resize(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t filled = 0;
  while (true) {
    const ssize_t got = ::read(file.number(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > limit) refuse_size();
    if (filled == content.size()) content.resize(content.size() * 2);
  }
  content.resize(filled);
  return content;
}

void write_file(const fs::path& path, std::string_view content) {
  std::error_code ignored;
  // A link stays a link: what it points at is replaced.
  const fs::path resolved = fs::canonical(path, ignored);
  const fs::path target = resolved.empty() ? path : resolved;
  struct stat old {};
  const bool exists = ::stat(target.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) {
    throw Error(Errc::io, "can't write " + path.string() + ": it is not a regular file",
                "give the path of a plain file");
  }

  fs::path beside;
  int number = -1;
  for (int attempt = 0; number < 0 && attempt < 100; ++attempt) {
    beside = free_name_beside(target, attempt);
    number = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (number < 0 && errno != EEXIST) fail("write", path, errno);
  }
  Descriptor file(number);
  if (!file.open()) fail("write", path, EEXIST);
  try {
    if (exists) ::fchmod(file.number(), old.st_mode & 07777);
    write_all(file.number(), content, path);
    if (::fsync(file.number()) != 0) fail("write", path, errno);
    if (!file.close()) fail("write", path, errno);
    if (::rename(beside.c_str(), target.c_str()) != 0) fail("write", path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  sync_folder(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw Error(Errc::io, "can't create " + folder.string() + ": " + error.message(),
                "is the folder above it yours to write in?");
  }
}

}  // namespace covet
