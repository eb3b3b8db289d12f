#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <fstream>
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

std::string sha256_of_file(std::string const& path) {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) != 1) throw_openssl("EVP_DigestInit");
  std::ifstream file(path, std::ios::binary);
  std::string piece(64 * 1024, '\0');
  do {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(file.gcount())) != 1)
      throw_openssl("EVP_DigestUpdate");
  } while (file);
  // A file that is not there has no end either.
  if (!file.eof()) throw std::runtime_error("cannot read " + path);
  std::string digest(32, '\0');
  if (EVP_DigestFinal_ex(context.get(), bytes_of(digest), nullptr) != 1) throw_openssl("EVP_DigestFinal");
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
