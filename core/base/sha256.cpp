#include "core/base/sha256.h"

#include <array>
#include <cstddef>

#include <openssl/evp.h>

#include "core/base/error.h"

namespace covet {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw Error(Errc::internal, "OpenSSL refuses to compute SHA-256",
                "see which algorithms /etc/ssl/openssl.cnf allows");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(std::size_t{size} * 2);
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

}  // namespace covet
