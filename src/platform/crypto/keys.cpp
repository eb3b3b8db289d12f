#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

#include "dunlin/platform/crypto/crypto.hpp"
#include "openssl.hpp"

namespace dunlin::crypto {
namespace {

constexpr int least_rsa_bits = 1024;
constexpr int most_rsa_bits = 8192;
// A verification costs as much as the exponent is long; real keys use 65537.
constexpr int most_exponent_bits = 64;
// An RSA key of 8192 bits is 1.5 KB as a public and 6.5 KB as a private PEM.
constexpr std::size_t most_pem_bytes = 16 * 1024;

template <auto release>
struct Releaser {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using BigNumber = std::unique_ptr<BIGNUM, Releaser<BN_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;

EVP_PKEY* raw(std::shared_ptr<void> const& key) {
  return static_cast<EVP_PKEY*>(key.get());
}

std::shared_ptr<void> share(Key key) {
  return {key.release(), [](void* p) { EVP_PKEY_free(static_cast<EVP_PKEY*>(p)); }};
}

/// Keys that are neither RSA within our bounds nor Ed25519 are treated as unreadable.
bool is_acceptable(EVP_PKEY* key) {
  auto const kind = EVP_PKEY_get_base_id(key);
  if (kind == EVP_PKEY_ED25519) return true;
  if (kind != EVP_PKEY_RSA) return false;
  auto const bits = EVP_PKEY_get_bits(key);
  BIGNUM* exponent = nullptr;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1) return false;
  BigNumber const owned(exponent);
  return bits >= least_rsa_bits && bits <= most_rsa_bits && BN_num_bits(exponent) <= most_exponent_bits;
}

std::shared_ptr<void> accept(EVP_PKEY* key) {
  forget_openssl_errors();
  Key owned(key);
  if (!key || !is_acceptable(key)) return nullptr;
  return share(std::move(owned));
}

/// The label and the DER bytes inside a PEM text; an empty label when it is none. Reading the armour ourselves
/// and the DER by its known type costs a third of OpenSSL's own trial of all decoders.
struct Armoured {
  std::string label, der;
};
Armoured open_pem(std::string_view pem) {
  Armoured out;
  if (pem.size() > most_pem_bytes) return out;
  Bio const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  char* label = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long length = 0;
  if (PEM_read_bio(bio.get(), &label, &header, &data, &length) == 1) {
    // An encrypted key has headers; we have no passphrase to open it with.
    if (std::string_view(header).empty()) {
      out.label = label;
      out.der.assign(reinterpret_cast<char const*>(data), static_cast<std::size_t>(length));
    }
    OPENSSL_clear_free(data, static_cast<std::size_t>(length));
    OPENSSL_free(label);
    OPENSSL_free(header);
  }
  forget_openssl_errors();
  return out;
}

/// DER of a structure through one of OpenSSL's i2d functions.
template <class T>
std::string to_der(int (*write)(T const*, unsigned char**), T const* thing) {
  auto const length = write(thing, nullptr);
  if (length <= 0) throw_openssl("writing a key");
  std::string der(static_cast<std::size_t>(length), '\0');
  auto* out = bytes_of(der);
  write(thing, &out);
  return der;
}

/// Ed25519 hashes by itself; RSA signs a SHA-256.
EVP_MD const* digest_for(EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? sha256_method() : nullptr;
}

}  // namespace

std::optional<PublicKey> PublicKey::from_der(std::string_view der) {
  auto const* in = bytes_of(der);
  PublicKey key;
  key.key_ = accept(d2i_PUBKEY(nullptr, &in, static_cast<long>(der.size())));
  if (!key.key_) return std::nullopt;
  return key;
}

std::optional<PublicKey> PublicKey::from_pem(std::string_view pem) {
  auto const [label, der] = open_pem(pem);
  if (label == "PUBLIC KEY") return from_der(der);
  if (label != "RSA PUBLIC KEY") return std::nullopt;
  auto const* in = bytes_of(der);
  PublicKey key;
  key.key_ = accept(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &in, static_cast<long>(der.size())));
  if (!key.key_) return std::nullopt;
  return key;
}

std::string PublicKey::pem() const {
  Bio const bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PUBKEY(bio.get(), raw(key_)) != 1) throw_openssl("writing a public key");
  char* data = nullptr;
  auto const length = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(length)};
}

std::string PublicKey::der() const {
  return to_der<EVP_PKEY>(i2d_PUBKEY, raw(key_));
}

bool PublicKey::is_rsa() const {
  return key_ && EVP_PKEY_get_base_id(raw(key_)) == EVP_PKEY_RSA;
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  if (!key_) return false;
  Context const context(EVP_MD_CTX_new());
  bool const good =
      EVP_DigestVerifyInit(context.get(), nullptr, digest_for(raw(key_)), nullptr, raw(key_)) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
  if (!good) forget_openssl_errors();
  return good;
}

PrivateKey PrivateKey::generate_rsa() {
  Key key(EVP_RSA_gen(2048));
  if (!key) throw_openssl("making an RSA key");
  PrivateKey made;
  made.key_ = share(std::move(key));
  return made;
}

std::optional<PrivateKey> PrivateKey::from_der(std::string_view der) {
  auto const* in = bytes_of(der);
  PrivateKey key;
  key.key_ = accept(d2i_AutoPrivateKey(nullptr, &in, static_cast<long>(der.size())));
  if (!key.key_) return std::nullopt;
  return key;
}

std::optional<PrivateKey> PrivateKey::from_pem(Secret const& pem) {
  auto const [label, der] = open_pem(pem.reveal());
  if (label != "PRIVATE KEY" && label != "RSA PRIVATE KEY") return std::nullopt;
  return from_der(der);
}

std::string PrivateKey::der() const {
  Pkcs8 const pkcs8(EVP_PKEY2PKCS8(raw(key_)));
  if (!pkcs8) throw_openssl("writing a private key");
  return to_der<PKCS8_PRIV_KEY_INFO>(i2d_PKCS8_PRIV_KEY_INFO, pkcs8.get());
}

PublicKey PrivateKey::public_key() const {
  // The same object: what a PublicKey writes out is the public half only.
  PublicKey half;
  half.key_ = key_;
  return half;
}

std::string PrivateKey::sign(std::string_view message) const {
  Context const context(EVP_MD_CTX_new());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(raw(key_))), '\0');
  auto length = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, digest_for(raw(key_)), nullptr, raw(key_)) != 1 ||
      EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(message), message.size()) != 1)
    throw_openssl("signing");
  signature.resize(length);
  return signature;
}

}  // namespace dunlin::crypto
