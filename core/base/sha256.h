#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace covet {

/// SHA-256 of what comes piece by piece. Copying one is going on from here twice.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256& other);
  Sha256& operator=(const Sha256& other);
  void add(std::string_view bytes);
  /// Of all that was added so far; more may follow. 64 lower-case hex digits.
  std::string hex() const;

 private:
  void flush() const;

  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 (FIPS 180-4, by OpenSSL) of `bytes`, as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace covet
