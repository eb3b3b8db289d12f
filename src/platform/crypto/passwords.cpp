#include <argon2.h>
#include <crypt.h>
#include <fmt/core.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::crypto {
namespace {

// The second of OWASP's equal choices for Argon2id: 19 ms and 19 MiB on the machines we measured.
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

bool verify_bcrypt(std::string const& hash, std::string const& password) {
  // bcrypt ends at the first NUL, so it would take the part before it for the whole.
  if (password.find('\0') != std::string::npos) return false;
  auto const work = std::make_unique<crypt_data>();  // 32 KiB: too much for a pool thread's stack
  char const* const made = crypt_r(password.c_str(), hash.c_str(), work.get());
  return made != nullptr && equal_constant_time(made, hash);
}

}  // namespace

std::string hash_password(Secret const& password) {
  auto const& text = password.reveal();
  auto const salt = random_bytes(salt_bytes);
  std::array<char, 256> encoded{};
  int const failed = argon2id_hash_encoded(passes, memory_kib, lanes, text.data(), text.size(), salt.data(),
                                           salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (failed != ARGON2_OK) throw std::runtime_error(fmt::format("argon2: {}", argon2_error_message(failed)));
  return encoded.data();
}

bool verify_password(std::string_view hash, Secret const& password) {
  std::string const known(hash);
  auto const& text = password.reveal();
  if (hash.starts_with("$argon2id$"))
    return argon2_verify(known.c_str(), text.data(), text.size(), Argon2_id) == ARGON2_OK;
  if (hash.starts_with("$argon2i$"))
    return argon2_verify(known.c_str(), text.data(), text.size(), Argon2_i) == ARGON2_OK;
  if (hash.starts_with("$2a$") || hash.starts_with("$2b$") || hash.starts_with("$2y$"))
    return verify_bcrypt(known, text);
  return false;
}

}  // namespace dunlin::crypto
