#pragma once
#include <openssl/types.h>

#include <string>
#include <string_view>

namespace dunlin::crypto {

/// SHA-256 as a ready method, for the functions that want one.
EVP_MD const* sha256_method();

/// Throws std::runtime_error with OpenSSL's own reason, and empties its error queue.
[[noreturn]] void throw_openssl(char const* doing);

/// Empties this thread's error queue: a failed parse must not be blamed on the next caller.
void forget_openssl_errors();

inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
inline unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace dunlin::crypto
