#include "core/base/sha256.h"

#include <array>
#include <cstddef>
#include <span>

#include <openssl/evp.h>

#include "core/base/error.h"

namespace covet {
namespace {

/// OpenSSL takes longer over a call than over so many bytes.
constexpr std::size_t enough = 1U << 14U;

void check(int result) {
  if (result == 1) return;
  throw Error(Errc::internal, "OpenSSL refuses to compute SHA-256",
              "see which algorithms /etc/ssl/openssl.cnf allows");
}

std::string hex_of(std::span<const unsigned char> digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace

struct Sha256::State {
  State() = default;
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::string waiting;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  check(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

Sha256::Sha256(const Sha256& other) : state_(std::make_unique<State>()) {
  *this = other;
}

Sha256& Sha256::operator=(const Sha256& other) {
  if (this == &other) return *this;
  check(EVP_MD_CTX_copy_ex(state_->context, other.state_->context));
  state_->waiting = other.state_->waiting;
  return *this;
}

void Sha256::flush() const {
  check(EVP_DigestUpdate(state_->context, state_->waiting.data(), state_->waiting.size()));
  state_->waiting.clear();
}

void Sha256::add(std::string_view bytes) {
  if (bytes.size() < enough) {
    state_->waiting += bytes;
    if (state_->waiting.size() >= enough) flush();
    return;
  }
  flush();
  check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string Sha256::hex() const {
  flush();
  Sha256 end = *this;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  check(EVP_DigestFinal_ex(end.state_->context, digest.data(), &size));
  return hex_of(std::span(digest).first(size));
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  check(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr));
  return hex_of(std::span(digest).first(size));
}

}  // namespace covet
