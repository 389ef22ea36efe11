#include "adapters/sqlite/lock.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sqlite/driver.h"
#include "core/base/clock.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

namespace fs = std::filesystem;

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// True if `path` still leads to the open file.
bool is_at(const File& file, const std::string& path) {
  struct stat open {};
  struct stat there {};
  return ::fstat(file.descriptor(), &open) == 0 && ::stat(path.c_str(), &there) == 0 &&
         open.st_ino == there.st_ino && open.st_dev == there.st_dev;
}

std::string read_all(const File& file) {
  std::string text(4096, '\0');
  const ssize_t got = ::pread(file.descriptor(), text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

void write_all(const File& file, const std::string& text) {
  // What it says is for people; that it can't be written (a full disk) is no reason to go without
  // the lock.
  if (::ftruncate(file.descriptor(), 0) != 0) return;
  [[maybe_unused]] const ssize_t done = ::pwrite(file.descriptor(), text.data(), text.size(), 0);
}

class NoLock final : public schema::Lock {
 public:
  void check() override {}
};

class FileLock final : public schema::Lock {
 public:
  FileLock(File file, std::string path, std::string holder)
      : file_(std::move(file)), path_(std::move(path)), holder_(std::move(holder)) {}
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  /// Removing it while it is held is safe: whoever waits for the old file sees that its name leads
  /// elsewhere.
  ~FileLock() override {
    if (is_at(file_, path_)) ::unlink(path_.c_str());
  }
  void check() override {
    if (is_at(file_, path_)) return;
    throw Error(Errc::connection, fmt::format("the lock file {} is gone or was replaced", path_),
                "let nobody delete it while covet runs, and run covet again");
  }
  void announce(const std::string& doing) override {
    write_all(file_, holder_ + ", doing " + doing + "\n");
  }

 private:
  File file_;
  std::string path_;
  std::string holder_;
};

std::string lock_path(const std::string& database) {
  std::error_code code;
  const fs::path real = fs::weakly_canonical(database, code);
  return (code ? fs::path(database) : real).string() + ".covet-lock";
}

File open_file(const std::string& path) {
  std::error_code ignored;
  fs::create_directories(fs::path(path).parent_path(), ignored);
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor >= 0) return File(descriptor);
  const int cause = errno;
  const bool forbidden = cause == EACCES || cause == EROFS || cause == EPERM;
  throw Error(forbidden ? Errc::permission : Errc::io,
              fmt::format("can't make the lock file {}: {}", path, std::strerror(cause)),
              "covet, and SQLite too, write beside the database: see who may write in its folder");
}

bool lock(const File& file, const std::string& path) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(file.descriptor(), F_OFD_SETLK, &whole) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  throw Error(Errc::io, fmt::format("can't lock {}: {}", path, std::strerror(errno)),
              "the file system knows no locks: put the database on a local disk");
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "an unknown host";
}

std::string now_text() {
  const auto now = std::chrono::floor<std::chrono::seconds>(system_clock().wall());
  std::string text = to_text(Timestamp(now));
  if (const auto t = text.find('T'); t != std::string::npos) text[t] = ' ';
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

std::string description(const ConnectOptions& options) {
  return fmt::format("process {} on {} ({}), since {} UTC", ::getpid(), host_name(),
                     options.application_name, now_text());
}

}  // namespace

schema::LockAttempt SqliteLocker::try_lock(const Url& url, const ConnectOptions& options,
                                           const std::string&) const {
  if (is_in_memory(url)) return {std::make_unique<NoLock>(), std::nullopt};
  const std::string path = lock_path(url.database);
  for (;;) {
    File file = open_file(path);
    if (!lock(file, path)) {
      std::string holder(trim(read_all(file)));
      if (holder.empty()) return {nullptr, std::nullopt};
      return {nullptr, schema::LockHolder{std::move(holder)}};
    }
    // The holder before removed it after we had opened it: what we hold is nobody's file.
    if (!is_at(file, path)) continue;
    std::string holder = description(options);
    write_all(file, holder + "\n");
    return {std::make_unique<FileLock>(std::move(file), path, std::move(holder)), std::nullopt};
  }
}

const SqliteLocker& locker() {
  static const SqliteLocker instance;
  return instance;
}

}  // namespace covet::sqlite
