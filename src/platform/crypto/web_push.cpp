#include "dunlin/platform/crypto/web_push.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <memory>

#include "dunlin/base/json_writer.hpp"
#include "openssl.hpp"

namespace dunlin::crypto {
namespace {

using PushKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr std::size_t scalar_bytes = 32, push_salt_bytes = 16, key_bytes = 16, nonce_bytes = 12, tag_bytes = 16;
constexpr std::uint32_t record_bytes = 4096;

PushKey key_of(std::string_view point, Secret const* scalar = nullptr) {
  std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> const build(OSSL_PARAM_BLD_new(),
                                                                              OSSL_PARAM_BLD_free);
  std::unique_ptr<BIGNUM, decltype(&BN_clear_free)> const number(
      scalar ? BN_bin2bn(bytes_of(scalar->reveal()), static_cast<int>(scalar->reveal().size()), nullptr) : nullptr,
      BN_clear_free);
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  if (number) OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get());
  std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> const params(OSSL_PARAM_BLD_to_param(build.get()),
                                                                       OSSL_PARAM_free);
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> const context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  auto const what = number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, what, params.get()) != 1)
    throw_openssl("reading a P-256 point");
  return {made, EVP_PKEY_free};
}

/// The secret that both sides can work out (SP 800-56A, ECDH).
std::string shared_secret(P256Pair const& own, std::string_view other) {
  auto const mine = key_of(own.point, &own.scalar), theirs = key_of(other);
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> const context(EVP_PKEY_CTX_new(mine.get(), nullptr),
                                                                            EVP_PKEY_CTX_free);
  std::string secret(scalar_bytes, '\0');
  auto length = secret.size();
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), theirs.get()) != 1 ||
      EVP_PKEY_derive(context.get(), bytes_of(secret), &length) != 1 || length != scalar_bytes)
    throw_openssl("agreeing on a secret");
  return secret;
}

/// HKDF (RFC 5869) for at most 32 bytes: one block of its second step.
std::string derive(std::string_view salt, std::string_view secret, std::string info, std::size_t bytes) {
  return hmac_sha256(hmac_sha256(salt, secret), info.append(1, '\1')).substr(0, bytes);
}

std::string with_zero(std::string_view text) {
  return std::string(text).append(1, '\0');
}

std::string aes_128_gcm(std::string_view key, std::string_view nonce, std::string_view text) {
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context(EVP_CIPHER_CTX_new(),
                                                                                EVP_CIPHER_CTX_free);
  std::string out(text.size() + tag_bytes, '\0');
  int length = 0, rest = 0;
  if (!context || EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) != 1 ||
      EVP_EncryptUpdate(context.get(), bytes_of(out), &length, bytes_of(text), static_cast<int>(text.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), bytes_of(out) + length, &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, bytes_of(out) + text.size()) != 1)
    throw_openssl("encrypting");
  return out;
}

std::string two_bytes(std::size_t number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number)};
}

/// r and s, as JOSE wants them (RFC 7518, section 3.4), of a signature in DER.
std::string raw_signature(std::string_view der) {
  auto const* at = bytes_of(der);
  std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> const parsed(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  std::string raw(2 * scalar_bytes, '\0');
  if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), bytes_of(raw), scalar_bytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), bytes_of(raw) + scalar_bytes, scalar_bytes) < 0)
    throw_openssl("signing");
  return raw;
}

std::string sign_es256(P256Pair const& pair, std::string_view message) {
  auto const key = key_of(pair.point, &pair.scalar);
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string der(80, '\0');
  auto length = der.size();
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), bytes_of(der), &length, bytes_of(message), message.size()) != 1)
    throw_openssl("signing");
  return raw_signature(std::string_view(der).substr(0, length));
}

}  // namespace

bool is_p256_point(std::string_view point) {
  constexpr std::size_t point_bytes = 65;
  if (point.size() != point_bytes || point[0] != '\4') return false;
  try {
    key_of(point);
    return true;
  } catch (std::runtime_error const&) {
    return false;
  }
}

PushMessage encrypt_push(PushReceiver const& to, std::string_view text) {
  auto const own = generate_p256();
  auto const salt = random_bytes(push_salt_bytes);
  auto const secret =
      derive(to.secret, shared_secret(own, to.point), with_zero("WebPush: info") + to.point + own.point, 32);
  auto const key = derive(salt, secret, with_zero("Content-Encoding: aes128gcm"), key_bytes);
  auto const nonce = derive(salt, secret, with_zero("Content-Encoding: nonce"), nonce_bytes);
  // RFC 8188, section 2.1: salt, record size, the sender's point; one record, closed by 2.
  auto body = salt + two_bytes(record_bytes >> 16) + two_bytes(record_bytes & 0xFFFF);
  body.append(1, static_cast<char>(own.point.size())).append(own.point);
  return {.body = body + aes_128_gcm(key, nonce, std::string(text) + '\2'), .salt = {}, .point = {}};
}

PushMessage encrypt_push_legacy(PushReceiver const& to, std::string_view text) {
  auto const own = generate_p256();
  auto const salt = random_bytes(push_salt_bytes);
  auto const secret = derive(to.secret, shared_secret(own, to.point), with_zero("Content-Encoding: auth"), 32);
  auto const context =
      with_zero("P-256") + two_bytes(to.point.size()) + to.point + two_bytes(own.point.size()) + own.point;
  auto const key = derive(salt, secret, with_zero("Content-Encoding: aesgcm") + context, key_bytes);
  auto const nonce = derive(salt, secret, with_zero("Content-Encoding: nonce") + context, nonce_bytes);
  // Two bytes tell the length of a padding, here none.
  return {.body = aes_128_gcm(key, nonce, std::string(2, '\0').append(text)),
          .salt = base64url(salt),
          .point = base64url(own.point)};
}

std::string vapid_token(P256Pair const& pair, std::string_view origin, std::string_view contact, Timestamp expires) {
  JsonWriter claims;
  claims.object([&] {
    claims.member("aud", origin);
    claims.member("exp", std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch().count());
    claims.member("sub", contact);
  });
  auto const signed_part = base64url(R"({"typ":"JWT","alg":"ES256"})") + "." + base64url(claims.text());
  return signed_part + "." + base64url(sign_es256(pair, signed_part));
}

}  // namespace dunlin::crypto
