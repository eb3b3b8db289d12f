#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/secret.hpp"

namespace dunlin::crypto {

/// 32 raw bytes.
std::string sha256(std::string_view bytes);
/// The same of a file. Blocks. Throws std::runtime_error when it cannot be read.
std::string sha256_of_file(std::string const& path);
/// 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);
std::string base64(std::string_view bytes);
/// Without padding, for URLs (RFC 4648, section 5).
std::string base64url(std::string_view bytes);
/// Standard alphabet, padding required; nothing when malformed.
std::optional<std::string> from_base64(std::string_view text);
/// URL alphabet, padding optional; nothing when malformed.
std::optional<std::string> from_base64url(std::string_view text);
std::string hex(std::string_view bytes);
/// Cryptographically random bytes.
std::string random_bytes(std::size_t count);
/// Random text of this many bytes of entropy, URL-safe.
std::string random_token(std::size_t bytes = 32);
/// Compares without telling by its time where they differ.
bool equal_constant_time(std::string_view a, std::string_view b);

/// Argon2id, t=2 m=19 MiB p=1, in the usual encoded form. 19 ms: cpu pool only.
std::string hash_password(Secret const& password);
/// Verifies Argon2 and bcrypt ($2a$, $2b$, $2y$) hashes; false for anything else. cpu pool only.
bool verify_password(std::string_view hash, Secret const& password);

/// A parsed public key, ready to verify: cheap to copy, safe to share between threads.
class PublicKey {
 public:
  PublicKey() = default;
  /// SPKI PEM ("PUBLIC KEY") or PKCS#1 ("RSA PUBLIC KEY"), RSA of 1024 to 8192 bits or Ed25519; nothing otherwise.
  static std::optional<PublicKey> from_pem(std::string_view pem);
  static std::optional<PublicKey> from_der(std::string_view der);  // SPKI
  std::string pem() const;
  std::string der() const;
  bool is_rsa() const;
  /// RSASSA-PKCS1-v1_5 with SHA-256 for RSA, pure Ed25519 otherwise.
  bool verify(std::string_view message, std::string_view signature) const;
  explicit operator bool() const { return key_ != nullptr; }

 private:
  friend class PrivateKey;
  std::shared_ptr<void> key_;
};

/// A parsed private key, ready to sign.
class PrivateKey {
 public:
  PrivateKey() = default;
  /// RSA 2048. 130 ms: cpu pool only.
  static PrivateKey generate_rsa();
  /// PKCS#8 or PKCS#1 PEM; nothing otherwise.
  static std::optional<PrivateKey> from_pem(Secret const& pem);
  static std::optional<PrivateKey> from_der(std::string_view der);
  std::string der() const;  // PKCS#8
  PublicKey public_key() const;
  /// RSASSA-PKCS1-v1_5 with SHA-256; 0.2 ms: cpu pool only.
  std::string sign(std::string_view message) const;
  explicit operator bool() const { return key_ != nullptr; }

 private:
  std::shared_ptr<void> key_;
};

/// A key pair on the curve P-256, raw, as Web Push wants it (RFC 8292).
struct P256Pair {
  Secret scalar;      // 32 bytes
  std::string point;  // 65 bytes, uncompressed
};
P256Pair generate_p256();

}  // namespace dunlin::crypto
