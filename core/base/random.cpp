#include "core/base/random.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <sys/random.h>

#include "core/base/error.h"

namespace covet {

void fill_random(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::getrandom(bytes.data(), bytes.size(), 0);
    if (count > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      throw Error(Errc::io, std::string("the system gives no random bytes: ") + ::strerror(errno),
                  "covet needs getrandom(2), which a sandbox may forbid");
    }
  }
}

}  // namespace covet
