#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

#include "dunlin/platform/crypto/crypto.hpp"
#include "openssl.hpp"

namespace dunlin::crypto {

EVP_MD const* sha256_method() {
  // Fetched once: OpenSSL 3 searches its providers on every use of EVP_sha256() otherwise.
  static EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), bytes_of(digest), &length, sha256_method(), nullptr) != 1)
    throw_openssl("SHA-256");
  return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned int length = 0;
  if (!HMAC(sha256_method(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), bytes_of(digest),
            &length))
    throw_openssl("HMAC");
  return digest;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(bytes_of(bytes), static_cast<int>(count)) != 1) throw_openssl("random bytes");
  return bytes;
}

std::string random_token(std::size_t bytes) {
  return base64url(random_bytes(bytes));
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace dunlin::crypto
