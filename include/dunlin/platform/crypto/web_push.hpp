#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/secret.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

// Messages to apps through the push services of their makers.
namespace dunlin::crypto {

/// Whom a message is for: a public point on P-256 (65 bytes) and a shared secret (16 bytes).
struct PushReceiver {
  std::string point;
  std::string secret;
};
/// Whether the point lies on the curve.
bool is_p256_point(std::string_view point);

/// An encrypted message, and what its headers must say.
struct PushMessage {
  std::string body;
  std::string salt;   // base64url; legacy only
  std::string point;  // of the sender, base64url; legacy only
};
/// Content-Encoding aes128gcm (RFC 8291). Throws std::runtime_error for a point that is none. Half a millisecond: cpu
/// pool only.
PushMessage encrypt_push(PushReceiver const& to, std::string_view text);
/// Content-Encoding aesgcm, the draft before it (draft-ietf-webpush-encryption-04).
PushMessage encrypt_push_legacy(PushReceiver const& to, std::string_view text);

/// A JWT that says who we are to the push service at this origin (RFC 8292), signed with our own pair.
std::string vapid_token(P256Pair const& pair, std::string_view origin, std::string_view contact, Timestamp expires);

}  // namespace dunlin::crypto
